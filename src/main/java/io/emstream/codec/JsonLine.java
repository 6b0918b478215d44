package io.emstream.codec;

import java.util.Arrays;

/** JSON in the making, written into one array that is used again for the next record: nothing else is allocated. */
final class JsonLine {
    private static final int DIGITS = 7;
    private static final int SCALE = 10_000_000;
    /** Beyond this a double has no digits behind the point to speak of. */
    private static final double LARGEST = 1e15;

    private byte[] bytes = new byte[512];
    private int length;

    /** Begins anew. */
    void clear() {
        length = 0;
    }

    /** All that was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** What another line has from this byte on. */
    JsonLine append(JsonLine other, int from) {
        ensure(other.length - from);
        System.arraycopy(other.bytes, from, bytes, length, other.length - from);
        length += other.length - from;
        return this;
    }

    /** ASCII as it stands. */
    JsonLine text(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** A character of ASCII. */
    JsonLine text(char character) {
        ensure(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** A whole number. */
    JsonLine number(long value) {
        if (value == Long.MIN_VALUE) {
            return text(Long.toString(value));
        }
        if (value < 0) {
            text('-');
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long power = rest; power > 9; power /= 10) {
            digits++;
        }
        ensure(digits);
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /**
     * A number to seven digits behind the point, zeros at the end left out but for one, so that it is off by 5e-8 at most;
     * in full beyond 1e15, {@code null} if it is not finite.
     */
    JsonLine decimal(double value) {
        double size = Math.abs(value);
        if (!(size < LARGEST)) {
            return text(Double.isFinite(value) ? Double.toString(value) : "null");
        }
        long whole = (long) size;
        int behind = (int) ((size - whole) * SCALE + 0.5);
        if (behind == SCALE) {
            whole++;
            behind = 0;
        }
        if (value < 0 && (whole | behind) != 0) {
            text('-');
        }
        number(whole).text('.');
        int digits = DIGITS;
        while (digits > 1 && behind % 10 == 0) {
            behind /= 10;
            digits--;
        }
        ensure(digits);
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + behind % 10);
            behind /= 10;
        }
        length += digits;
        return this;
    }

    /** A probability as {@link #decimal}, but in full below 1e-3: there its magnitude is what matters. */
    JsonLine probability(double value) {
        return value > 0 && value < 1e-3 ? text(Double.toString(value)) : decimal(value);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
