package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What decoders of points say of records. */
final class Refusals {
    private Refusals() {}

    static Point decode(PointDecoder decoder, String value) throws RejectedPointException {
        return decoder.decode(value.getBytes(StandardCharsets.UTF_8));
    }

    static RejectedPointException refusal(PointDecoder decoder, String value) {
        return refusal(decoder, value.getBytes(StandardCharsets.UTF_8));
    }

    static RejectedPointException refusal(PointDecoder decoder, byte[] value) {
        return Objects.requireNonNull(
                catchThrowableOfType(RejectedPointException.class, () -> decoder.decode(value)), "no refusal");
    }

    static void assertRejected(PointDecoder decoder, String value, Reason reason, String message) {
        assertRejected(decoder, value.getBytes(StandardCharsets.UTF_8), reason, message);
    }

    static void assertRejected(PointDecoder decoder, byte[] value, Reason reason, String message) {
        RejectedPointException refused = refusal(decoder, value);
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }
}
