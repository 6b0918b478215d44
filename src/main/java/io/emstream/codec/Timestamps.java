package io.emstream.codec;

import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Event times as users write them: ISO-8601 with an offset, or epoch milliseconds, in the years 1 to 9999. */
final class Timestamps {
    /** 0001-01-01T00:00Z. */
    private static final long EARLIEST = -62_135_596_800_000L;
    /** 9999-12-31T23:59:59.999Z. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final String WANTED = ", must be ISO-8601 with an offset (2001-01-01T00:01Z) or epoch milliseconds";

    /** Every ISO-8601 date and time with an offset, also {@code +01} and {@code +0100}. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    /** What {@link #common} says of texts that it leaves to {@link #ISO}; no time that is accepted. */
    private static final long UNCOMMON = Long.MIN_VALUE;

    private Timestamps() {}

    /** The time that a text in ISO-8601 says, in epoch milliseconds, finer parts cut off. */
    static long ofIso(String what, String text) throws RejectedPointException {
        try {
            long common = common(text);
            return inRange(
                    what, common == UNCOMMON ? ISO.parse(text, Instant::from).toEpochMilli() : common, text);
        } catch (DateTimeException | ArithmeticException notOne) {
            throw bad(what, Excerpt.quoted(text));
        }
    }

    /** The time of a number of milliseconds. */
    static long ofEpoch(String what, double millis, String text) throws RejectedPointException {
        if (millis != Math.rint(millis)) {
            throw bad(what, Excerpt.of(text));
        }
        // Every time in range is exact as a double, and what is beyond it stays so.
        return inRange(what, (long) millis, text);
    }

    /** The refusal of something else. */
    static RejectedPointException bad(String what, String shown) {
        return PointBorder.reject(Reason.BAD_TIMESTAMP, what + " is " + shown + WANTED);
    }

    private static long inRange(String what, long millis, String text) throws RejectedPointException {
        if (millis < EARLIEST || millis > LATEST) {
            throw PointBorder.reject(
                    Reason.BAD_TIMESTAMP, what + " is " + Excerpt.of(text) + ", must be in the years 1 to 9999");
        }
        return millis;
    }

    /**
     * Reads {@code 2001-01-01T00:01:02.345Z}, seconds and their fraction being optional, the offset Z or {@code +01:00};
     * several times as fast as the formatter, because nearly every producer writes just this.
     */
    private static long common(String text) {
        int length = text.length();
        if (length < 17 || !hasShape(text)) {
            return UNCOMMON;
        }
        int at = 16;
        long millis = 0;
        if (text.charAt(at) == ':') {
            millis = 1000L * digits(text, at + 1, 2);
            at += 3;
            if (millis < 0 || millis > 59_000 || at >= length) {
                return UNCOMMON;
            }
            if (text.charAt(at) == '.') {
                int start = ++at;
                while (at < length && isDigit(text.charAt(at))) {
                    at++;
                }
                if (at - start < 1 || at - start > 9 || at == length) {
                    return UNCOMMON;
                }
                millis += digits((text.substring(start, at) + "00").substring(0, 3), 0, 3);
            }
        }
        int offset = offsetMinutes(text, at);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        if (offset == Integer.MIN_VALUE || hour > 23 || minute > 59) {
            return UNCOMMON;
        }
        long day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2))
                .toEpochDay();
        return ((day * 24 + hour) * 60 + minute - offset) * 60_000 + millis;
    }

    private static boolean hasShape(String text) {
        return digits(text, 0, 4) > 0
                && text.charAt(4) == '-'
                && digits(text, 5, 2) > 0
                && text.charAt(7) == '-'
                && digits(text, 8, 2) > 0
                && text.charAt(10) == 'T'
                && digits(text, 11, 2) >= 0
                && text.charAt(13) == ':'
                && digits(text, 14, 2) >= 0;
    }

    /** The offset that stands at the end of the text, from this position. */
    private static int offsetMinutes(String text, int at) {
        int rest = text.length() - at;
        char sign = text.charAt(at);
        if (rest == 1 && sign == 'Z') {
            return 0;
        }
        if (rest != 6 || (sign != '+' && sign != '-') || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, 2);
        int minutes = digits(text, at + 4, 2);
        if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    }

    /** The number of so many digits, or −1 if they are not digits. */
    private static int digits(String text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
