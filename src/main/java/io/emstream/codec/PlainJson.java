package io.emstream.codec;

import java.util.Arrays;

/**
 * A place in JSON and the steps forward from it that values of features take, without a parser's tokens and without
 * allocating. A step that finds something else than it looks for says so, and the text is then a parser's, which also has the
 * words for what is wrong with it.
 */
final class PlainJson {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int MOST_POWER_DIGITS = 4;
    private static final int NO_POWER = Integer.MIN_VALUE;
    /** Numbers that are longer than 1000 digits are more than the parser takes; it counts those of the power too. */
    private static final int MOST_DIGITS = 1000 - MOST_POWER_DIGITS;

    private final PointBorder border;
    private byte[] bytes = {};
    private int at;

    /** Reads values that pass this border. */
    PlainJson(PointBorder border) {
        this.border = border;
    }

    /** Goes to the beginning of a text. */
    void begin(byte[] json) {
        bytes = json;
        at = 0;
    }

    /** Where it stands, in bytes from the beginning. */
    int at() {
        return at;
    }

    /** Goes to another place. */
    void moveTo(int place) {
        at = place;
    }

    /** Skips space, and then this character if it is there. */
    boolean next(char expected) {
        skipSpace();
        if (at < bytes.length && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    void skipSpace() {
        while (at < bytes.length && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
    }

    static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    /** Skips space; whether the text ends behind it. */
    boolean isAtEnd() {
        skipSpace();
        return at == bytes.length;
    }

    /** Skips this name if it stands here, in quotes. */
    boolean nextName(byte[] name) {
        int end = at + 1 + name.length;
        boolean isHere = end < bytes.length
                && bytes[at] == '"'
                && bytes[end] == '"'
                && Arrays.equals(bytes, at + 1, end, name, 0, name.length);
        at = isHere ? end + 1 : at;
        return isHere;
    }

    /** Reads the values of all features, in order, and the bracket behind them. */
    boolean elements(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if ((i > 0 && !next(',')) || !value(values, i)) {
                return false;
            }
        }
        return next(']');
    }

    /** Reads a number, or a {@code null} for none, that may be the value of this feature. */
    boolean value(double[] values, int feature) {
        skipSpace();
        int start = at;
        boolean isNegative = character() == '-';
        at += isNegative ? 1 : 0;
        int first = at;
        long digits = digits(0);
        int count = at - first;
        if (count == 0) {
            return !isNegative && missing(values, feature);
        }
        if (count > 1 && bytes[first] == '0') {
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
        if ((count > ExactDouble.MOST_DIGITS && isTooLong(first, count)) || (!isWhole && exponent == 0)) {
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

    private boolean missing(double[] values, int feature) {
        int end = at + NULL.length;
        boolean isNull = end <= bytes.length && Arrays.equals(bytes, at, end, NULL, 0, NULL.length);
        at = isNull ? end : at;
        values[feature] = Double.NaN;
        return isNull && border.accepts(Double.NaN);
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

    /** Whether the digits up to here are more than fit into a long; zeros before the first other one count for nothing. */
    private boolean isTooLong(int first, int count) {
        int zeros = 0;
        for (int i = first; i < at && (bytes[i] == '0' || bytes[i] == '.'); i++) {
            zeros += bytes[i] == '0' ? 1 : 0;
        }
        return count - zeros > ExactDouble.MOST_DIGITS || count > MOST_DIGITS;
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
}
