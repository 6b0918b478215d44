package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.faults.HostileRecords.Shape;
import io.emstream.point.RejectedPointException.Reason;
import java.util.Arrays;

/** JSON records, good, odd and hostile, each with the answer that is due to it. */
final class HostileJson {
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

    private final Shape shape;
    private final Chance chance;

    HostileJson(Shape shape, Chance chance) {
        this.shape = shape;
        this.chance = chance;
    }

    /** A point with these values, maybe with a weight. */
    String good(String[] texts) {
        return json(texts, extras());
    }

    /** Any hostile record, or an odd one. */
    Drawn hostile() {
        double[] values = chance.values();
        String[] texts = Chance.texts(values);
        int at = chance.below(HostileRecords.DIMENSION);
        switch (chance.below(21)) {
            case 0 -> {
                return Drawn.refused(noise(), Reason.NOT_A_POINT, "noise");
            }
            case 1 -> {
                byte[] whole = json(texts, extras()).getBytes(UTF_8);
                return Drawn.refused(Arrays.copyOf(whole, chance.below(whole.length)), Reason.NOT_A_POINT, "cut off");
            }
            case 2 -> {
                String twice = json(texts, extras()) + chance.pick(",", "x", "[1]", "{}", "1", "]", "\u0000", "null");
                return Drawn.refused(twice, Reason.NOT_A_POINT, "goes on");
            }
            case 3 -> {
                texts[at] = chance.pick(NOT_NUMBERS);
                return Drawn.refused(json(texts, extras()), Reason.NOT_A_POINT, "wrong type");
            }
            case 4 -> {
                texts[at] = chance.pick("1e400", "-1e400", "Infinity", "-Infinity", "1e99999", "9".repeat(400));
                return Drawn.refused(json(texts, extras()), Reason.NOT_FINITE, "not finite");
            }
            case 5 -> {
                texts[at] = chance.pick("1.0000000000001e100", "-1.1e100", "1e308", "-1e200", "1" + "0".repeat(101));
                return Drawn.refused(json(texts, extras()), Reason.OUT_OF_SUPPORT, "beyond the support");
            }
            case 6 -> {
                texts[at] =
                        chance.pick("0", "-0", "1e-400", "5e-324", "1E+2", "100.000e-1", "0." + "0".repeat(300) + "1");
                return Drawn.point(json(texts, extras()), true, "odd numbers");
            }
            case 7 -> {
                return Drawn.refused(
                        object(texts, ",\"weight\":" + chance.pick(BAD_WEIGHTS)), Reason.BAD_WEIGHT, "bad weight");
            }
            case 8 -> {
                return Drawn.refused(
                        object(texts, ",\"timestamp\":" + chance.pick(BAD_TIMES)),
                        Reason.BAD_TIMESTAMP,
                        "bad timestamp");
            }
            case 9 -> {
                String field = chance.pick("weight", "timestamp");
                String twice = ",\"" + field + "\":0,\"" + field + "\":0";
                return Drawn.refused(object(texts, twice), Reason.NOT_A_POINT, "field twice");
            }
            case 10 -> {
                return Drawn.refused(doubledFeature(texts), Reason.NOT_A_POINT, "feature twice");
            }
            case 11 -> {
                int depth = 1 + chance.below(400);
                return Drawn.point(object(texts, ",\"y\":" + "[".repeat(depth) + "]".repeat(depth)), true, "deep");
            }
            case 12 -> {
                int depth = 1001 + chance.below(600);
                return Drawn.refused(
                        object(texts, ",\"y\":" + "[".repeat(depth) + "]".repeat(depth)),
                        Reason.NOT_A_POINT,
                        "too deep");
            }
            case 13 -> {
                StringBuilder many = new StringBuilder();
                for (int i = chance.below(100); i >= 0; i--) {
                    many.append(",\"f")
                            .append(chance.below(9))
                            .append("\":\"\\u00e9\\\"{[")
                            .append(i)
                            .append('"');
                }
                return Drawn.point(object(texts, many.toString()), true, "many foreign fields");
            }
            case 14 -> {
                return wrongDimensionJson();
            }
            case 15 -> {
                String alone = chance.pick(
                        "1", "true", "null", "\"[1,2,3]\"", "", " ", "\n", "NaN", "nul", "'a'", "//", "\uFEFF");
                return Drawn.refused(alone, Reason.NOT_A_POINT, "no point at all");
            }
            case 16 -> {
                byte[] broken = object(texts, ",\"s\":\"#\"").getBytes(UTF_8);
                broken[indexOf(broken, (byte) '#')] = (byte) chance.pickInt(0x80, 0xC3, 0xFF, 0xF8, 0x01, 0x1F);
                return Drawn.refused(broken, Reason.NOT_A_POINT, "broken text");
            }
            case 17 -> {
                String whole = json(texts, "");
                String end = chance.pick("", ",]", ",}", ")", "]]", "}}");
                return Drawn.refused(whole.substring(0, whole.length() - 1) + end, Reason.NOT_A_POINT, "unbalanced");
            }
            case 18 -> {
                texts[at] = chance.pick(
                        "01", "+1", ".5", "1.", "1e", "--1", "0x10", "1_0", "1,,", "inf", "nan", "undefined");
                return Drawn.refused(json(texts, extras()), Reason.NOT_A_POINT, "no JSON number");
            }
            case 19 -> {
                return Drawn.point(padded(json(texts, "")), true, "as large as may be");
            }
            default -> {
                String time = ",\"weight\":" + chance.pick(GOOD_WEIGHTS) + ",\"timestamp\":" + chance.pick(GOOD_TIMES);
                return Drawn.point(object(texts, time), true, "odd but good");
            }
        }
    }

    private Drawn wrongDimensionJson() {
        int count = chance.pickInt(0, 1, 2, 4, 5, 50);
        String[] other = new String[count];
        Arrays.setAll(other, i -> "1");
        String vector = "[" + String.join(",", other) + "]";
        return Drawn.refused(
                shape == Shape.VECTOR && chance.coin() ? vector : "{\"x\":" + vector + "}",
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

    private String extras() {
        return chance.below(4) == 0 ? ",\"weight\":" + chance.pick(GOOD_WEIGHTS) : "";
    }

    private String json(String[] texts, String extras) {
        return shape == Shape.VECTOR && extras.isEmpty() && chance.coin()
                ? "[" + String.join(",", texts) + "]"
                : object(texts, extras);
    }

    private String object(String[] texts, String extras) {
        return shape == Shape.VECTOR
                ? "{\"x\":[" + String.join(",", texts) + "]" + extras + "}"
                : "{\"a\":" + texts[0] + ",\"g\":{\"l\":[\"z\"," + texts[2] + "],\"b\":" + texts[1] + "}" + extras
                        + "}";
    }

    /** A good point with blanks behind it, as long as a record may be. */
    private static byte[] padded(String point) {
        byte[] value = Arrays.copyOf(point.getBytes(UTF_8), HostileRecords.MAX_BYTES);
        Arrays.fill(value, point.length(), HostileRecords.MAX_BYTES, (byte) ' ');
        return value;
    }

    /** Bytes of which the first alone rules out a JSON point. */
    private byte[] noise() {
        byte[] bytes = chance.bytes(1 + chance.below(200));
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
}
