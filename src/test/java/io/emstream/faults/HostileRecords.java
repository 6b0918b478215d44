package io.emstream.faults;

import io.emstream.codec.PointFormat;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Draws records, good and hostile, each with the answer that is due to it by the documented rules: known from how the record is
 * built, not from reading it.
 */
public final class HostileRecords {
    /** Of all points. */
    public static final int DIMENSION = 3;
    /** The limit that the settings give a record. */
    public static final int MAX_BYTES = 4096;

    /** How JSON points name their features. */
    public enum Shape {
        /** {@code [..]} or {@code {"x":[..]}}. */
        VECTOR,
        /** By the pointers {@code /a}, {@code /g/b} and {@code /g/l/1}. */
        POINTERS
    }

    private final PointFormat format;
    private final HostileJson json;
    private final Chance chance;

    /** Of one format; the seed decides everything. */
    public HostileRecords(PointFormat format, Shape shape, long seed) {
        this.format = format;
        this.chance = new Chance(seed);
        this.json = new HostileJson(shape, chance);
    }

    /** A good record. */
    public Drawn good() {
        double[] values = chance.values();
        boolean observed = true;
        if (chance.below(20) == 0) {
            values[chance.below(DIMENSION)] = Double.NaN;
        } else if (chance.below(500) == 0) {
            Arrays.fill(values, Double.NaN);
            observed = false;
        }
        return switch (format) {
            case JSON -> Drawn.point(json.good(Chance.texts(values)), observed, "good");
            case CSV -> Drawn.point(csv(Chance.texts(values)) + chance.pick("", "", "\n", "\r\n"), observed, "good");
            case FLOAT64, FLOAT32 -> Drawn.point(packed(values), observed, "good");
        };
    }

    /** Any hostile record: most are refused, and some only look as if they should be. */
    public Drawn hostile() {
        switch (chance.below(12)) {
            case 0 -> {
                return Drawn.refused((byte[]) null, Reason.MISSING, "null");
            }
            case 1 -> {
                return tooLarge();
            }
            default -> {
                return switch (format) {
                    case JSON -> json.hostile();
                    case CSV -> hostileCsv();
                    case FLOAT64, FLOAT32 -> hostileFloats();
                };
            }
        }
    }

    private Drawn tooLarge() {
        int beyond = MAX_BYTES + 1 + chance.below(chance.below(200) == 0 ? 300_000 : 200);
        return Drawn.refused(chance.bytes(beyond), Reason.TOO_LARGE, "too large");
    }

    private Drawn hostileCsv() {
        String[] texts = Chance.texts(chance.values());
        int at = chance.below(DIMENSION);
        switch (chance.below(9)) {
            case 0 -> {
                texts[at] = chance.pick(
                        "two", "1;2", "0x10", "1e", "--1", "1.5.2", "\u0000", "\u00e9", "null", "1 2", "e5", ".");
                return Drawn.refused(csv(texts), Reason.NOT_A_POINT, "wrong type");
            }
            case 1 -> {
                texts[at] = chance.pick("inf", "-Infinity", "1e400", "INF", "+inf", "9".repeat(400));
                return Drawn.refused(csv(texts), Reason.NOT_FINITE, "not finite");
            }
            case 2 -> {
                texts[at] = chance.pick("1.1e100", "-1e101", "1e308");
                return Drawn.refused(csv(texts), Reason.OUT_OF_SUPPORT, "beyond the support");
            }
            case 3 -> {
                String[] other = Arrays.copyOf(texts, chance.pickInt(1, 2, 4, 9, 300));
                Arrays.setAll(other, i -> "1");
                return Drawn.refused(csv(other), Reason.WRONG_DIMENSION, "wrong dimension");
            }
            case 4 -> {
                String open = "\"" + csv(texts);
                return Drawn.refused(open, Reason.NOT_A_POINT, "open quote");
            }
            case 5 -> {
                texts[0] = "\"1\"" + chance.pick("2", "x", " ", "\"");
                return Drawn.refused(csv(texts), Reason.NOT_A_POINT, "goes on behind its quote");
            }
            case 6 -> {
                return Drawn.refused(
                        csv(texts) + chance.pick("\n", "\r", "\r\n") + csv(texts), Reason.NOT_A_POINT, "two lines");
            }
            case 7 -> {
                texts[at] = chance.pick("", "NaN", "na", "\"\"", "  ", "\t", "NA");
                return Drawn.point(csv(texts), true, "missing");
            }
            default -> {
                texts[at] = chance.pick("\"1.5\"", " 1 ", "-0", "1e-400", "+3", "1E2", "5e-324");
                return Drawn.point(csv(texts), true, "odd numbers");
            }
        }
    }

    private Drawn hostileFloats() {
        int size = format == PointFormat.FLOAT64 ? Double.BYTES : Float.BYTES;
        double[] values = chance.values();
        int at = chance.below(DIMENSION);
        switch (chance.below(6)) {
            case 0 -> {
                byte[] odd = chance.bytes(size * chance.below(40) + 1 + chance.below(size - 1));
                return Drawn.refused(odd, Reason.NOT_A_POINT, "odd size");
            }
            case 1 -> {
                byte[] other = chance.bytes(size * chance.pickInt(0, 1, 2, 4, 100));
                return Drawn.refused(other, Reason.WRONG_DIMENSION, "wrong dimension");
            }
            case 2 -> {
                values[at] = chance.coin() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                return Drawn.refused(packed(values), Reason.NOT_FINITE, "not finite");
            }
            case 3 -> {
                values[at] = chance.coin() ? 1.0000001e100 : -Double.MAX_VALUE;
                // Of a float it is infinity.
                return Drawn.refused(
                        packed(values),
                        format == PointFormat.FLOAT64 ? Reason.OUT_OF_SUPPORT : Reason.NOT_FINITE,
                        "beyond the support");
            }
            case 4 -> {
                byte[] nan = packed(values);
                // Any NaN is missing: a quiet one with another payload.
                ByteBuffer bytes = ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN);
                if (format == PointFormat.FLOAT64) {
                    bytes.putLong(at * size, 0xFFF8_0000_0000_1234L);
                } else {
                    bytes.putInt(at * size, 0xFFC0_1234);
                }
                return Drawn.point(nan, true, "missing");
            }
            default -> {
                values[at] = chance.coin() ? Double.MIN_VALUE : -0.0;
                return Drawn.point(packed(values), true, "odd numbers");
            }
        }
    }

    private static String csv(String[] texts) {
        return String.join(",", texts);
    }

    private byte[] packed(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (format == PointFormat.FLOAT64) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
