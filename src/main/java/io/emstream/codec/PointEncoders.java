package io.emstream.codec;

import io.emstream.point.Point;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The encoders of points, by format. Only JSON has a place for weights and times. */
public final class PointEncoders {
    private PointEncoders() {}

    /** An encoder, for any number of threads. */
    public static PointEncoder of(PointFormat format) {
        return switch (format) {
            case JSON -> PointJson::encode;
            case CSV -> PointEncoders::csv;
            case FLOAT64 -> PointEncoders::doubles;
            case FLOAT32 -> PointEncoders::floats;
        };
    }

    private static byte[] csv(Point point) {
        return Arrays.stream(point.values())
                .mapToObj(value -> Double.isNaN(value) ? "" : Double.toString(value))
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] doubles(Point point) {
        byte[] bytes = new byte[point.dimension() * Double.BYTES];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : point.values()) {
            to.putDouble(value);
        }
        return bytes;
    }

    private static byte[] floats(Point point) {
        byte[] bytes = new byte[point.dimension() * Float.BYTES];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : point.values()) {
            to.putFloat((float) value);
        }
        return bytes;
    }
}
