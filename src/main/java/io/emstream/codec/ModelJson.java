package io.emstream.codec;

import io.emstream.mixture.*;

/** Stub. */
public final class ModelJson {
    private ModelJson() {}
    /** Stub. */
    public static byte[] encode(Model m) {
        return ("{\"version\":" + m.version() + ",\"points\":" + m.points() + "}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
