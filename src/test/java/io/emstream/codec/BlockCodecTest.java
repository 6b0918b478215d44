package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.emstream.codec.Assignment.Status;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks and their answers as bytes, against those of another program. */
class BlockCodecTest {
    private static final int MAX_ROWS = 5;
    private static final double NAN = Double.NaN;

    private final PointTable table = new PointTable(2);

    private BlockDecoder decoder(PointFormat format, String... features) {
        Features named = features.length == 0 ? Features.ofDimension(2) : new Features(List.of(features));
        return PointDecoders.blocks(
                format,
                named,
                MissingValues.ALLOW,
                Families.parse("gaussian-full").support(),
                MAX_ROWS);
    }

    private void decode(PointFormat format, byte[] block) throws RejectedPointException {
        BlockDecoder decoder = decoder(format);
        assertThat(decoder.isBlock(block)).isTrue();
        decoder.decode(block, table);
    }

    @Test
    void packedBlocksAreWhatAnotherProgramWrote() throws RejectedPointException {
        decode(PointFormat.FLOAT32, Golden.bytes("block-float32-v1"));
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.refused()).isZero();
        assertThat(table.values(0)).containsExactly(1.5, -2);
        assertThat(table.values(1)).containsExactly(NAN, 0.25);
        assertThat(table.observed(1)).isEqualTo(1);
        assertThat(table.values(2)).containsExactly((float) 1e38, 3);
        assertThat(table.weight(2)).isEqualTo(1);
        assertThat(table.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
        // Whatever the topic's own size of numbers is.
        decode(PointFormat.FLOAT32, Golden.bytes("block-float64-weights-v1"));
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.values(0)).containsExactly(1.5, -2);
        assertThat(table.values(1)).containsExactly(0.1, NAN);
        assertThat(table.weight(0)).isZero();
        assertThat(table.weight(1)).isEqualTo(2.5);
    }

    @Test
    void packedBlocksAreWrittenAsAnotherProgramDoes() {
        List<Point> plain = List.of(point(1, 1.5, -2), point(1, NAN, 0.25), point(1, 1e38, 3));
        assertThat(PointEncoders.blocks(PointFormat.FLOAT32).encode(plain)).isEqualTo(Golden.bytes("block-float32-v1"));
        List<Point> weighted = List.of(point(0, 1.5, -2), point(2.5, 0.1, NAN));
        assertThat(PointEncoders.blocks(PointFormat.FLOAT64).encode(weighted))
                .isEqualTo(Golden.bytes("block-float64-weights-v1"));
    }

    @Test
    void blocksOfJsonAreWrittenAsTheyAreRead() {
        BlockEncoder encoder = PointEncoders.blocks(PointFormat.JSON);
        assertThat(new String(encoder.encode(List.of(point(1, 1.5, NAN), point(1, -2, 0.1))), UTF_8))
                .isEqualTo("{\"X\":[[1.5,null],[-2.0,0.1]]}");
        assertThat(new String(encoder.encode(List.of(new Point(new double[] {1.5, 2}, 3, 77), point(1, 3, 4))), UTF_8))
                .isEqualTo("{\"X\":[[1.5,2.0],[3.0,4.0]],\"w\":[3.0,1.0],\"timestamp\":77}");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PointEncoders.blocks(PointFormat.CSV));
    }

    @ParameterizedTest
    @EnumSource(
            value = PointFormat.class,
            names = {"JSON", "FLOAT64"})
    void whatIsWrittenIsReadToTheLastBit(PointFormat format) throws RejectedPointException {
        Random random = new Random(3);
        List<Point> points = random.doubles(MAX_ROWS)
                .mapToObj(weight -> point(weight, random.nextGaussian(), random.nextInt(3) == 0 ? NAN : 1 / 3.0))
                .toList();
        decode(format, PointEncoders.blocks(format).encode(points));
        assertThat(table.rows()).isEqualTo(MAX_ROWS);
        assertThat(table.refused()).isZero();
        for (int row = 0; row < MAX_ROWS; row++) {
            assertThat(table.values(row)).containsExactly(points.get(row).values());
            assertThat(table.weight(row)).isEqualTo(points.get(row).weight());
        }
    }

    private static Point point(double weight, double... values) {
        return new Point(values, weight, Point.NO_TIMESTAMP);
    }

    @Test
    void packedPointsAreNoBlocks() {
        BlockDecoder decoder = decoder(PointFormat.FLOAT64);
        assertThat(decoder.isBlock(null)).isFalse();
        assertThat(decoder.isBlock(new byte[0])).isFalse();
        assertThat(decoder.isBlock(new byte[16])).isFalse();
        byte[] missing = new byte[16];
        missing[6] = (byte) 0xF8;
        missing[7] = 0x7F;
        assertThat(decoder.isBlock(missing)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "4, 2, NOT_A_POINT",
        "5, 4, NOT_A_POINT",
        "5, 1, NOT_A_POINT",
        "8, 0, NOT_A_POINT",
        "8, 2, NOT_A_POINT",
        "8, 6, TOO_LARGE",
        "11, -1, TOO_LARGE",
        "12, 3, WRONG_DIMENSION",
        "15, -128, WRONG_DIMENSION"
    })
    void aDamagedHeaderIsRefused(int at, byte value, Reason reason) {
        byte[] block = Golden.bytes("block-float32-v1");
        block[at] = value;
        assertRefused(PointFormat.FLOAT32, block, reason);
    }

    @Test
    void aTruncatedBlockIsRefused() {
        byte[] block = Golden.bytes("block-float64-weights-v1");
        for (int length = 8; length < block.length; length++) {
            assertRefused(PointFormat.FLOAT64, Arrays.copyOf(block, length), Reason.NOT_A_POINT);
        }
        assertRefused(PointFormat.FLOAT64, Arrays.copyOf(block, block.length + 1), Reason.NOT_A_POINT);
    }

    private void assertRefused(PointFormat format, byte[] block, Reason reason) {
        assertThatExceptionOfType(RejectedPointException.class)
                .isThrownBy(() -> decode(format, block))
                .satisfies(why -> assertThat(why.reason()).isEqualTo(reason))
                .satisfies(why -> assertThat(why.getMessage()).containsAnyOf("must", "is not JSON at byte"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X\":[[1.5,-2],[null,0.25]]}",
                " { \"X\" : [ [1.5,-2.0] , [\"NaN\",25e-2] ] , \"w\" : null , \"timestamp\" : null, \"weight\": null } ",
                "{\"from\":\"a\",\"X\":[[1.5,-2],[NaN,0.25]],\"more\":[[1]]}",
                "{\"w\":[1,null],\"timestamp\":null,\"X\":[[1.5,-2],[null,0.25]]}",
            })
    void blocksOfJson(String json) throws RejectedPointException {
        decode(PointFormat.JSON, json.getBytes(UTF_8));
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.refused()).isZero();
        assertThat(table.values(0)).containsExactly(1.5, -2);
        assertThat(table.values(1)).containsExactly(NAN, 0.25);
        assertThat(table.weight(1)).isEqualTo(1);
        assertThat(table.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
    }

    @Test
    void weightsAndTimeOfJson() throws RejectedPointException {
        decode(PointFormat.JSON, "{\"X\":[[1,2],[3,4]],\"w\":[0,2.5],\"timestamp\":12}".getBytes(UTF_8));
        assertThat(table.weight(0)).isZero();
        assertThat(table.weight(1)).isEqualTo(2.5);
        assertThat(table.timestamp()).isEqualTo(12);
        // What was said of one block is not said of the next.
        decode(PointFormat.JSON, "{\"X\":[[1,2],[3,4]]}".getBytes(UTF_8));
        assertThat(table.weight(1)).isEqualTo(1);
        assertThat(table.timestamp()).isEqualTo(Point.NO_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2]",
                "{\"x\":[1,2]}",
                "{\"x\":[1,2],\"X\":[[1,2]]}",
                "{\"y\":{\"X\":[[1,2]]},\"x\":[1,2]}",
                "{\"X\":[1,2]}",
                "{\"X\":null}",
                "{\"X\":3,\"Y\":[[1]]}",
                "{\"y\":\"\\\"X\\\":[[\"}",
                "{\"y\":1,\"X\"",
                "{\"y\":[[[[,\"X\":[[1,2]]}",
                "{",
                "",
                "[[1,2]]"
            })
    void pointsOfJsonAreNoBlocks(String json) {
        assertThat(decoder(PointFormat.JSON).isBlock(json.getBytes(UTF_8))).isFalse();
    }

    @Test
    void featuresMayStandInTheFieldOfRows() {
        byte[] block = "{\"X\":[[1,2]]}".getBytes(UTF_8);
        assertThat(decoder(PointFormat.JSON, "/X/0/0", "y").isBlock(block)).isFalse();
        assertThat(decoder(PointFormat.JSON, "X", "y").isBlock(block)).isTrue();
        assertThat(decoder(PointFormat.CSV).isBlock(block)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_A_POINT   | {\"X\":[]}",
                "NOT_A_POINT   | {\"X\":[[1,2]",
                "NOT_A_POINT   | {\"X\":[[1,2]]} 3",
                "NOT_A_POINT   | {\"X\":[[1,2]],\"X\":[[1,2]]}",
                "NOT_A_POINT   | {\"X\":[[1,2]],\"w\":[1],\"w\":[1]}",
                "NOT_A_POINT   | {\"X\":[[1,2]],\"timestamp\":1,\"timestamp\":1}",
                "TOO_LARGE     | {\"X\":[[1,2],[1,2],[1,2],[1,2],[1,2],[1,2]]}",
                "BAD_WEIGHT    | {\"X\":[[1,2]],\"w\":[]}",
                "BAD_WEIGHT    | {\"X\":[[1,2]],\"w\":[1,2,3,4,5,6,7,8,9]}",
                "BAD_WEIGHT    | {\"X\":[[1,2]],\"weight\":2}",
                "BAD_TIMESTAMP | {\"X\":[[1,2]],\"timestamp\":[]}",
            })
    void aBrokenBlockOfJsonIsRefused(Reason reason, String json) {
        assertRefused(PointFormat.JSON, json.getBytes(UTF_8), reason);
    }

    @Test
    void rowsThatAreNoPointsAreNotedWithTheirBytes() throws RejectedPointException {
        byte[] block = "{\"X\":[ [1,2] ,[1, {\"a\":[2]}, 3],\"é\", [ 1e999,2 ],{}]}".getBytes(UTF_8);
        decode(PointFormat.JSON, block);
        assertThat(table.refused()).isEqualTo(4);
        assertThat(table.refusal(0)).isNull();
        String[] bytes = {"[1,2]", "[1, {\"a\":[2]}, 3]", "\"é\"", "[ 1e999,2 ]", "{}"};
        Reason[] reasons = {null, Reason.WRONG_DIMENSION, Reason.NOT_A_POINT, Reason.NOT_FINITE, Reason.NOT_A_POINT};
        for (int row = 0; row < bytes.length; row++) {
            assertThat(new String(table.bytes(row, block), UTF_8)).isEqualTo(bytes[row]);
            RejectedPointException why = table.refusal(row);
            assertThat(why == null ? null : why.reason()).isEqualTo(reasons[row]);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "FLOAT32"})
    void whateverIsInABlockIsAnswered(PointFormat format) {
        byte[] valid = format == PointFormat.JSON
                ? "{\"w\":[1,2,null],\"X\":[[1,2],[-3.5e-2,null],[\"NaN\",Infinity]],\"timestamp\":12}".getBytes(UTF_8)
                : Golden.bytes("block-float64-weights-v1");
        Random random = new Random(8);
        BlockDecoder decoder = decoder(format);
        int blocks = 0;
        int broken = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(valid, valid.length - (random.nextInt(4) == 0 ? random.nextInt(20) : 0));
            for (int change = random.nextInt(4); change > 0; change--) {
                damaged[random.nextInt(damaged.length)] =
                        random.nextBoolean() ? (byte) random.nextInt() : valid[random.nextInt(valid.length)];
            }
            if (decoder.isBlock(damaged)) {
                blocks++;
                try {
                    decoder.decode(damaged, table);
                    assertThat(table.rows()).isBetween(1, MAX_ROWS);
                    for (int row = 0; row < table.rows(); row++) {
                        assertThat(table.bytes(row, damaged)).isNotEmpty();
                    }
                } catch (RejectedPointException why) {
                    broken++;
                    assertThat(why).hasMessageContaining(" ");
                }
            }
        }
        assertThat(blocks).isGreaterThan(5000);
        assertThat(broken).isBetween(1000, blocks - 1000);
    }

    @Test
    void packedAnswersAreReadAsAnotherProgramWroteThem() {
        List<@Nullable Assignment> rows = BlockAssignments.decode(Golden.bytes("block-answer-v1"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0))
                .isEqualTo(new Assignment(
                        120431, 42, 7L, Map.of(7L, 0.75, 3L, 0.25), 0.001953125, -4.25, 0.3125, Status.OK));
        assertThat(rows.get(1)).isNull();
        assertThat(rows.get(2))
                .isEqualTo(
                        new Assignment(120431, 42, 3L, Map.of(3L, 1.0, 7L, 0.0), 0, NAN, NAN, Status.NOTHING_OBSERVED));
    }

    @Test
    void packedAnswersAreWhatAnotherProgramComputed() {
        Family family = Families.parse("gaussian-full");
        Component component = family.component(
                Map.of(
                        "mean",
                        Parameter.vector("mean", new double[] {0, 0}),
                        "covariance",
                        Parameter.matrix("covariance", new double[] {1, 0, 0, 1})),
                2);
        Mixture mixture =
                new Mixture(family, new double[] {0.75, 0.25}, List.of(component, component), new long[] {7, 3});
        Model model = new Model(
                "m",
                42,
                0,
                0,
                Features.ofDimension(2),
                mixture,
                List.of(new Model.Cluster(1, 1), new Model.Cluster(1, 1)),
                1,
                1,
                "none",
                NAN,
                NAN,
                0);
        RowResponsibilities answer = new RowResponsibilities(new CompiledMixture(mixture));
        answer.add(new double[] {1, -2}, 2, 1);
        answer.skip();
        answer.add(new double[] {0.5, 0.25}, 2, 1);
        answer.answer();
        BlockAnswers answers = BlockAnswers.of(PointFormat.FLOAT32, ResponsibilityDetail.DEFAULT);
        answers.begin(5, model, 3);
        answers.add(answer, new double[] {Math.exp(-2.5), NAN, Math.exp(-0.15625)});
        assertSame(answers.end(), Golden.bytes("block-answer-gaussian-v1"));
    }

    /** The same bytes, but for the last digits of log-densities. */
    private static void assertSame(byte[] actual, byte[] golden) {
        int logDensities = 32 + 2 * 8 + 3 * 8;
        assertThat(actual).hasSameSizeAs(golden);
        assertThat(Arrays.copyOf(actual, logDensities)).isEqualTo(Arrays.copyOf(golden, logDensities));
        List<@Nullable Assignment> rows = BlockAssignments.decode(actual);
        List<@Nullable Assignment> wanted = BlockAssignments.decode(golden);
        for (int row = 0; row < rows.size(); row++) {
            Assignment one = rows.get(row);
            Assignment other = wanted.get(row);
            if (one != null && other != null) {
                assertThat(one.logDensity()).isEqualTo(other.logDensity(), within(1e-14));
            }
        }
        int after = logDensities + 3 * 8;
        assertThat(Arrays.copyOfRange(actual, after, actual.length))
                .isEqualTo(Arrays.copyOfRange(golden, after, golden.length));
    }

    @Test
    void answersWithoutAModel() throws RejectedPointException {
        decode(PointFormat.JSON, "{\"X\":[[1,2],[3]]}".getBytes(UTF_8));
        BlockAnswers packed = BlockAnswers.of(PointFormat.FLOAT64, ResponsibilityDetail.DEFAULT);
        byte[] golden = Golden.bytes("block-answer-no-model-v1");
        assertThat(packed.withoutModel(9, table)).isEqualTo(golden);
        BlockAnswers json = BlockAnswers.of(PointFormat.JSON, ResponsibilityDetail.DEFAULT);
        String line = "{\"offset\":9,\"model\":0,\"rows\":2,\"cluster\":[null,null],\"status\":[\"NO_MODEL\",null]}";
        assertThat(new String(json.withoutModel(9, table), UTF_8)).isEqualTo(line);
        for (byte[] answer : List.of(golden, line.getBytes(UTF_8))) {
            assertThat(BlockAssignments.isBlock(answer)).isTrue();
            List<@Nullable Assignment> rows = BlockAssignments.decode(answer);
            assertThat(rows).hasSize(2);
            assertThat(rows.get(1)).isNull();
            assertThat(Objects.requireNonNull(rows.get(0)).status()).isEqualTo(Status.NO_MODEL);
            assertThat(Objects.requireNonNull(rows.get(0)).cluster()).isNull();
        }
    }
}
