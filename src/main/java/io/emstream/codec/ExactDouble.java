package io.emstream.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Decimal numbers to doubles, rounded as {@link Double#parseDouble} rounds them, to the last bit.
 *
 * <p>Few digits and a small exponent are one exact product or quotient (Clinger 1990). Up to 19 digits take one or two products
 * of 64 bits with a table of powers of five (Lemire 2021, <i>Number parsing at a gigabyte per second</i>, algorithm 1). What is
 * left, some numbers in a million of those that programs write, goes to the JDK.
 */
final class ExactDouble {
    /** So many digits fit into an unsigned long whatever they are. */
    static final int MOST_DIGITS = 19;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long LARGEST_EXACT = 1L << 53;

    /** Exponents of ten that the table has, both ways. */
    private static final int RANGE = 64;

    /** The first 128 bits of 5^q, or of its reciprocal rounded up: two longs for each q from -RANGE. */
    private static final long[] POWERS_OF_FIVE = powersOfFive();

    private ExactDouble() {}

    /**
     * The double nearest to {@code digits · 10^exponent}.
     *
     * @param digits unsigned
     * @return {@code NaN} if this is one of the few that take more
     */
    static double of(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        if (digits > 0 && digits <= LARGEST_EXACT && Math.abs(exponent) < POWERS_OF_TEN.length) {
            return exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
        }
        return Math.abs(exponent) <= RANGE ? rounded(digits, exponent) : Double.NaN;
    }

    /** The double of a number as JSON spells it. */
    static double parse(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static double rounded(long digits, int exponent) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long normalised = digits << zeros;
        int at = 2 * (exponent + RANGE);
        long high = multiplyHigh(normalised, POWERS_OF_FIVE[at]);
        long low = normalised * POWERS_OF_FIVE[at];
        if ((high & 0x1FF) == 0x1FF) {
            long more = multiplyHigh(normalised, POWERS_OF_FIVE[at + 1]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
        }
        if (low == -1 && (exponent < -27 || exponent > 55)) {
            return Double.NaN;
        }
        int upper = (int) (high >>> 63);
        int shift = upper + 9;
        long mantissa = high >>> shift;
        int power = ((217706 * exponent) >> 16) + 63 + upper - zeros + 1023;
        // Exactly between two doubles: the even one.
        if (Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (mantissa & 3) == 1
                && (mantissa << shift) == high) {
            mantissa &= ~1L;
        }
        mantissa = (mantissa + (mantissa & 1)) >>> 1;
        if (mantissa == 1L << 53) {
            mantissa = 1L << 52;
            power++;
        }
        // Within the range of the table nothing is subnormal or infinite.
        return Double.longBitsToDouble(((long) power << 52) | (mantissa & ~(1L << 52)));
    }

    /** The upper half of the product of two unsigned longs. */
    private static long multiplyHigh(long one, long other) {
        return Math.multiplyHigh(one, other) + ((one >> 63) & other) + ((other >> 63) & one);
    }

    private static long[] powersOfFive() {
        long[] powers = new long[2 * (2 * RANGE + 1)];
        BigInteger five = BigInteger.valueOf(5);
        for (int q = -RANGE; q <= RANGE; q++) {
            BigInteger power = five.pow(Math.abs(q));
            if (q < 0) {
                // To 128 bits at once where 5^-q has less than 64 of them, and products may end exactly between two
                // doubles.
                int bits = q >= -27 ? power.bitLength() + 127 : 2 * power.bitLength() + 128;
                power = BigInteger.ONE.shiftLeft(bits).divide(power).add(BigInteger.ONE);
            }
            BigInteger first = power.shiftLeft(Math.max(0, 128 - power.bitLength()))
                    .shiftRight(Math.max(0, power.bitLength() - 128));
            powers[2 * (q + RANGE)] = first.shiftRight(64).longValue();
            powers[2 * (q + RANGE) + 1] = first.longValue();
        }
        return powers;
    }
}
