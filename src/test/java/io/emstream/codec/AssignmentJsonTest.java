package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emstream.codec.Assignment.Status;
import io.emstream.em.Responsibilities;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels say what the E-step said. */
class AssignmentJsonTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void aLabelLooksAsDocumented() {
        Responsibilities answer = responsibilities(0.07, 0.93, 0);
        byte[] label = new AssignmentJson(ResponsibilityDetail.DEFAULT)
                .encode(120431, model(answer, 42), answer, 0.31, Status.OK);
        assertThat(ascii(label))
                .isEqualTo("{\"offset\":120431,\"model\":42,\"cluster\":20,"
                        + "\"responsibilities\":{\"20\":0.93,\"10\":0.07},"
                        + "\"logDensity\":-4.31,\"tail\":0.31,\"status\":\"OK\"}");
        assertThat(AssignmentJson.decode(label))
                .isEqualTo(new Assignment(
                        120431, 42, 20L, Map.of(20L, 0.93, 10L, 0.07), Double.NaN, -4.31, 0.31, Status.OK));
    }

    @Test
    void aLabelWithoutAModelLooksAsDocumented() {
        byte[] label = new AssignmentJson(ResponsibilityDetail.DEFAULT).encodeWithoutModel(120432);
        assertThat(ascii(label)).isEqualTo("{\"offset\":120432,\"model\":0,\"cluster\":null,\"status\":\"NO_MODEL\"}");
        assertThat(AssignmentJson.decode(label))
                .isEqualTo(
                        new Assignment(120432, 0, null, Map.of(), Double.NaN, Double.NaN, Double.NaN, Status.NO_MODEL));
    }

    @Test
    void whereNothingIsObservedThereIsNoDensity() {
        Responsibilities answer = new Responsibilities(new CompiledMixture(gaussians(2)));
        assertThat(answer.of(Point.of(Double.NaN))).isTrue();
        byte[] label = new AssignmentJson(ResponsibilityDetail.DEFAULT)
                .encode(1, model(answer, 1), answer, Double.NaN, Status.NOTHING_OBSERVED);
        assertThat(ascii(label))
                .isEqualTo("{\"offset\":1,\"model\":1,\"cluster\":10,\"responsibilities\":{\"10\":0.5,\"20\":0.5},"
                        + "\"status\":\"NOTHING_OBSERVED\"}");
    }

    @Test
    void anOutlierIsLabelledWithItsBestClusterAndSaysThatItIsOne() {
        Mixture mixture = gaussians(3).withNoise(new Noise(0.25, new double[] {8}));
        Responsibilities answer = new Responsibilities(new CompiledMixture(mixture));
        for (double x : new double[] {1.1, 3.5, 1000}) {
            assertThat(answer.of(Point.of(x))).isTrue();
            Assignment label = AssignmentJson.decode(new AssignmentJson(ResponsibilityDetail.parse("top:1"))
                    .encode(1, model(answer, 1), answer, Double.NaN, Status.OK));
            Long cluster = x < 2 ? 20L : 30L;
            assertThat(label.cluster()).isEqualTo(cluster);
            assertThat(label.responsibilities().keySet()).containsExactly(cluster);
            assertThat(label.outlier()).isCloseTo(answer.outlier(), within(5.000001e-8));
        }
        assertThat(ascii(new AssignmentJson(ResponsibilityDetail.DEFAULT)
                        .encode(7, model(answer, 1), answer, 0, Status.OK)))
                .startsWith("{\"offset\":7,\"model\":1,\"cluster\":30,\"responsibilities\":{\"30\":0.0},"
                        + "\"outlier\":1.0,\"logDensity\":-8.4657359,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threshold:1e-4 | {\"30\":0.5,\"10\":0.4998,\"20\":0.0001}",
                "threshold:0.5 | {\"30\":0.5}",
                "threshold:0.9 | {\"30\":0.5}",
                "top:1 | {\"30\":0.5}",
                "top:2 | {\"30\":0.5,\"10\":0.4998}",
                "top:9 | {\"30\":0.5,\"10\":0.4998,\"20\":0.0001,\"40\":0.00005,\"50\":0.00005}",
                "all | {\"30\":0.5,\"10\":0.4998,\"20\":0.0001,\"40\":0.00005,\"50\":0.00005}",
                "none |",
            })
    void theDetailSaysWhichResponsibilitiesAreNamed(String detail, String expected) {
        Responsibilities answer = responsibilities(0.4998, 0.0001, 0.5, 0.00005, 0.00005);
        String label = ascii(new AssignmentJson(ResponsibilityDetail.parse(detail))
                .encode(1, model(answer, 1), answer, Double.NaN, Status.OK));
        if (expected == null) {
            assertThat(label).contains("\"cluster\":30").doesNotContain("responsibilities");
        } else {
            assertThat(label).contains("\"cluster\":30,\"responsibilities\":" + expected + ",");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ALL",
                "top",
                "top:",
                "top:0",
                "top:-1",
                "top:x",
                "threshold:",
                "threshold:1",
                "threshold:-1e-9",
                "threshold:NaN",
                "1e-4"
            })
    void otherDetailsAreNone(String detail) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponsibilityDetail.parse(detail))
                .withMessage(detail + " names no responsibilities, must be threshold:1e-4, top:3, all or none");
    }

    @Test
    void labelsAreReadByOthersAsTheyWereMeant() throws IOException {
        long seed = 41;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Responsibilities answer = random(random);
            double[] values = answer.values();
            int most = 1 + random.nextInt(2 * values.length);
            double threshold = random.nextBoolean() ? 0 : Math.pow(10, -8 * random.nextDouble());
            double tail = random.nextInt(4) == 0 ? Double.NaN : Math.pow(10, -30 * random.nextDouble());
            byte[] label = new AssignmentJson(new ResponsibilityDetail(threshold, most))
                    .encode(i, model(answer, seed), answer, tail, Status.OK);

            JsonNode read = MAPPER.readTree(label);
            List<Integer> expected = IntStream.range(0, values.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer k) -> -values[k]))
                    .filter(k -> values[k] >= threshold || k == answer.component())
                    .limit(most)
                    .toList();
            List<String> names = new ArrayList<>();
            read.get("responsibilities").fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .as("seed %d, label %d: %s", seed, i, ascii(label))
                    .isEqualTo(expected.stream().map(k -> "" + 10 * (k + 1)).toList());
            expected.forEach(k -> assertThat(
                            read.get("responsibilities").get("" + 10 * (k + 1)).doubleValue())
                    .isCloseTo(values[k], within(5.000001e-8)));
            assertThat(read.get("offset").longValue()).isEqualTo(i);
            assertThat(read.get("cluster").longValue()).isEqualTo(10L * (answer.component() + 1));
            double density = answer.logDensity();
            assertThat(read.get("logDensity").doubleValue())
                    .isCloseTo(density, within(5.000001e-8 + Math.ulp(density)));
            assertThat(read.path("tail").asDouble(Double.NaN)).isCloseTo(tail, within(5.000001e-8));

            Assignment decoded = AssignmentJson.decode(label);
            assertThat(decoded.responsibilities().keySet())
                    .containsExactlyElementsOf(names.stream().map(Long::valueOf).toList());
            assertThat(decoded.logDensity()).isEqualTo(read.get("logDensity").doubleValue());
        }
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() {
        Assignment assignment = AssignmentJson.decode(bytes("{\"new\":{\"offset\":[1,{}]},\"offset\":1,\"model\":2,"
                + "\"cluster\":3,\"later\":0.5,\"status\":\"OK\",\"tail\":null,\"responsibilities\":null}"));
        assertThat(assignment)
                .isEqualTo(new Assignment(1, 2, 3L, Map.of(), Double.NaN, Double.NaN, Double.NaN, Status.OK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"offset\":1",
                "{\"offset\":1,\"model\":1}",
                "{\"offset\":1,\"model\":1,\"status\":\"GOOD\"}",
                "{\"offset\":1,\"model\":1,\"status\":[]}",
                "{\"offset\":\"1\",\"model\":1,\"status\":\"OK\"}",
                "{\"offset\":99999999999999999999,\"model\":1,\"status\":\"OK\"}",
                "{\"offset\":1,\"model\":1,\"status\":\"OK\",\"responsibilities\":[1]}",
                "{\"offset\":1,\"model\":1,\"status\":\"OK\",\"responsibilities\":{\"a\":1}}",
                "{\"offset\":1,\"model\":1,\"status\":\"OK\",\"responsibilities\":{\"1\":{}}}",
                "{\"offset\":1,\"model\":1,\"status\":\"OK\"} 1",
            })
    void othersAreNoAssignments(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssignmentJson.decode(bytes(json)))
                .withMessageStartingWith("assignment ");
    }

    /** An answer with these responsibilities and a log-density of −4.31. */
    private static Responsibilities responsibilities(double... values) {
        return new ScriptedFamily(values, -4.31).answer();
    }

    private static Responsibilities random(Random random) {
        double[] values = new double[1 + random.nextInt(12)];
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            values[k] = random.nextInt(5) == 0 ? 0.25 : Math.pow(10, -12 * random.nextDouble());
            sum += values[k];
        }
        for (int k = 0; k < values.length; k++) {
            values[k] /= sum;
        }
        double size = Math.pow(10, 320 * random.nextDouble() * random.nextDouble() - 12);
        return new ScriptedFamily(values, random.nextBoolean() ? size : -size).answer();
    }

    private static Mixture gaussians(int size) {
        Family family = Families.parse("gaussian-diag");
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            components.add(family.component(
                    Map.of(
                            "mean", Parameter.vector("mean", new double[] {k}),
                            "variances", Parameter.vector("variances", new double[] {1})),
                    1));
        }
        return ScriptedFamily.mixture(family, components);
    }

    private static Model model(Responsibilities answer, long version) {
        Mixture mixture = answer.mixture().mixture();
        return new Model(
                "m", version, 0, 0, Features.ofDimension(1), mixture, List.of(), 0, 0, "none", 0, 0, Long.MIN_VALUE);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
