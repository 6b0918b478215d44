package io.emstream.codec;

import com.fasterxml.jackson.core.io.NumberInput;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The cells of one line of comma-separated values, quoted as in RFC 4180. Used again for the next line; one thread.
 *
 * <p>A cell is a number, or missing ({@code NaN}) if it is empty or one of the words NaN and NA; blanks around it do not
 * count.
 */
final class CsvCells {
    /** No number that means something has more characters. */
    private static final int LONGEST_NUMBER = 1000;

    /** What stands for the fraction digits of a cell that is no plain number. */
    private static final int NOT_PLAIN = -1;

    private final char[] number = new char[LONGEST_NUMBER];
    private byte[] line = {};
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
    /** The digits of a plain number, with the sign of the number in {@link #negative}. */
    private long[] digits = new long[16];

    private boolean[] negative = new boolean[16];
    /** How many of the digits stand behind the point. */
    private int[] fractions = new int[16];

    private int count;
    private double value;

    /**
     * Divides a line, which is kept until the next.
     *
     * @param from where it begins
     * @param to where it ends, before any line end
     * @return the number of cells, 1 or more
     * @throws RejectedPointException if the quotes are not in order
     */
    int split(byte[] bytes, int from, int to) throws RejectedPointException {
        line = bytes;
        count = 0;
        int at = from;
        while (true) {
            at = at < to && bytes[at] == '"' ? addQuoted(at + 1, to) : addPlain(at, to);
            if (at >= to) {
                return count;
            }
            if (bytes[at] != ',') {
                throw PointBorder.reject(
                        Reason.NOT_A_POINT, "cell " + count + " goes on after its closing quote, must end there");
            }
            at++;
        }
    }

    /** The number of cells. */
    int count() {
        return count;
    }

    /** The text of a cell, without its quotes. */
    String text(int cell) {
        String text = new String(line, starts[cell], ends[cell] - starts[cell], StandardCharsets.UTF_8);
        return quoted[cell] ? text.replace("\"\"", "\"") : text;
    }

    /** Whether a cell is a number or missing; which one, {@link #value()} says. */
    boolean isNumber(int cell) {
        return isPlain(cell) || isSpelled(cell);
    }

    /** Whether the number of a cell was read when the line was divided, and is exact. */
    private boolean isPlain(int cell) {
        if (fractions[cell] == NOT_PLAIN) {
            return false;
        }
        double magnitude = ExactDouble.of(digits[cell], -fractions[cell]);
        value = negative[cell] ? -magnitude : magnitude;
        return !Double.isNaN(magnitude);
    }

    /** Reads what else may be a number, or stand for one. */
    private boolean isSpelled(int cell) {
        int to = ends[cell];
        int from = endOfBlanks(starts[cell], to);
        while (from < to && isBlank(line[to - 1])) {
            to--;
        }
        if (from == to) {
            value = Double.NaN;
            return true;
        }
        if (to - from > LONGEST_NUMBER) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isNumeric(line[i])) {
                return isWord(new String(line, from, to - from, StandardCharsets.UTF_8));
            }
            number[i - from] = (char) line[i];
        }
        try {
            value = NumberInput.parseDouble(number, 0, to - from, true);
            return true;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }

    /** The number that the cell last asked for is, or {@code NaN} if it is missing. */
    double value() {
        return value;
    }

    private boolean isWord(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "na" -> value = Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> value = Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> value = Double.NEGATIVE_INFINITY;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Adds a cell without quotes, and reads it on the way if it is digits with no more than a sign and a point. */
    private int addPlain(int from, int to) {
        byte[] bytes = line;
        int start = endOfBlanks(from, to);
        boolean isNegative = start < to && bytes[start] == '-';
        int first = isNegative ? start + 1 : start;
        int at = first;
        int point = to;
        long sum = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                sum = 10 * sum + digit;
            } else if (bytes[at] == '.' && point == to) {
                point = at;
            } else {
                break;
            }
        }
        boolean hasPoint = point < at;
        int found = at - first - (hasPoint ? 1 : 0);
        int fraction = hasPoint ? at - point - 1 : 0;
        at = endOfBlanks(at, to);
        boolean isPlain = found > 0 && found <= ExactDouble.MOST_DIGITS && (at == to || bytes[at] == ',');
        while (at < to && bytes[at] != ',') {
            at++;
        }
        add(from, at, false);
        digits[count - 1] = sum;
        negative[count - 1] = isNegative;
        fractions[count - 1] = isPlain ? fraction : NOT_PLAIN;
        return at;
    }

    private int endOfBlanks(int from, int to) {
        int at = from;
        while (at < to && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private int addQuoted(int from, int to) throws RejectedPointException {
        for (int at = from; at < to; at++) {
            if (line[at] == '"') {
                if (at + 1 == to || line[at + 1] != '"') {
                    add(from, at, true);
                    return at + 1;
                }
                at++;
            }
        }
        throw PointBorder.reject(Reason.NOT_A_POINT, "quote of cell " + (count + 1) + " is not closed");
    }

    private void add(int from, int to, boolean inQuotes) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            quoted = Arrays.copyOf(quoted, 2 * count);
            digits = Arrays.copyOf(digits, 2 * count);
            negative = Arrays.copyOf(negative, 2 * count);
            fractions = Arrays.copyOf(fractions, 2 * count);
        }
        starts[count] = from;
        ends[count] = to;
        fractions[count] = NOT_PLAIN;
        quoted[count++] = inQuotes;
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t';
    }

    private static boolean isNumeric(byte character) {
        return (character >= '0' && character <= '9')
                || character == '.'
                || character == '-'
                || character == '+'
                || character == 'e'
                || character == 'E';
    }
}
