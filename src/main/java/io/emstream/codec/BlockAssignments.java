package io.emstream.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.codec.Assignment.Status;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads answers to blocks, of either format, as the labels of their rows. For whoever reads labels; not made for speed. */
public final class BlockAssignments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAGIC = 0x7FC14145;
    private static final int TAILS = 1;
    private static final int OUTLIERS = 2;
    private static final int REFUSED = 255;

    private BlockAssignments() {}

    /** Whether the value of a record of the assignments topic answers a block rather than a point. */
    public static boolean isBlock(byte[] value) {
        return isPacked(value)
                || (value.length > 0 && value[0] == '{' && tree(value).has("rows"));
    }

    private static boolean isPacked(byte[] value) {
        return value.length >= Integer.BYTES
                && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
    }

    /**
     * The labels of the rows in order, all with the block's offset; {@code null} for rows that are no points.
     *
     * @throws IllegalArgumentException if the value answers no block, saying what is wrong
     */
    public static List<@Nullable Assignment> decode(byte[] value) {
        try {
            return isPacked(value) ? packed(ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN)) : json(tree(value));
        } catch (BufferUnderflowException | IndexOutOfBoundsException truncated) {
            throw new IllegalArgumentException("answer to a block ends too soon, at byte " + value.length, truncated);
        }
    }

    private static JsonNode tree(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException broken) {
            throw new IllegalArgumentException("answer to a block is not JSON: " + broken.getMessage(), broken);
        }
    }

    private static List<@Nullable Assignment> json(JsonNode answer) {
        List<@Nullable Assignment> rows = new ArrayList<>();
        for (int row = 0; row < answer.path("rows").asInt(); row++) {
            ObjectNode label = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> field : answer.properties()) {
                if (!field.getKey().equals("rows")) {
                    JsonNode content = field.getValue();
                    label.set(field.getKey(), content.isArray() ? content.path(row) : content);
                }
            }
            boolean isRefused =
                    label.path("status").isNull() || label.path("status").isMissingNode();
            rows.add(isRefused ? null : AssignmentJson.decode(bytes(label)));
        }
        return rows;
    }

    private static byte[] bytes(JsonNode label) {
        try {
            return JSON.writeValueAsBytes(label);
        } catch (JsonProcessingException never) {
            throw new IllegalArgumentException(never);
        }
    }

    private static List<@Nullable Assignment> packed(ByteBuffer from) {
        int version = from.get(4);
        if (version != 1) {
            throw new IllegalArgumentException("answer to a block is of version " + version + ", must be of version 1");
        }
        int flags = from.get(5);
        from.position(8);
        long offset = from.getLong();
        long model = from.getLong();
        int n = from.getInt();
        int components = from.getInt();
        long[] ids = longs(from, components);
        long[] clusters = longs(from, n);
        double[] logDensities = new double[n];
        from.asDoubleBuffer().get(logDensities);
        from.position(from.position() + n * Double.BYTES);
        float[] tails = floats(from, n, (flags & TAILS) != 0);
        float[] outliers = floats(from, n, (flags & OUTLIERS) != 0);
        float[] parts = floats(from, n * components, true);
        List<@Nullable Assignment> rows = new ArrayList<>();
        for (int row = 0; row < n; row++) {
            int status = from.get() & 0xFF;
            rows.add(
                    status == REFUSED
                            ? null
                            : new Assignment(
                                    offset,
                                    model,
                                    clusters[row] < 0 ? null : clusters[row],
                                    responsibilities(ids, parts, row * components),
                                    outliers[row],
                                    logDensities[row],
                                    tails[row],
                                    status(status)));
        }
        return rows;
    }

    private static Status status(int code) {
        return switch (code) {
            case 0 -> Status.OK;
            case 1 -> Status.NOTHING_OBSERVED;
            case 2 -> Status.NO_MODEL;
            default -> throw new IllegalArgumentException("answer to a block has status " + code);
        };
    }

    private static long[] longs(ByteBuffer from, int number) {
        long[] values = new long[number];
        from.asLongBuffer().get(values);
        from.position(from.position() + number * Long.BYTES);
        return values;
    }

    private static float[] floats(ByteBuffer from, int number, boolean are) {
        float[] values = new float[number];
        if (are) {
            from.asFloatBuffer().get(values);
            from.position(from.position() + number * Float.BYTES);
        } else {
            java.util.Arrays.fill(values, Float.NaN);
        }
        return values;
    }

    /** In falling order. */
    private static Map<Long, Double> responsibilities(long[] ids, float[] parts, int at) {
        Map<Long, Double> named = new LinkedHashMap<>();
        IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -parts[at + k]))
                .forEach(k -> named.put(ids[k], (double) parts[at + k]));
        return named;
    }
}
