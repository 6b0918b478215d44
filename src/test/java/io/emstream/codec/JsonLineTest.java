package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers written by hand are the numbers that Jackson reads. */
class JsonLineTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonLine line = new JsonLine();

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, 0.0",
        "1, 1.0",
        "0.93, 0.93",
        "-4.31, -4.31",
        "0.5, 0.5",
        "0.00000004, 0.0",
        "-0.00000004, 0.0",
        "0.00000006, 0.0000001",
        "0.99999994, 0.9999999",
        "0.99999996, 1.0",
        "-9.99999996, -10.0",
        "0.1234567, 0.1234567",
        "0.0100000, 0.01",
        "123456789.0000001, 123456789.0000001",
        "999999999999999, 999999999999999.0",
        "1e15, 1.0E15",
        "-1.7976931348623157e308, -1.7976931348623157E308",
        "4.9e-324, 0.0",
        "NaN, null",
        "Infinity, null",
        "-Infinity, null",
    })
    void decimalsHaveSevenDigits(double value, String expected) {
        assertThat(text(line.decimal(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "1, 1.0",
        "0.31, 0.31",
        "0.001, 0.001",
        "0.0009, 9.0E-4",
        "1.25e-300, 1.25E-300",
        "4.9e-324, 4.9E-324",
    })
    void smallProbabilitiesAreInFull(double value, String expected) {
        assertThat(text(line.probability(value))).isEqualTo(expected);
    }

    @Test
    void decimalsAreOffByHalfADigitAtMost() throws IOException {
        long seed = 11;
        Random random = new Random(seed);
        BigDecimal half = new BigDecimal("0.5e-7");
        for (int i = 0; i < 200_000; i++) {
            double value = switch (i % 5) {
                case 0 -> random.nextDouble();
                case 1 -> 100 * random.nextGaussian();
                case 2 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(15));
                case 3 -> Math.rint(random.nextDouble() * 1e8) / 1e8;
                default -> Double.longBitsToDouble(random.nextLong());
            };
            line.clear();
            line.decimal(value);
            JsonNode read = MAPPER.readTree(line.toBytes());
            if (Math.abs(value) < 1e15) {
                BigDecimal written = new BigDecimal(new String(line.toBytes(), StandardCharsets.US_ASCII));
                // Half a digit, and what the multiplication by 1e7 rounds.
                assertThat(written)
                        .as("seed %d, %s", seed, value)
                        .isCloseTo(new BigDecimal(value), within(half.add(new BigDecimal("1e-15"))));
            } else if (Double.isFinite(value)) {
                assertThat(read.doubleValue()).isEqualTo(value);
            } else {
                assertThat(read.isNull()).isTrue();
            }
        }
    }

    @Test
    void wholeNumbersAreWritten() {
        LongStream.of(0, 9, 10, 99, 100, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1)
                .forEach(value -> {
                    line.clear();
                    assertThat(text(line.number(value))).isEqualTo(Long.toString(value));
                });
        new Random(3).longs(10_000).forEach(value -> {
            line.clear();
            assertThat(text(line.number(value))).isEqualTo(Long.toString(value));
        });
    }

    @Test
    void aLineGrowsAsNeeded() {
        for (int i = 0; i < 1000; i++) {
            line.number(7).decimal(-1.5).text("abc").text('d');
        }
        assertThat(text(line)).isEqualTo("7-1.5abcd".repeat(1000));
    }

    private static String text(JsonLine line) {
        return new String(line.toBytes(), StandardCharsets.US_ASCII);
    }
}
