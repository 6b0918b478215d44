package io.emstream.codec;

import io.emstream.point.Point;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Blocks of packed floats, laid out as {@link PackedBlockDecoder} draws them; with weights if any of them is not 1. */
final class PackedBlockEncoder implements BlockEncoder {
    private static final byte[] REST_OF_MAGIC = {(byte) 0xF8, 0x7F};

    private final int flags;
    private final int size;
    private final Spelling number;

    /** How a number is written. */
    private interface Spelling {
        void put(ByteBuffer to, double value);
    }

    private PackedBlockEncoder(int flags, int size, Spelling number) {
        this.flags = flags;
        this.size = size;
        this.number = number;
    }

    static PackedBlockEncoder doubles() {
        return new PackedBlockEncoder(PackedBlockDecoder.FLOAT64, Double.BYTES, ByteBuffer::putDouble);
    }

    static PackedBlockEncoder floats() {
        return new PackedBlockEncoder(0, Float.BYTES, (to, value) -> to.putFloat((float) value));
    }

    @Override
    public byte[] encode(List<Point> points) {
        boolean isWeighted = points.stream().anyMatch(point -> point.weight() != 1);
        int dimension = points.get(0).dimension();
        int numbers = points.size() * (dimension + (isWeighted ? 1 : 0));
        ByteBuffer to = ByteBuffer.allocate(PackedBlockDecoder.HEADER + Math.multiplyExact(numbers, size))
                .order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(PackedBlockDecoder.MAGIC).put((byte) PackedBlockDecoder.VERSION);
        to.put((byte) (flags | (isWeighted ? PackedBlockDecoder.WEIGHTS : 0))).put(REST_OF_MAGIC);
        to.putInt(points.size()).putInt(dimension);
        for (Point point : points) {
            for (double value : point.values()) {
                number.put(to, value);
            }
        }
        if (isWeighted) {
            points.forEach(point -> number.put(to, point.weight()));
        }
        return to.array();
    }
}
