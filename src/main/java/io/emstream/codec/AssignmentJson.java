package io.emstream.codec;

import io.emstream.em.*;
import io.emstream.mixture.*;

/** Stub. */
public final class AssignmentJson {
    /** Stub. */
    public AssignmentJson(ResponsibilityDetail d) {}
    /** Stub. */
    public byte[] encode(long offset, Model m, Responsibilities r, double tail, Assignment.Status s) {
        return ("{\"offset\":" + offset + ",\"model\":" + m.version() + ",\"cluster\":"
                        + m.mixture().cluster(r.component()) + ",\"logDensity\":" + r.logDensity() + ",\"status\":\""
                        + s + "\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    /** Stub. */
    public byte[] encodeWithoutModel(long offset) {
        return ("{\"offset\":" + offset + ",\"model\":0,\"cluster\":null,\"status\":\"NO_MODEL\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
