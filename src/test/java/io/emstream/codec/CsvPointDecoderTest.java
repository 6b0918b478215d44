package io.emstream.codec;

import static io.emstream.codec.Refusals.assertRejected;
import static io.emstream.codec.Refusals.decode;
import static io.emstream.codec.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a point as a line of comma-separated values, and what is said of everything else. */
class CsvPointDecoderTest {
    private static final PointDecoder DECODER = decoder(new Features(List.of("a", "b")), MissingValues.ALLOW);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1.5,2.0 | 1.5 | 2",
                "` 1.5 ,\t-2e3 ` | 1.5 | -2000",
                "\"1.5\",\"2\" | 1.5 | 2",
                ",2 | NaN | 2",
                "1, | 1 | NaN",
                ", | NaN | NaN",
                "\"\",NaN | NaN | NaN",
                "nan,NA | NaN | NaN",
                "+1,.5 | 1 | 0.5",
                "1.,1E+2 | 1 | 100",
                "1e-999,-0 | 0 | -0.0",
            })
    void aLineIsAPoint(String line, double first, double second) throws RejectedPointException {
        for (String end : List.of("", "\n", "\r\n")) {
            Point point = decode(DECODER, line + end);
            assertThat(point.values()).containsExactly(first, second);
            assertThat(point.weight()).isEqualTo(1);
            assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | WRONG_DIMENSION | point has 1 value, must have 2",
                "1 | WRONG_DIMENSION | point has 1 value, must have 2",
                "1,2,3 | WRONG_DIMENSION | point has 3 values, must have 2",
                "1;2 | WRONG_DIMENSION | point has 1 value, must have 2",
                "1,abc | NOT_A_POINT | feature 1 (b) is \"abc\", must be a number",
                "1,1d | NOT_A_POINT | feature 1 (b) is \"1d\", must be a number",
                "1,0x1p3 | NOT_A_POINT | feature 1 (b) is \"0x1p3\", must be a number",
                "1,1e | NOT_A_POINT | feature 1 (b) is \"1e\", must be a number",
                "1,1 2 | NOT_A_POINT | feature 1 (b) is \"1 2\", must be a number",
                "1,. | NOT_A_POINT | feature 1 (b) is \".\", must be a number",
                "1,- | NOT_A_POINT | feature 1 (b) is \"-\", must be a number",
                "1,true | NOT_A_POINT | feature 1 (b) is \"true\", must be a number",
                "1,\"1\"\"2\" | NOT_A_POINT | feature 1 (b) is \"1\"2\", must be a number",
                "1,\"2 | NOT_A_POINT | quote of cell 2 is not closed",
                "\"1\"5,2 | NOT_A_POINT | cell 1 goes on after its closing quote, must end there",
                "1,1e400 | NOT_FINITE | feature 1 (b) is 1e400, must be finite",
                "-inf,1 | NOT_FINITE | feature 0 (a) is -inf, must be finite",
                "1,1e101 | OUT_OF_SUPPORT | feature 1 (b) is 1e101, must be a number from -1e100 to 1e100",
            })
    void othersAreNoPointsAndAreToldWhy(String line, Reason reason, String message) {
        assertRejected(DECODER, line, reason, message);
    }

    @Test
    void aRecordIsOneLine() {
        for (String lines : List.of("1,2\n3,4", "1,2\n\n", "1,\n2", "1,\"\n2\"", "1,2\r3", "\r\r\n")) {
            assertThat(refusal(DECODER, lines).reason()).isEqualTo(Reason.NOT_A_POINT);
        }
    }

    @Test
    void missingValuesMayBeRefused() {
        assertRejected(
                decoder(new Features(List.of("a", "b")), MissingValues.REFUSE),
                "1,",
                Reason.MISSING,
                "feature 1 (b) is missing, must be a number");
    }

    @Test
    void numbersAreReadToTheLastBit() throws RejectedPointException {
        long seed = 98;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String number = NumberTexts.next(random);
            double expected = Double.parseDouble(number);
            if (Math.abs(expected) <= Support.LARGEST) {
                assertThat(decode(DECODER, number + "," + number).values())
                        .as("seed %d, %s", seed, number)
                        .containsExactly(expected, expected);
            } else {
                refusal(DECODER, number + "," + number);
            }
        }
    }

    private static PointDecoder decoder(Features features, MissingValues missing) {
        return PointDecoders.of(PointFormat.CSV, features, missing, Support.NUMBERS, 10_000);
    }
}
