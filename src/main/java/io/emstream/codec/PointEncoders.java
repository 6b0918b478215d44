package io.emstream.codec;

import io.emstream.point.Point;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The encoders of points and blocks, by format. Only JSON has a place for times, and for the weights of single points. */
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

    /**
     * An encoder of blocks, for any number of threads.
     *
     * @throws IllegalArgumentException for CSV, whose lines are one point each
     */
    public static BlockEncoder blocks(PointFormat format) {
        return switch (format) {
            case JSON -> PointJson::encode;
            case FLOAT64 -> PackedBlockEncoder.doubles();
            case FLOAT32 -> PackedBlockEncoder.floats();
            case CSV -> throw new IllegalArgumentException("there are no blocks in CSV");
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
