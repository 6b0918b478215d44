package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/** Blocks of points as a producer writes them. */
final class Rows {
    private Rows() {}

    /** Of rows that are spelled in JSON. */
    static byte[] json(List<String> rows) {
        return ("{\"X\":[" + String.join(",", rows) + "]}").getBytes(UTF_8);
    }

    /** Of rows that are spelled in JSON, with weights and a time. */
    static byte[] json(List<String> rows, List<String> weights, String timestamp) {
        String all = rows.stream().collect(Collectors.joining(",", "[", "]"));
        return ("{\"timestamp\":\"" + timestamp + "\",\"w\":[" + String.join(",", weights) + "],\"X\":" + all + "}")
                .getBytes(UTF_8);
    }

    /** Packed as float32. */
    static byte[] packed(double[][] rows) {
        int dimension = rows[0].length;
        ByteBuffer block = ByteBuffer.allocate(16 + 4 * rows.length * dimension).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(0x7FC14245).put((byte) 1).put((byte) 0).put((byte) 0xF8).put((byte) 0x7F);
        block.putInt(rows.length).putInt(dimension);
        for (double[] row : rows) {
            for (double value : row) {
                block.putFloat((float) value);
            }
        }
        return block.array();
    }

    /** One point of packed float32. */
    static byte[] packed(double[] point) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * point.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : point) {
            bytes.putFloat((float) value);
        }
        return bytes.array();
    }
}
