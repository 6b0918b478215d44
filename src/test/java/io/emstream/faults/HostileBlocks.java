package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.codec.PointFormat;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws blocks, in JSON or packed, whose rows may be no points, each with the answer that is due to it. */
public final class HostileBlocks {
    private static final int MOST_ROWS = 40;

    private final PointFormat format;
    private final Chance chance;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A row.
     *
     * @param text in JSON
     * @param numbers packed: the values and the weight
     * @param reason why it is no point; {@code null} if it is one
     */
    private record Row(
            String text, List<Double> numbers, @Nullable Reason reason) {}

    /** Of one format; the seed decides everything. */
    public HostileBlocks(PointFormat format, long seed) {
        this.format = format;
        this.chance = new Chance(seed);
    }

    /** The next block. */
    public byte[] next() {
        rows.clear();
        for (int row = chance.below(MOST_ROWS); row >= 0; row--) {
            rows.add(row());
        }
        return format == PointFormat.JSON ? json() : packed();
    }

    /** The same block, cut off behind its header, so that it is none. */
    public byte[] cutOff(byte[] block) {
        return Arrays.copyOf(block, 16 + chance.below(block.length - 16));
    }

    /** What is due to each row of the last block: a status, or the reason of its dead letter. */
    public List<String> due() {
        return rows.stream()
                .map(row -> {
                    boolean observed = row.numbers().stream()
                            .limit(HostileRecords.DIMENSION)
                            .anyMatch(x -> !x.isNaN());
                    String status = observed ? "OK" : "NOTHING_OBSERVED";
                    return row.reason() == null ? status : row.reason().name();
                })
                .toList();
    }

    private Row row() {
        double[] values = chance.values();
        int at = chance.below(HostileRecords.DIMENSION);
        switch (chance.below(12)) {
            case 0 -> {
                values[at] = chance.coin() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                return row(values, 1, Reason.NOT_FINITE);
            }
            case 1 -> {
                values[at] = chance.coin() ? 1.1e100 : -1e101;
                // Of a float it is infinity.
                return row(values, 1, format == PointFormat.FLOAT32 ? Reason.NOT_FINITE : Reason.OUT_OF_SUPPORT);
            }
            case 2 -> {
                return row(values, -1, Reason.BAD_WEIGHT);
            }
            case 3 -> {
                values[at] = Double.NaN;
                return row(values, 1, null);
            }
            case 4 -> {
                Arrays.fill(values, Double.NaN);
                return row(values, 1, null);
            }
            case 5 -> {
                return format == PointFormat.JSON ? noRow() : row(values, 0, null);
            }
            default -> {
                return row(values, chance.pickInt(0, 1, 3), null);
            }
        }
    }

    private static Row row(double[] values, double weight, @Nullable Reason reason) {
        List<Double> numbers = new ArrayList<>(Arrays.stream(values).boxed().toList());
        numbers.add(weight);
        String text = Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? "null" : Double.toString(value))
                .collect(Collectors.joining(",", "[", "]"));
        return new Row(text, numbers, reason);
    }

    /** What only text can be. What begins with something else than a row is no block. */
    private Row noRow() {
        return rows.isEmpty() || chance.coin()
                ? new Row(chance.pick("[]", "[1]", "[1,2]", "[1,2,3,4]"), List.of(1.0), Reason.WRONG_DIMENSION)
                : new Row(
                        chance.pick("7", "null", "{}", "\"[1,2,3]\"", "[1,\"two\",3]", "[1,2,true]", "[[1],2,3]"),
                        List.of(1.0),
                        Reason.NOT_A_POINT);
    }

    private byte[] json() {
        String weights = rows.stream()
                .map(row -> row.numbers().get(row.numbers().size() - 1).toString())
                .collect(Collectors.joining(",", "\"w\":[", "]"));
        String values = rows.stream().map(Row::text).collect(Collectors.joining(",", "\"X\":[", "]"));
        return ("{" + values + "," + weights + "}").getBytes(UTF_8);
    }

    private byte[] packed() {
        boolean isDouble = format == PointFormat.FLOAT64;
        int numbers = rows.size() * (HostileRecords.DIMENSION + 1);
        ByteBuffer block = ByteBuffer.allocate(16 + numbers * (isDouble ? Double.BYTES : Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(0x7FC14245).put((byte) 1).put((byte) (isDouble ? 3 : 1)).putShort((short) 0x7FF8);
        block.putInt(rows.size()).putInt(HostileRecords.DIMENSION);
        List<Double> all = new ArrayList<>();
        rows.forEach(row -> all.addAll(row.numbers().subList(0, HostileRecords.DIMENSION)));
        rows.forEach(row -> all.add(row.numbers().get(HostileRecords.DIMENSION)));
        for (double number : all) {
            if (isDouble) {
                block.putDouble(number);
            } else {
                block.putFloat((float) number);
            }
        }
        return block.array();
    }
}
