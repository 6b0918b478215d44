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

    /** So many characters hold no more digits than a long. */
    private static final int LONGEST_PLAIN = 18;

    /** Up to here a double holds every whole number. */
    private static final long LARGEST_EXACT = 1L << 53;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private final char[] number = new char[LONGEST_NUMBER];
    private byte[] line = {};
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
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
        int from = starts[cell];
        int to = ends[cell];
        while (from < to && isBlank(line[from])) {
            from++;
        }
        while (from < to && isBlank(line[to - 1])) {
            to--;
        }
        if (from == to) {
            value = Double.NaN;
            return true;
        }
        if (isPlain(from, to)) {
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

    /**
     * Reads a number of few digits without an exponent: two whole numbers that doubles hold exactly have a quotient that is
     * rounded once (Clinger 1990). Any other is left to who reads all.
     */
    private boolean isPlain(int from, int to) {
        if (to - from > LONGEST_PLAIN) {
            return false;
        }
        boolean isNegative = line[from] == '-';
        long digits = 0;
        int found = 0;
        int point = -1;
        for (int i = isNegative ? from + 1 : from; i < to; i++) {
            int digit = line[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                found++;
            } else if (line[i] == '.' && point < 0) {
                point = i;
            } else {
                return false;
            }
        }
        if (found == 0 || digits > LARGEST_EXACT) {
            return false;
        }
        double magnitude = point < 0 ? digits : digits / POWERS_OF_TEN[to - point - 1];
        value = isNegative ? -magnitude : magnitude;
        return true;
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

    private int addPlain(int from, int to) {
        int at = from;
        while (at < to && line[at] != ',') {
            at++;
        }
        add(from, at, false);
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
        }
        starts[count] = from;
        ends[count] = to;
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
