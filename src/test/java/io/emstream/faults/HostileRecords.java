package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.codec.PointFormat;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Draws records, good and hostile, each with the answer that is due to it by the documented rules: known from how the record is
 * built, not from reading it.
 */
public final class HostileRecords {
    /** Of all points. */
    public static final int DIMENSION = 3;
    /** The limit that the settings give a record. */
    public static final int MAX_BYTES = 4096;

    private static final String[] NOT_NUMBERS = {"\"two\"", "true", "false", "[1]", "{}", "\"1.5\"", "\"\""};
    private static final String[] BAD_TIMES = {
        "\"yesterday\"",
        "1e18",
        "-1e18",
        "1.5",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"2001-13-01T00:00:00Z\"",
        "1e999",
        "\"2001-02-30T00:00:00Z\"",
        "\"2001-01-01T00:00:00\"",
        "\"2001-01-01\"",
        "\"+12001-01-01T00:00:00Z\"",
        "\"2124-05-01T00:00:00Z\"",
        "4870108800000",
        "253402300800000"
    };
    private static final String[] GOOD_TIMES = {
        "null", "0", "978307260000", "-1", "\"2001-01-01T00:01:02.3+01:00\"", "\"2001-01-01T00:01Z\"", "9.78e11"
    };
    private static final String[] BAD_WEIGHTS = {"-1", "\"1\"", "1e300", "1e999", "true", "[]", "{}", "NaN", "-1e-300"};
    private static final String[] GOOD_WEIGHTS = {"null", "0", "1", "0.5", "3", "1e-300", "1e3"};

    /** How JSON points name their features. */
    public enum Shape {
        /** {@code [..]} or {@code {"x":[..]}}. */
        VECTOR,
        /** By the pointers {@code /a}, {@code /g/b} and {@code /g/l/1}. */
        POINTERS
    }

    private final PointFormat format;
    private final Shape shape;
    private final RandomGenerator random;

    /** A record and what must become of it. */
    public static final class Drawn {
        private final byte @Nullable [] value;
        private final @Nullable Reason reason;
        private final boolean observed;
        private final String kind;

        private Drawn(byte @Nullable [] value, @Nullable Reason reason, boolean observed, String kind) {
            this.value = value;
            this.reason = reason;
            this.observed = observed;
            this.kind = kind;
        }

        /** The bytes; not a copy. */
        public byte @Nullable [] value() {
            return value;
        }

        /** Why it is no point; {@code null} if it is one. */
        public @Nullable Reason reason() {
            return reason;
        }

        /** Whether a value of it is observed. */
        public boolean observed() {
            return observed;
        }

        /** What is wrong or odd about it. */
        public String kind() {
            return kind;
        }
    }

    /** Of one format; the seed decides everything. */
    public HostileRecords(PointFormat format, Shape shape, long seed) {
        this.format = format;
        this.shape = shape;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A good record. */
    public Drawn good() {
        double[] values = values();
        boolean observed = true;
        if (random.nextInt(20) == 0) {
            values[random.nextInt(DIMENSION)] = Double.NaN;
        } else if (random.nextInt(500) == 0) {
            Arrays.fill(values, Double.NaN);
            observed = false;
        }
        return switch (format) {
            case JSON -> point(json(texts(values), extras()), observed, "good");
            case CSV -> point(csv(texts(values)) + pick("", "", "\n", "\r\n"), observed, "good");
            case FLOAT64, FLOAT32 -> point(packed(values), observed, "good");
        };
    }

    /** Any hostile record: most are refused, and some only look as if they should be. */
    public Drawn hostile() {
        switch (random.nextInt(12)) {
            case 0 -> {
                return refused((byte[]) null, Reason.MISSING, "null");
            }
            case 1 -> {
                return tooLarge();
            }
            default -> {
                return switch (format) {
                    case JSON -> hostileJson();
                    case CSV -> hostileCsv();
                    case FLOAT64, FLOAT32 -> hostileFloats();
                };
            }
        }
    }

    private Drawn tooLarge() {
        int beyond = MAX_BYTES + 1 + random.nextInt(random.nextInt(200) == 0 ? 300_000 : 200);
        byte[] value = new byte[beyond];
        random.nextBytes(value);
        return refused(value, Reason.TOO_LARGE, "too large");
    }

    /** A good point with blanks behind it, as long as a record may be. */
    private static byte[] padded(String point) {
        byte[] value = Arrays.copyOf(point.getBytes(UTF_8), MAX_BYTES);
        Arrays.fill(value, point.length(), MAX_BYTES, (byte) ' ');
        return value;
    }

    private Drawn hostileJson() {
        double[] values = values();
        String[] texts = texts(values);
        int at = random.nextInt(DIMENSION);
        switch (random.nextInt(21)) {
            case 0 -> {
                return refused(noise(), Reason.NOT_A_POINT, "noise");
            }
            case 1 -> {
                byte[] whole = json(texts, extras()).getBytes(UTF_8);
                return refused(Arrays.copyOf(whole, random.nextInt(whole.length)), Reason.NOT_A_POINT, "cut off");
            }
            case 2 -> {
                String twice = json(texts, extras()) + pick(",", "x", "[1]", "{}", "1", "]", "\u0000", "null");
                return refused(twice, Reason.NOT_A_POINT, "goes on");
            }
            case 3 -> {
                texts[at] = pick(NOT_NUMBERS);
                return refused(json(texts, extras()), Reason.NOT_A_POINT, "wrong type");
            }
            case 4 -> {
                texts[at] = pick("1e400", "-1e400", "Infinity", "-Infinity", "1e99999", "9".repeat(400));
                return refused(json(texts, extras()), Reason.NOT_FINITE, "not finite");
            }
            case 5 -> {
                texts[at] = pick("1.0000000000001e100", "-1.1e100", "1e308", "-1e200", "1" + "0".repeat(101));
                return refused(json(texts, extras()), Reason.OUT_OF_SUPPORT, "beyond the support");
            }
            case 6 -> {
                texts[at] = pick("0", "-0", "1e-400", "5e-324", "1E+2", "100.000e-1", "0." + "0".repeat(300) + "1");
                return point(json(texts, extras()), true, "odd numbers");
            }
            case 7 -> {
                return refused(object(texts, ",\"weight\":" + pick(BAD_WEIGHTS)), Reason.BAD_WEIGHT, "bad weight");
            }
            case 8 -> {
                return refused(
                        object(texts, ",\"timestamp\":" + pick(BAD_TIMES)), Reason.BAD_TIMESTAMP, "bad timestamp");
            }
            case 9 -> {
                String field = pick("weight", "timestamp");
                String twice = ",\"" + field + "\":0,\"" + field + "\":0";
                return refused(object(texts, twice), Reason.NOT_A_POINT, "field twice");
            }
            case 10 -> {
                return refused(doubledFeature(texts), Reason.NOT_A_POINT, "feature twice");
            }
            case 11 -> {
                int depth = 1 + random.nextInt(400);
                return point(object(texts, ",\"y\":" + "[".repeat(depth) + "]".repeat(depth)), true, "deep");
            }
            case 12 -> {
                int depth = 1001 + random.nextInt(600);
                return refused(
                        object(texts, ",\"y\":" + "[".repeat(depth) + "]".repeat(depth)),
                        Reason.NOT_A_POINT,
                        "too deep");
            }
            case 13 -> {
                StringBuilder many = new StringBuilder();
                for (int i = random.nextInt(100); i >= 0; i--) {
                    many.append(",\"f")
                            .append(random.nextInt(9))
                            .append("\":\"\\u00e9\\\"{[")
                            .append(i)
                            .append('"');
                }
                return point(object(texts, many.toString()), true, "many foreign fields");
            }
            case 14 -> {
                return wrongDimensionJson();
            }
            case 15 -> {
                String alone =
                        pick("1", "true", "null", "\"[1,2,3]\"", "", " ", "\n", "NaN", "nul", "'a'", "//", "\uFEFF");
                return refused(alone, Reason.NOT_A_POINT, "no point at all");
            }
            case 16 -> {
                byte[] broken = object(texts, ",\"s\":\"#\"").getBytes(UTF_8);
                broken[indexOf(broken, (byte) '#')] = (byte) pickInt(0x80, 0xC3, 0xFF, 0xF8, 0x01, 0x1F);
                return refused(broken, Reason.NOT_A_POINT, "broken text");
            }
            case 17 -> {
                String whole = json(texts, "");
                String end = pick("", ",]", ",}", ")", "]]", "}}");
                return refused(whole.substring(0, whole.length() - 1) + end, Reason.NOT_A_POINT, "unbalanced");
            }
            case 18 -> {
                texts[at] = pick("01", "+1", ".5", "1.", "1e", "--1", "0x10", "1_0", "1,,", "inf", "nan", "undefined");
                return refused(json(texts, extras()), Reason.NOT_A_POINT, "no JSON number");
            }
            case 19 -> {
                return point(padded(json(texts, "")), true, "as large as may be");
            }
            default -> {
                String time = ",\"weight\":" + pick(GOOD_WEIGHTS) + ",\"timestamp\":" + pick(GOOD_TIMES);
                return point(object(texts, time), true, "odd but good");
            }
        }
    }

    private Drawn wrongDimensionJson() {
        int count = pickInt(0, 1, 2, 4, 5, 50);
        String[] other = new String[count];
        Arrays.setAll(other, i -> "1");
        String vector = "[" + String.join(",", other) + "]";
        return refused(
                shape == Shape.VECTOR && random.nextBoolean() ? vector : "{\"x\":" + vector + "}",
                Reason.WRONG_DIMENSION,
                "wrong dimension");
    }

    private String doubledFeature(String[] texts) {
        if (shape == Shape.VECTOR) {
            String vector = "[" + String.join(",", texts) + "]";
            return "{\"x\":" + vector + ",\"x\":" + vector + "}";
        }
        return object(texts, ",\"a\":1");
    }

    private Drawn hostileCsv() {
        String[] texts = texts(values());
        int at = random.nextInt(DIMENSION);
        switch (random.nextInt(9)) {
            case 0 -> {
                texts[at] =
                        pick("two", "1;2", "0x10", "1e", "--1", "1.5.2", "\u0000", "\u00e9", "null", "1 2", "e5", ".");
                return refused(csv(texts), Reason.NOT_A_POINT, "wrong type");
            }
            case 1 -> {
                texts[at] = pick("inf", "-Infinity", "1e400", "INF", "+inf", "9".repeat(400));
                return refused(csv(texts), Reason.NOT_FINITE, "not finite");
            }
            case 2 -> {
                texts[at] = pick("1.1e100", "-1e101", "1e308");
                return refused(csv(texts), Reason.OUT_OF_SUPPORT, "beyond the support");
            }
            case 3 -> {
                String[] other = Arrays.copyOf(texts, pickInt(1, 2, 4, 9, 300));
                Arrays.setAll(other, i -> "1");
                return refused(csv(other), Reason.WRONG_DIMENSION, "wrong dimension");
            }
            case 4 -> {
                String open = "\"" + csv(texts);
                return refused(open, Reason.NOT_A_POINT, "open quote");
            }
            case 5 -> {
                texts[0] = "\"1\"" + pick("2", "x", " ", "\"");
                return refused(csv(texts), Reason.NOT_A_POINT, "goes on behind its quote");
            }
            case 6 -> {
                return refused(csv(texts) + pick("\n", "\r", "\r\n") + csv(texts), Reason.NOT_A_POINT, "two lines");
            }
            case 7 -> {
                texts[at] = pick("", "NaN", "na", "\"\"", "  ", "\t", "NA");
                return point(csv(texts), true, "missing");
            }
            default -> {
                texts[at] = pick("\"1.5\"", " 1 ", "-0", "1e-400", "+3", "1E2", "5e-324");
                return point(csv(texts), true, "odd numbers");
            }
        }
    }

    private Drawn hostileFloats() {
        int size = format == PointFormat.FLOAT64 ? Double.BYTES : Float.BYTES;
        double[] values = values();
        int at = random.nextInt(DIMENSION);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] odd = new byte[size * random.nextInt(40) + 1 + random.nextInt(size - 1)];
                random.nextBytes(odd);
                return refused(odd, Reason.NOT_A_POINT, "odd size");
            }
            case 1 -> {
                byte[] other = new byte[size * pickInt(0, 1, 2, 4, 100)];
                random.nextBytes(other);
                return refused(other, Reason.WRONG_DIMENSION, "wrong dimension");
            }
            case 2 -> {
                values[at] = random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                return refused(packed(values), Reason.NOT_FINITE, "not finite");
            }
            case 3 -> {
                values[at] = random.nextBoolean() ? 1.0000001e100 : -Double.MAX_VALUE;
                // Of a float it is infinity.
                return refused(
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
                return point(nan, true, "missing");
            }
            default -> {
                values[at] = random.nextBoolean() ? Double.MIN_VALUE : -0.0;
                return point(packed(values), true, "odd numbers");
            }
        }
    }

    /** A point of one of two clusters. */
    private double[] values() {
        double centre = random.nextBoolean() ? -4 : 4;
        double[] values = new double[DIMENSION];
        Arrays.setAll(values, i -> centre + random.nextGaussian());
        return values;
    }

    private static String[] texts(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.3f", value))
                .toArray(String[]::new);
    }

    private String extras() {
        return random.nextInt(4) == 0 ? ",\"weight\":" + pick(GOOD_WEIGHTS) : "";
    }

    private String json(String[] texts, String extras) {
        return shape == Shape.VECTOR && extras.isEmpty() && random.nextBoolean()
                ? "[" + String.join(",", texts) + "]"
                : object(texts, extras);
    }

    private String object(String[] texts, String extras) {
        return shape == Shape.VECTOR
                ? "{\"x\":[" + String.join(",", texts) + "]" + extras + "}"
                : "{\"a\":" + texts[0] + ",\"g\":{\"l\":[\"z\"," + texts[2] + "],\"b\":" + texts[1] + "}" + extras
                        + "}";
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

    /** Bytes of which the first alone rules out a JSON point. */
    private byte[] noise() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0x80 | bytes[0]);
        return bytes;
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        int at = 0;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private int pickInt(int... from) {
        return from[random.nextInt(from.length)];
    }

    private static Drawn point(String value, boolean observed, String kind) {
        return point(value.getBytes(UTF_8), observed, kind);
    }

    private static Drawn point(byte[] value, boolean observed, String kind) {
        return new Drawn(value, null, observed, kind);
    }

    private static Drawn refused(String value, Reason reason, String kind) {
        return refused(value.getBytes(UTF_8), reason, kind);
    }

    private static Drawn refused(byte @Nullable [] value, Reason reason, String kind) {
        return new Drawn(value, reason, false, kind);
    }
}
