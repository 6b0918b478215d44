package io.emstream.codec;

import static io.emstream.codec.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What is a point in packed floats, and what is said of everything else. */
class PackedPointDecoderTest {
    private static final PointDecoder DOUBLES = decoder(PointFormat.FLOAT64, MissingValues.ALLOW);
    private static final PointDecoder FLOATS = decoder(PointFormat.FLOAT32, MissingValues.ALLOW);

    @Test
    void packedFloatsAreAPoint() throws RejectedPointException {
        Point point = DOUBLES.decode(doubles(0.1, Double.NaN));
        assertThat(point.values()).containsExactly(0.1, Double.NaN);
        assertThat(point.weight()).isEqualTo(1);
        assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
        assertThat(FLOATS.decode(floats(0.1f, Float.NaN)).values()).containsExactly(0.1f, Double.NaN);
        assertThat(FLOATS.decode(floats(Float.MAX_VALUE, -0f)).values()).containsExactly(Float.MAX_VALUE, -0.0);
    }

    @Test
    void theFirstByteIsTheLeastSignificant() throws RejectedPointException {
        byte[] oneAndTwo = new byte[16];
        oneAndTwo[6] = (byte) 0xf0;
        oneAndTwo[7] = 0x3f;
        oneAndTwo[15] = 0x40;
        assertThat(DOUBLES.decode(oneAndTwo).values()).containsExactly(1, 2);
    }

    @Test
    void othersAreNoPointsAndAreToldWhy() {
        assertRejected(DOUBLES, doubles(1), Reason.WRONG_DIMENSION, "point has 1 value, must have 2");
        assertRejected(FLOATS, floats(1, 2, 3), Reason.WRONG_DIMENSION, "point has 3 values, must have 2");
        assertRejected(
                DOUBLES, new byte[17], Reason.NOT_A_POINT, "record value has 17 bytes, must have 8 for each feature");
        assertRejected(DOUBLES, new byte[0], Reason.WRONG_DIMENSION, "point has 0 values, must have 2");
        assertRejected(
                DOUBLES,
                doubles(1, Double.NEGATIVE_INFINITY),
                Reason.NOT_FINITE,
                "feature 1 (x1) is -Infinity, must be finite");
        assertRejected(
                FLOATS,
                floats(Float.POSITIVE_INFINITY, 1),
                Reason.NOT_FINITE,
                "feature 0 (x0) is Infinity, must be finite");
        assertRejected(
                DOUBLES,
                doubles(1, 2e100),
                Reason.OUT_OF_SUPPORT,
                "feature 1 (x1) is 2.0E100, must be a number from -1e100 to 1e100");
        assertRejected(
                decoder(PointFormat.FLOAT32, MissingValues.REFUSE),
                floats(1, Float.NaN),
                Reason.MISSING,
                "feature 1 (x1) is missing, must be a number");
        assertRejected(FLOATS, new byte[101], Reason.TOO_LARGE, "record value has 101 bytes, must have at most 100");
    }

    @Test
    void aPointMustBeAllowedSomeBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointDecoders.of(
                        PointFormat.JSON, Features.ofDimension(2), MissingValues.ALLOW, Support.NUMBERS, 0))
                .withMessage("largest point is 0 bytes, must be 1 or more");
    }

    private static PointDecoder decoder(PointFormat format, MissingValues missing) {
        return PointDecoders.of(format, Features.ofDimension(2), missing, Support.NUMBERS, 100);
    }

    private static byte[] doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
