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
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a point in JSON, to the last bit. */
class JsonPointDecoderTest {
    private static final int MAX_BYTES = 10_000;
    private static final PointDecoder UNNAMED = decoder(Features.ofDimension(2), MissingValues.ALLOW);
    private static final PointDecoder NAMED = decoder(named("amount", "/geo/lat"), MissingValues.ALLOW);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1.5,2.0] | 1.5 | 2.0",
                "` [ 1 ,	-2e0 ] ` | 1 | -2",
                "{\"x\":[1.5,2.0]} | 1.5 | 2.0",
                "[null,2] | NaN | 2",
                "[NaN,2] | NaN | 2",
                "[\"NaN\",2] | NaN | 2",
                "[null,null] | NaN | NaN",
                "[-0.0,1e-400] | -0.0 | 0",
                "[1e100,-1e100] | 1e100 | -1e100",
                "[9007199254740993,123456789012345678901234567890] | 9007199254740992 | 123456789012345678901234567890",
                "{\"id\":{\"x\":[9]},\"x\":[1,2],\"tags\":[[],{\"a\":1}]} | 1 | 2",
                "{\"x0\":1,\"x1\":2} | 1 | 2",
                "{\"x1\":2} | NaN | 2",
            })
    void aVectorIsAPoint(String json, double first, double second) throws RejectedPointException {
        assertThat(decode(UNNAMED, json).values()).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":1,\"geo\":{\"lat\":2,\"lon\":3}} | 1 | 2",
                "{\"geo\":{\"lon\":3,\"lat\":2},\"when\":\"now\",\"amount\":1} | 1 | 2",
                "{\"geo\":{\"lat\":2}} | NaN | 2",
                "{\"geo\":null,\"amount\":1} | 1 | NaN",
                "{\"geo\":7,\"amount\":1} | 1 | NaN",
                "{\"geo\":[7],\"amount\":1} | 1 | NaN",
                "{\"geo\":{\"lat\":\"NaN\"},\"amount\":null} | NaN | NaN",
                "{} | NaN | NaN",
                "{\"a\":{\"geo\":{\"lat\":2}},\"lat\":3} | NaN | NaN",
                "{\"x\":[1,2]} | 1 | 2",
                "{\"amount\":\"much\",\"x\":[1,2],\"geo\":{\"lat\":9}} | 1 | 2",
                "{\"x\":7,\"amount\":1} | 1 | NaN",
                "[1,2] | 1 | 2",
            })
    void anObjectWithNamedFeaturesIsAPoint(String json, double amount, double latitude) throws RejectedPointException {
        assertThat(decode(NAMED, json).values()).containsExactly(amount, latitude);
    }

    @Test
    void pointersLeadThroughArraysAndEscapes() throws RejectedPointException {
        PointDecoder decoder = decoder(named("/x/1", "/a~1b/~0", "/p/0/v"), MissingValues.ALLOW);
        Point point = decode(decoder, "{\"x\":[5,6,7],\"a/b\":{\"~\":8},\"p\":[{\"v\":9},{\"v\":10}]}");
        assertThat(point.values()).containsExactly(6, 8, 9);
        assertThat(decode(decoder, "{\"x\":{\"1\":6}}").values()).containsExactly(6, Double.NaN, Double.NaN);
    }

    @Test
    void aFeatureMayBeCalledLikeAPartOfThePoint() throws RejectedPointException {
        PointDecoder decoder = decoder(named("x", "weight", "timestamp"), MissingValues.ALLOW);
        Point point = decode(decoder, "{\"x\":1,\"weight\":-70,\"timestamp\":3}");
        assertThat(point.values()).containsExactly(1, -70, 3);
        assertThat(point.weight()).isEqualTo(1);
        assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\":[1,2]} | 1",
                "{\"x\":[1,2],\"weight\":0} | 0",
                "{\"weight\":2.5,\"x\":[1,2]} | 2.5",
                "{\"weight\":null,\"x\":[1,2]} | 1",
                "{\"weight\":1e15,\"x\":[1,2]} | 1e15",
            })
    void aPointHasAWeight(String json, double weight) throws RejectedPointException {
        assertThat(decode(UNNAMED, json).weight()).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "978307260000 | 978307260000",
                "978307260000.0 | 978307260000",
                "9.7830726E11 | 978307260000",
                "-1 | -1",
                "\"2001-01-01T00:01Z\" | 978307260000",
                "\"2001-01-01T01:01:00.0009+01:00\" | 978307260000",
                "null | -9223372036854775808",
            })
    void aPointHasATime(String timestamp, long millis) throws RejectedPointException {
        assertThat(decode(UNNAMED, "{\"x\":[1,2],\"timestamp\":" + timestamp + "}")
                        .timestamp())
                .isEqualTo(millis);
    }

    @Test
    void whatStandsInUnknownFieldsIsSkipped() throws RejectedPointException {
        String deep = "[".repeat(400) + "]".repeat(400);
        String json = "{\"deep\":" + deep + ",\"long\":\"" + "é".repeat(2000) + "\",\"big\":1e999999,\"x\":[1,2]}";
        assertThat(decode(UNNAMED, json).values()).containsExactly(1, 2);
    }

    @Test
    void countsAreWithinTheirTrials() throws RejectedPointException {
        PointDecoder coins = PointDecoders.of(
                PointFormat.JSON, Features.ofDimension(2), MissingValues.ALLOW, Support.counts(10), MAX_BYTES);
        assertThat(decode(coins, "[0,10.0]").values()).containsExactly(0, 10);
        assertRejected(coins, "[0,11]", Reason.OUT_OF_SUPPORT, "feature 1 (x1) is 11, must be an integer from 0 to 10");
        assertThat(refusal(coins, "[0,0.5]").reason()).isEqualTo(Reason.OUT_OF_SUPPORT);
        assertThat(refusal(coins, "[0,1e999]").reason()).isEqualTo(Reason.NOT_FINITE);
    }

    @Test
    void numbersAreReadToTheLastBit() throws RejectedPointException {
        long seed = 99;
        Random random = new Random(seed);
        PointDecoder decoder = decoder(Features.ofDimension(1), MissingValues.ALLOW);
        for (int i = 0; i < 100_000; i++) {
            String number = NumberTexts.next(random);
            double expected = new BigDecimal(number).doubleValue();
            if (Math.abs(expected) <= Support.LARGEST) {
                assertThat(decode(decoder, "[" + number + "]").values()[0])
                        .as("seed %d, %s", seed, number)
                        .isEqualTo(number.startsWith("-") && expected == 0 ? -0.0 : expected);
            } else {
                assertThat(refusal(decoder, "[" + number + "]").reason())
                        .isIn(Reason.NOT_FINITE, Reason.OUT_OF_SUPPORT);
            }
        }
    }

    private static Features named(String... names) {
        return new Features(List.of(names));
    }

    private static PointDecoder decoder(Features features, MissingValues missing) {
        return PointDecoders.of(PointFormat.JSON, features, missing, Support.NUMBERS, MAX_BYTES);
    }
}
