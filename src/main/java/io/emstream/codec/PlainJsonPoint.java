package io.emstream.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the points that most producers write, without a parser's tokens and without allocating: a vector, alone or in the
 * field {@code x} of an object with nothing else, or an object with a number for each feature and nothing else. Whatever is
 * anything more, or wrong, is left to {@link JsonPointDecoder}, which also has the words for it.
 */
final class PlainJsonPoint {
    private static final byte[] VECTOR = {'x'};
    private static final int MOST_POWER_DIGITS = 4;
    private static final int NO_POWER = Integer.MIN_VALUE;

    private final PointBorder border;
    private final boolean takesVector;
    private final boolean takesFields;
    private final byte[][] names;
    private final boolean[] seen;
    private byte[] bytes = {};
    private int at;

    PlainJsonPoint(PointBorder border, FieldTree tree) {
        this.border = border;
        FieldTree vector = tree.field("x");
        this.takesVector = vector == null || vector.isFeature();
        this.names = border.features().names().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.takesFields = border.features().names().stream().allMatch(PlainJsonPoint::isPlain);
        this.seen = new boolean[names.length];
    }

    /** Neither a pointer nor anything that JSON escapes. */
    private static boolean isPlain(String name) {
        return !name.startsWith("/") && name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
    }

    /**
     * Reads a point.
     *
     * @param values one per feature; meaningless if it was none
     * @return whether it was such a point
     */
    boolean read(byte[] json, double[] values) {
        bytes = json;
        at = 0;
        boolean isRead = next('[') ? elements(values) : next('{') && object(values);
        skipSpace();
        return isRead && at == bytes.length;
    }

    private boolean object(double[] values) {
        skipSpace();
        if (takesVector && isNamed(VECTOR)) {
            int back = at;
            at += VECTOR.length + 2;
            if (next(':') && next('[')) {
                return elements(values) && next('}');
            }
            at = back;
        }
        return takesFields && fields(values);
    }

    private boolean elements(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if ((i > 0 && !next(',')) || !number(values, i)) {
                return false;
            }
        }
        return next(']');
    }

    /** All features, in any order; that of the features is the fastest. */
    private boolean fields(double[] values) {
        Arrays.fill(seen, false);
        int feature = -1;
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && !next(',')) {
                return false;
            }
            skipSpace();
            feature = feature(feature + 1);
            if (feature < 0 || seen[feature]) {
                return false;
            }
            seen[feature] = true;
            at += names[feature].length + 2;
            if (!next(':') || !number(values, feature)) {
                return false;
            }
        }
        return next('}');
    }

    /** The feature whose name stands here; -1 if there is none. */
    private int feature(int guess) {
        for (int i = 0; i < names.length; i++) {
            int feature = (guess + i) % names.length;
            if (isNamed(names[feature])) {
                return feature;
            }
        }
        return -1;
    }

    /** Whether this name stands here, in quotes. */
    private boolean isNamed(byte[] name) {
        int end = at + 1 + name.length;
        return end < bytes.length
                && bytes[at] == '"'
                && bytes[end] == '"'
                && Arrays.equals(bytes, at + 1, end, name, 0, name.length);
    }

    /** Reads a number that may be a value of this feature. */
    private boolean number(double[] values, int feature) {
        skipSpace();
        int start = at;
        boolean isNegative = character() == '-';
        at += isNegative ? 1 : 0;
        int first = at;
        long digits = digits(0);
        int count = at - first;
        if (count == 0 || (count > 1 && bytes[first] == '0')) {
            return false;
        }
        int exponent = 0;
        boolean isWhole = true;
        if (character() == '.') {
            isWhole = false;
            int point = ++at;
            digits = digits(digits);
            exponent = point - at;
            count -= exponent;
        }
        // Zeros before the first other digit count for nothing.
        boolean isTooLong = count > ExactDouble.MOST_DIGITS && count - leadingZeros(first) > ExactDouble.MOST_DIGITS;
        if (isTooLong || (!isWhole && exponent == 0)) {
            return false;
        }
        if ((character() | 0x20) == 'e') {
            isWhole = false;
            at++;
            int power = power();
            if (power == NO_POWER) {
                return false;
            }
            exponent += power;
        }
        double size = ExactDouble.of(digits, exponent);
        double value = Double.isNaN(size) ? ExactDouble.parse(bytes, start, at) : isNegative ? -size : size;
        // A whole number has no negative zero.
        values[feature] = isWhole ? value + 0.0 : value;
        return border.accepts(value);
    }

    /** The power of ten that stands here. */
    private int power() {
        boolean isNegative = character() == '-';
        at += isNegative || character() == '+' ? 1 : 0;
        int first = at;
        int power = (int) digits(0);
        if (at == first || at - first > MOST_POWER_DIGITS) {
            return NO_POWER;
        }
        return isNegative ? -power : power;
    }

    /** How many zeros the number has before its first other digit. */
    private int leadingZeros(int first) {
        int zeros = 0;
        for (int i = first; i < at && (bytes[i] == '0' || bytes[i] == '.'); i++) {
            zeros += bytes[i] == '0' ? 1 : 0;
        }
        return zeros;
    }

    /** Appends the digits that stand here to those before. */
    private long digits(long before) {
        byte[] json = bytes;
        long digits = before;
        int i = at;
        for (; i < json.length && json[i] >= '0' && json[i] <= '9'; i++) {
            digits = 10 * digits + (json[i] - '0');
        }
        at = i;
        return digits;
    }

    /** What stands here; 0 at the end. */
    private int character() {
        return at < bytes.length ? bytes[at] : 0;
    }

    /** Skips space, and then this character if it is there. */
    private boolean next(char expected) {
        skipSpace();
        if (at < bytes.length && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < bytes.length && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
