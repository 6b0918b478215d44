package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A record that is no point of two numbers, and why. */
final class BadRecord {
    private final String what;
    private final Reason reason;
    private final byte @Nullable [] value;
    private byte @Nullable [] key;
    private Headers headers = new RecordHeaders();
    private Duration ahead = Duration.ZERO;

    private BadRecord(String what, Reason reason, byte @Nullable [] value) {
        this.what = what;
        this.reason = reason;
        this.value = value;
    }

    static BadRecord of(String what, Reason reason, byte @Nullable [] value) {
        return new BadRecord(what, reason, value);
    }

    static BadRecord of(String what, Reason reason, String value) {
        return of(what, reason, value.getBytes(UTF_8));
    }

    /**
     * Whatever a producer may get wrong.
     *
     * @param maxBytes of a point
     */
    static List<BadRecord> all(int maxBytes) {
        byte[] noise = new byte[300];
        new Random(5).nextBytes(noise);
        List<BadRecord> all = new ArrayList<>();
        all.add(of("null value", Reason.MISSING, (byte[]) null));
        all.add(of("empty", Reason.NOT_A_POINT, ""));
        all.add(of("blank", Reason.NOT_A_POINT, "  \n "));
        all.add(of("text", Reason.NOT_A_POINT, "no point"));
        all.add(of("number", Reason.NOT_A_POINT, "7"));
        all.add(of("truncated array", Reason.NOT_A_POINT, "[1.5,2"));
        all.add(of("truncated object", Reason.NOT_A_POINT, "{\"x\":[1.5,2.0]"));
        all.add(of("two points", Reason.NOT_A_POINT, "[1,2][3,4]"));
        all.add(of("noise", Reason.NOT_A_POINT, noise));
        all.add(of("invalid UTF-8", Reason.NOT_A_POINT, new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'}));
        all.add(of("text for a number", Reason.NOT_A_POINT, "[1.5,\"two\"]"));
        all.add(of("an object without x", Reason.NOT_A_POINT, "{\"y\":[1,2]}"));
        all.add(of("x twice", Reason.NOT_A_POINT, "{\"x\":[1,2],\"x\":[3,4]}"));
        all.add(of("weight twice", Reason.NOT_A_POINT, "{\"x\":[1,2],\"weight\":1,\"weight\":2}"));
        all.add(of("deep", Reason.NOT_A_POINT, "{\"y\":" + "[".repeat(30_000) + "]".repeat(30_000) + ",\"x\":[1,2]}"));
        all.add(of("one value", Reason.WRONG_DIMENSION, "[1.5]"));
        all.add(of("three values", Reason.WRONG_DIMENSION, "{\"x\":[1,2,3]}"));
        all.add(of("no values", Reason.WRONG_DIMENSION, "[]"));
        all.add(of("infinity", Reason.NOT_FINITE, "[1,Infinity]"));
        all.add(of("1e400", Reason.NOT_FINITE, "[1,1e400]"));
        all.add(of("1e308", Reason.OUT_OF_SUPPORT, "[1,1e308]"));
        all.add(of("negative weight", Reason.BAD_WEIGHT, "{\"x\":[1,2],\"weight\":-1}"));
        all.add(of("weight as text", Reason.BAD_WEIGHT, "{\"x\":[1,2],\"weight\":\"1\"}"));
        all.add(of("weight 1e300", Reason.BAD_WEIGHT, "{\"x\":[1,2],\"weight\":1e300}"));
        all.add(of("no time", Reason.BAD_TIMESTAMP, "{\"x\":[1,2],\"timestamp\":\"yesterday\"}"));
        all.add(of("time out of range", Reason.BAD_TIMESTAMP, "{\"x\":[1,2],\"timestamp\":1e18}"));
        all.add(of(
                "point of the future", Reason.BAD_TIMESTAMP, "{\"x\":[1,2],\"timestamp\":\"2124-05-01T00:00:00Z\"}"));
        all.add(of("record of the future", Reason.BAD_TIMESTAMP, "[1,2]").ahead(Duration.ofDays(3)));
        all.add(of(
                        "record of the future with a point of the past",
                        Reason.BAD_TIMESTAMP,
                        "{\"x\":[1,2],\"timestamp\":\"2001-05-01T00:00:00Z\"}")
                .ahead(Duration.ofDays(3)));
        all.add(of("truncated block", Reason.NOT_A_POINT, "{\"X\":[[1,2],[3"));
        all.add(of("empty block", Reason.NOT_A_POINT, "{\"X\":[]}"));
        all.add(of("rows twice", Reason.NOT_A_POINT, "{\"X\":[[1,2]],\"X\":[[1,2]]}"));
        all.add(of("a weight for two rows", Reason.BAD_WEIGHT, "{\"X\":[[1,2],[3,4]],\"w\":[1]}"));
        all.add(of(
                "block of the future", Reason.BAD_TIMESTAMP, "{\"X\":[[1,2]],\"timestamp\":\"2124-05-01T00:00:00Z\"}"));
        all.add(of("too many rows", Reason.TOO_LARGE, "{\"X\":[[1,2]" + ",[1,2]".repeat(2000) + "]}"));
        all.add(of("too large", Reason.TOO_LARGE, "[1,2]" + " ".repeat(maxBytes)));
        all.add(of("large key", Reason.TOO_LARGE, "[1,2]").key(new byte[maxBytes]));
        all.add(of("large header", Reason.TOO_LARGE, "[1,2]").header("large", new byte[maxBytes]));
        all.add(of("large together", Reason.TOO_LARGE, "[1,2]" + " ".repeat(maxBytes / 2))
                .key(new byte[maxBytes / 4])
                .header("large", new byte[maxBytes / 4]));
        for (int i = 0; i < 5000; i++) {
            all.get(all.size() - 1).header("h", null);
        }
        return List.copyOf(all);
    }

    private BadRecord ahead(Duration time) {
        ahead = time;
        return this;
    }

    private BadRecord key(byte[] bytes) {
        key = bytes;
        return this;
    }

    private BadRecord header(String name, byte @Nullable [] bytes) {
        headers.add(name, bytes);
        return this;
    }

    Reason reason() {
        return reason;
    }

    byte @Nullable [] value() {
        return value;
    }

    byte @Nullable [] key() {
        return key;
    }

    Headers headers() {
        return headers;
    }

    /** How far ahead of the clock the record's timestamp is. */
    Duration ahead() {
        return ahead;
    }

    @Override
    public String toString() {
        return what;
    }
}
