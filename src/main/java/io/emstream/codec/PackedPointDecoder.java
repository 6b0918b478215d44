package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Points as packed little-endian floats, one for each feature; {@code NaN} where missing. Weight 1 and no time. */
final class PackedPointDecoder implements PointDecoder {
    /** The size of a number. */
    enum Size {
        /** IEEE 754 binary64. */
        DOUBLE(Double.BYTES) {
            @Override
            double read(byte[] bytes, int feature) {
                return (double) DOUBLES.get(bytes, feature * Double.BYTES);
            }
        },
        /** IEEE 754 binary32. */
        SINGLE(Float.BYTES) {
            @Override
            double read(byte[] bytes, int feature) {
                return (float) FLOATS.get(bytes, feature * Float.BYTES);
            }
        };

        private static final VarHandle DOUBLES =
                MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle FLOATS =
                MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

        private final int bytes;

        Size(int bytes) {
            this.bytes = bytes;
        }

        abstract double read(byte[] bytes, int feature);
    }

    private final PointBorder border;
    private final Size size;

    PackedPointDecoder(PointBorder border, Size size) {
        this.border = border;
        this.size = size;
    }

    @Override
    public Point decode(byte @Nullable [] value) throws RejectedPointException {
        byte[] bytes = Objects.requireNonNull(value);
        if (bytes.length % size.bytes != 0) {
            throw PointBorder.reject(
                    Reason.NOT_A_POINT,
                    "record value has " + bytes.length + " bytes, must have " + size.bytes + " for each feature");
        }
        if (bytes.length / size.bytes != border.dimension()) {
            throw border.wrongDimension(bytes.length / size.bytes);
        }
        double[] values = new double[border.dimension()];
        for (int feature = 0; feature < values.length; feature++) {
            double read = size.read(bytes, feature);
            if (!border.accepts(read)) {
                throw border.refusal(feature, read, Double.toString(read));
            }
            values[feature] = read;
        }
        return new Point(values, 1, Point.NO_TIMESTAMP);
    }
}
