package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The JDK is the oracle: every bit is as it reads the same decimal. */
class ExactDoubleTest {
    private static final long SEED = 6;
    private static final int MANY = 300_000;

    private int given;

    @Test
    void randomDigitsAreRoundedAsTheJdkRoundsThem() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < MANY; i++) {
            long digits = random.nextLong() >>> random.nextInt(64);
            assertRounded(digits, random.nextInt(-70, 71));
        }
        assertThat(given).as("numbers that were not left to the JDK").isGreaterThan(MANY * 9 / 10 * 128 / 141);
    }

    @Test
    void whatLiesBetweenTwoDoublesGoesToTheEvenOne() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < MANY; i++) {
            // Odd, and one bit longer than a mantissa: exactly halfway.
            long halfway = (1L << 53) + 2 * random.nextLong(1L << 52) + 1;
            assertRounded(halfway, 0);
            int exponent = random.nextInt(-20, 1);
            BigDecimal value = new BigDecimal(BigInteger.valueOf(halfway))
                    .divide(BigDecimal.valueOf(2).pow(random.nextInt(12)));
            BigInteger digits = value.unscaledValue();
            if (digits.bitLength() <= 64) {
                assertRounded(digits.longValue(), -value.scale());
                assertRounded(digits.longValue() + 1, -value.scale() + exponent);
                assertRounded(digits.longValue() - 1, -value.scale() + exponent);
            }
        }
    }

    @Test
    void everyDoubleThatIsWrittenIsReadAgain() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < MANY; i++) {
            double value = Math.scalb(random.nextDouble(1, 2), random.nextInt(-150, 150));
            BigDecimal decimal = new BigDecimal(Double.toString(value));
            double read = ExactDouble.of(decimal.unscaledValue().longValueExact(), -decimal.scale());
            if (!Double.isNaN(read)) {
                assertThat(read).as("seed %d, number %d", SEED, i).isEqualTo(value);
                given++;
            }
        }
        assertThat(given).as("numbers that were not left to the JDK").isGreaterThan(MANY * 9 / 10);
    }

    private void assertRounded(long digits, int exponent) {
        double read = ExactDouble.of(digits, exponent);
        if (!Double.isNaN(read)) {
            String text = Long.toUnsignedString(digits) + "e" + exponent;
            if (read != Double.parseDouble(text)) {
                assertThat(read).as(text).isEqualTo(Double.parseDouble(text));
            }
            given++;
        }
    }
}
