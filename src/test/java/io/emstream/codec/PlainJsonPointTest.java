package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read here is what the parser reads; a field that nobody asked for sends a point there. */
class PlainJsonPointTest {
    private static final long SEED = 6;
    private static final Features NAMED = new Features(List.of("amount", "größe", "z"));

    private final PointDecoder vectors = decoder(Features.ofDimension(3));
    private final PointDecoder fields = decoder(NAMED);

    @Test
    void numbersAreThoseOfTheParserToTheLastBit() throws RejectedPointException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            String numbers = number(random) + "," + number(random) + " ,\t" + number(random);
            double[] plain = values(vectors, "{\"x\":[" + numbers + "]}");
            double[] parsed = values(vectors, "{\"x\":[" + numbers + "],\"other\":0}");
            assertThat(plain).as("seed %d: %s", SEED, numbers).containsExactly(parsed);
            assertThat(values(vectors, " [" + numbers + "]\n")).containsExactly(parsed);
        }
    }

    private static String number(SplittableRandom random) {
        double value = random.nextGaussian() * Math.pow(10, random.nextInt(-8, 9));
        return switch (random.nextInt(9)) {
            case 0 -> Double.toString(value);
            case 1 -> String.format(Locale.ROOT, "%.6f", value);
            case 2 -> Long.toString(random.nextLong());
            case 3 -> String.format(Locale.ROOT, "%.25f", value);
            case 4 -> String.format(Locale.ROOT, "%.3e", value);
            case 5 -> random.nextBoolean() ? "-0" : "-0.0";
            case 6 -> String.format(Locale.ROOT, "%.2f", value);
            case 7 -> random.nextInt(100) + "E-" + random.nextInt(30);
            default -> String.format(Locale.ROOT, "%.0f", value * 1e15);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":1,\"größe\":2.5,\"z\":-3}",
                "{ \"z\" : -3 , \"amount\":1.0,\n\"größe\":25e-1 }",
                "{\"größe\":2.5,\"z\":-3,\"amount\":1,\"x\":7}",
                "{\"amount\":1,\"gr\\u00f6\\u00dfe\":2.5,\"z\":-3}",
                "{\"x\":[1,2.5,-3]}",
                "{\"x\":[1,2.5,-3],\"amount\":9}",
            })
    void fieldsCountInAnyOrder(String json) throws RejectedPointException {
        assertThat(values(fields, json)).containsExactly(1, 2.5, -3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2,03]",
                "[1,2,.5]",
                "[1,2,5.]",
                "[1,2,+5]",
                "[1,2,5e]",
                "[1,2,5e+]",
                "[1,2,-]",
                "[1,2,--1]",
                "[1,2,3",
                "[1,2,3]]",
                "[1,2,3],",
                "[1,,3]",
                "[1,2]",
                "[1,2,3,4]",
                "[1,2,1e999]",
                "[1,2,Infinity]",
                "{\"x\":[1,2,3]",
                "{\"x\":[1,2,3]}}",
                "{\"x\":[1,2,3],}",
                "{\"x\":[1,2,3],\"x\":[1,2,3]}",
                "{x:[1,2,3]}",
                "{\"x\"[1,2,3]}",
                "[1 2 3]",
                "[1,2,0x3]",
                "[1,2,3.5.1]",
                "[1,2,1e99999]",
                "",
                "[",
                "{",
                "{\"x\"",
                "{\"x\":"
            })
    void whatIsNoPointIsRefused(String json) {
        assertThat(catchThrowable(() -> vectors.decode(json.getBytes(UTF_8))))
                .as(json)
                .isInstanceOf(RejectedPointException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {990, 996, 997, 1000, 1001, 1010})
    void aNumberMayBeAsLongAsTheParserTakes(int digits) {
        for (String number : List.of(
                "0." + "1".repeat(digits - 1),
                "0." + "0".repeat(digits - 1),
                "0." + "0".repeat(digits - 2) + "1",
                "0." + "1".repeat(digits - 5) + "E-0001")) {
            for (String json : List.of("[1,2," + number + "]", "{\"x\":[1,2," + number + "],\"other\":0}")) {
                assertThat(catchThrowable(() -> values(vectors, json)) == null)
                        .as(json)
                        .isEqualTo(digits <= 1000);
            }
        }
    }

    @Test
    void aFeatureCalledXIsANumberOrTheVector() throws RejectedPointException {
        PointDecoder decoder = decoder(new Features(List.of("x", "y")));
        assertThat(values(decoder, "{\"x\":1,\"y\":2}")).containsExactly(1, 2);
        assertThat(values(decoder, "{\"x\":[1,2]}")).containsExactly(1, 2);
    }

    @Test
    void aPointerIntoXIsFollowed() throws RejectedPointException {
        PointDecoder decoder = decoder(new Features(List.of("/x/1", "/x/0")));
        assertThat(values(decoder, "{\"x\":[1,2]}")).containsExactly(2, 1);
    }

    private static PointDecoder decoder(Features features) {
        return PointDecoders.of(PointFormat.JSON, features, MissingValues.REFUSE, Support.NUMBERS, 10_000);
    }

    private static double[] values(PointDecoder decoder, String json) throws RejectedPointException {
        Point point = decoder.decode(json.getBytes(UTF_8));
        assertThat(point.weight()).isEqualTo(1);
        assertThat(point.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
        return point.values();
    }
}
