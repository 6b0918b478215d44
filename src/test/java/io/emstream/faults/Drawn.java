package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.point.RejectedPointException.Reason;
import org.jspecify.annotations.Nullable;

/** A record and what must become of it. */
public final class Drawn {
    private final byte @Nullable [] value;
    private final @Nullable Reason reason;
    private final boolean observed;
    private final String kind;

    private Drawn(byte @Nullable [] value, @Nullable Reason reason, boolean observed, String kind) {
        this.value = value;
        this.reason = reason;
        this.observed = observed;
        this.kind = kind;
    }

    /** The bytes; not a copy. */
    public byte @Nullable [] value() {
        return value;
    }

    /** Why it is no point; {@code null} if it is one. */
    public @Nullable Reason reason() {
        return reason;
    }

    /** Whether a value of it is observed. */
    public boolean observed() {
        return observed;
    }

    /** What is wrong or odd about it. */
    public String kind() {
        return kind;
    }

    static Drawn point(String value, boolean observed, String kind) {
        return point(value.getBytes(UTF_8), observed, kind);
    }

    static Drawn point(byte[] value, boolean observed, String kind) {
        return new Drawn(value, null, observed, kind);
    }

    static Drawn refused(String value, Reason reason, String kind) {
        return refused(value.getBytes(UTF_8), reason, kind);
    }

    static Drawn refused(byte @Nullable [] value, Reason reason, String kind) {
        return new Drawn(value, reason, false, kind);
    }
}
