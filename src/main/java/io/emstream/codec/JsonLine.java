package io.emstream.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** JSON in the making, written into one array that is used again for the next record: nothing else is allocated. */
final class JsonLine {
    private static final int DIGITS = 7;
    private static final int SCALE = 10_000_000;
    /** Beyond this a double has no digits behind the point to speak of. */
    private static final double LARGEST = 1e15;

    /** Of a long. */
    private static final int MOST_DIGITS = 19;

    private static final VarHandle PAIRS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    /** The characters of the numbers below a hundred, the one of the tens in the low byte. */
    private static final short[] TWO_DIGITS = new short[100];

    static {
        for (int i = 0; i < TWO_DIGITS.length; i++) {
            TWO_DIGITS[i] = (short) (('0' + i % 10) << Byte.SIZE | ('0' + i / 10));
        }
    }

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
    // Deprecated because of what it does to other characters than these; nothing else copies without allocating.
    @SuppressWarnings("deprecation")
    JsonLine text(String ascii) {
        int more = ascii.length();
        ensure(more);
        ascii.getBytes(0, more, bytes, length);
        length += more;
        return this;
    }

    /** ASCII as it stands, as bytes. */
    JsonLine text(byte[] ascii) {
        ensure(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
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
        if (value >= 0 && value <= 9) {
            return text((char) ('0' + value));
        }
        if (value == Long.MIN_VALUE) {
            return text(Long.toString(value));
        }
        if (value < 0) {
            text('-');
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long power = 10; digits < MOST_DIGITS && rest >= power; power *= 10) {
            digits++;
        }
        ensure(digits);
        int at = length + digits;
        length = at;
        for (; rest > 99; rest /= 100) {
            at -= 2;
            PAIRS.set(bytes, at, TWO_DIGITS[(int) (rest % 100)]);
        }
        if (rest > 9) {
            PAIRS.set(bytes, at - 2, TWO_DIGITS[(int) rest]);
        } else {
            bytes[at - 1] = (byte) ('0' + rest);
        }
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
        return fraction(behind);
    }

    /** Seven digits, the zeros at the end left out but for one. */
    private JsonLine fraction(int behind) {
        ensure(DIGITS);
        int low = behind % 10_000;
        int high = behind / 10_000;
        bytes[length] = (byte) ('0' + high / 100);
        PAIRS.set(bytes, length + 1, TWO_DIGITS[high % 100]);
        PAIRS.set(bytes, length + 3, TWO_DIGITS[low / 100]);
        PAIRS.set(bytes, length + 5, TWO_DIGITS[low % 100]);
        int end = length + DIGITS;
        while (end > length + 1 && bytes[end - 1] == '0') {
            end--;
        }
        length = end;
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
