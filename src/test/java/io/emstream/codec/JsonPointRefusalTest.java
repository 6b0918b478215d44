package io.emstream.codec;

import static io.emstream.codec.Refusals.assertRejected;
import static io.emstream.codec.Refusals.decode;
import static io.emstream.codec.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of records that are no points in JSON. */
class JsonPointRefusalTest {
    private static final int MAX_BYTES = 10_000;
    private static final PointDecoder UNNAMED = decoder(Features.ofDimension(2), MissingValues.ALLOW);
    private static final PointDecoder STRICT = decoder(Features.ofDimension(2), MissingValues.REFUSE);
    private static final PointDecoder NAMED = decoder(named("amount", "/geo/lat"), MissingValues.ALLOW);
    private static final PointDecoder STRICT_NAMED = decoder(named("amount", "/geo/lat"), MissingValues.REFUSE);

    @ParameterizedTest
    @ValueSource(strings = {"a,/a", "/a,/a/b", "/a/b,/a", "/a/b,a", "/a/0,/a/0/x", "/a/00,a"})
    void featuresInOnePlaceContradictEachOther(String names) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder(named(names.split(",")), MissingValues.ALLOW))
                .withMessageMatching("features: .* and .* cannot both be numbers of one object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1] | WRONG_DIMENSION | point has 1 value, must have 2",
                "[] | WRONG_DIMENSION | point has 0 values, must have 2",
                "[1,2,\"three\",[4]] | WRONG_DIMENSION | point has 4 values, must have 2",
                "{\"x\":[1,2,3]} | WRONG_DIMENSION | point has 3 values, must have 2",
                "[1,1e400] | NOT_FINITE | feature 1 (x1) is 1e400, must be finite",
                "[-Infinity,1] | NOT_FINITE | feature 0 (x0) is -Infinity, must be finite",
                "[1,1e101] | OUT_OF_SUPPORT | feature 1 (x1) is 1e101, must be a number from -1e100 to 1e100",
                "[1,\"2\"] | NOT_A_POINT | feature 1 (x1) is \"2\", must be a number",
                "[1,\"Infinity\"] | NOT_A_POINT | feature 1 (x1) is \"Infinity\", must be a number",
                "[1,true] | NOT_A_POINT | feature 1 (x1) is true, must be a number",
                "[1,[2]] | NOT_A_POINT | feature 1 (x1) is an array, must be a number",
                "[[1,2],[3,4]] | NOT_A_POINT | feature 0 (x0) is an array, must be a number",
                "[{},2] | NOT_A_POINT | feature 0 (x0) is an object, must be a number",
                "{\"x\":5} | NOT_A_POINT | x is 5, must be an array",
                "{\"x\":null} | NOT_A_POINT | x is null, must be an array",
                "{\"x\":{\"a\":1}} | NOT_A_POINT | x is an object, must be an array",
                "{} | NOT_A_POINT | record value has no x, must have it as an array",
                "{\"y\":[1,2]} | NOT_A_POINT | record value has no x, must have it as an array",
                "{\"x\":[1,2],\"x\":[1,2]} | NOT_A_POINT | x is there twice, must be there once",
                "{\"x0\":1,\"x0\":1} | NOT_A_POINT | feature 0 (x0) is there twice, must be there once",
                "{\"weight\":1,\"x\":[1,2],\"weight\":1} | NOT_A_POINT | weight is there twice, must be there once",
                "{\"timestamp\":1,\"timestamp\":1} | NOT_A_POINT | timestamp is there twice, must be there once",
                "{\"x\":[1,2],\"weight\":-1} | BAD_WEIGHT | weight is -1, must be a number from 0 to 1e15",
                "{\"x\":[1,2],\"weight\":NaN} | BAD_WEIGHT | weight is NaN, must be a number from 0 to 1e15",
                "{\"x\":[1,2],\"weight\":1e999} | BAD_WEIGHT | weight is 1e999, must be a number from 0 to 1e15",
                "{\"x\":[1,2],\"weight\":1.1e15} | BAD_WEIGHT | weight is 1.1e15, must be a number from 0 to 1e15",
                "{\"x\":[1,2],\"weight\":\"1\"} | BAD_WEIGHT | weight is \"1\", must be a number from 0 to 1e15",
                "{\"x\":[1,2],\"weight\":[1]} | BAD_WEIGHT | weight is an array, must be a number from 0 to 1e15",
                "{\"timestamp\":1e99} | BAD_TIMESTAMP | timestamp is 1e99, must be in the years 1 to 9999",
                "{\"timestamp\":NaN} | BAD_TIMESTAMP | timestamp is NaN, must be ISO-8601 with an offset"
                        + " (2001-01-01T00:01Z) or epoch milliseconds",
                "5 | NOT_A_POINT | record value is 5, must be an array or an object",
                "\"[1,2]\" | NOT_A_POINT | record value is \"[1,2]\", must be an array or an object",
                "null | NOT_A_POINT | record value is null, must be an array or an object",
                "`` | NOT_A_POINT | record value is empty, must be an array or an object",
                "` ` | NOT_A_POINT | record value is empty, must be an array or an object",
                "[1,2] [3,4] | NOT_A_POINT | record value goes on at byte 6, must end with the point",
                "[1,2]1 | NOT_A_POINT | record value goes on at byte 5, must end with the point",
            })
    void othersAreNoPointsAndAreToldWhy(String json, Reason reason, String message) {
        assertRejected(UNNAMED, json, reason, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2",
                "[1,2}",
                "{\"x\":[1,2]",
                "{\"x\":[1,2],}",
                "{\"x\":[1,2] \"y\":1}",
                "[1,2]]",
                "[1 2]",
                "[1,]",
                "{x:[1,2]}",
                "{'x':[1,2]}",
                "[01,2]",
                "[+1,2]",
                "[.5,2]",
                "[1.,2]",
                "[0x1,2]",
                "[1e,2]",
                "[--1,2]",
                "[nan,2]",
                "[1,2]//",
                "hello",
                "<x>1</x>",
                "1.5,2.0",
                "\u0000",
                "\uFEFF[1,2]",
                "[1,2]\u0000",
                "{\"a\":\"\t\",\"x\":[1,2]}",
                "{\"a\":\"\\q\",\"x\":[1,2]}",
                "{\"a\":tru,\"x\":[1,2]}",
                "[1\u00a0,2]"
            })
    void whatIsNotJsonIsNoPoint(String text) {
        RejectedPointException refused = refusal(UNNAMED, text);
        assertThat(refused.reason()).isEqualTo(Reason.NOT_A_POINT);
        assertThat(refused).hasMessageMatching("record value (is not JSON at byte \\d+: .*|goes on at byte .*)");
    }

    @Test
    void invalidUtf8IsNoPoint() {
        for (String prefix : List.of("{\"x\":[1,2],\"a\":\"", "{\"", "[\"")) {
            byte[] bytes = (prefix + "?\"]}").getBytes(StandardCharsets.UTF_8);
            bytes[prefix.length()] = (byte) 0xff;
            assertThat(refusal(UNNAMED, bytes).reason()).isEqualTo(Reason.NOT_A_POINT);
        }
    }

    @Test
    void otherEncodingsAreNoPoints() {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThat(refusal(UNNAMED, "[1,2]".getBytes(charset)).reason()).isEqualTo(Reason.NOT_A_POINT);
        }
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThat(refusal(UNNAMED, "[".repeat(9999))).hasMessageStartingWith("feature 0 (x0) is an array");
        assertThat(refusal(UNNAMED, "{\"a\":".repeat(1500))).hasMessageContaining("is not JSON");
        assertThat(refusal(NAMED, "{\"geo\":" + "[".repeat(5000))).hasMessageContaining("is not JSON");
        assertThat(refusal(UNNAMED, "[1," + "9".repeat(5000) + "]")).hasMessageContaining("is not JSON");
        assertRejected(
                UNNAMED,
                "[1," + "9".repeat(500) + "]",
                Reason.NOT_FINITE,
                "feature 1 (x1) is 9999999999999999999999999999999999999999…, must be finite");
        assertThat(refusal(UNNAMED, "[1,\"" + "a".repeat(5000) + "\"]").getMessage())
                .hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1,null] | feature 1 (x1) is missing, must be a number",
                "[NaN,1] | feature 0 (x0) is missing, must be a number",
                "{\"x1\":1} | feature 0 (x0) is missing, must be a number",
            })
    void missingValuesMayBeRefused(String json, String message) {
        assertRejected(STRICT, json, Reason.MISSING, message);
    }

    @Test
    void featuresThatAreNotThereAreMissing() {
        assertRejected(
                STRICT_NAMED,
                "{\"amount\":1,\"geo\":{\"lon\":2}}",
                Reason.MISSING,
                "feature 1 (/geo/lat) is missing, must be a number");
    }

    @Test
    void aRecordHasAValueOfBoundedSize() {
        RejectedPointException none =
                Objects.requireNonNull(catchThrowableOfType(RejectedPointException.class, () -> UNNAMED.decode(null)));
        assertThat(none.reason()).isEqualTo(Reason.MISSING);
        assertThat(none).hasMessage("record has no value");
        assertRejected(
                UNNAMED,
                "[1,2]" + " ".repeat(9996),
                Reason.TOO_LARGE,
                "record value has 10001 bytes, must have at most 10000");
    }

    @Test
    void aRefusalLeavesNothingBehind() throws RejectedPointException {
        refusal(UNNAMED, "{\"weight\":5,\"timestamp\":7,\"x0\":1,\"x1\":\"a\"}");
        Point point = decode(UNNAMED, "{\"x1\":2}");
        assertThat(point.values()).containsExactly(Double.NaN, 2);
        assertThat(point.weight()).isEqualTo(1);
        assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
    }

    private static Features named(String... names) {
        return new Features(List.of(names));
    }

    private static PointDecoder decoder(Features features, MissingValues missing) {
        return PointDecoders.of(PointFormat.JSON, features, missing, Support.NUMBERS, MAX_BYTES);
    }
}
