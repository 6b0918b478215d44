package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.codec.Assignment.Status;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.ModelJson;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.Responsibilities;
import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation gives to readers in other languages does what it says. */
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-9;

    @TempDir
    private Path directory;

    static Stream<Family> densities() {
        return Samples.families().filter(family -> family.assignment() == Family.Assignment.SOFT);
    }

    @ParameterizedTest
    @MethodSource("densities")
    void aModelIsEnoughToScoreWith(Family family) throws Exception {
        Python.assumeNumPy();
        Model model = model(family);
        List<Point> points =
                Samples.withMissing(Samples.draw(model.mixture(), 100, new Random(3)), 0.2, new Random(4)).stream()
                        .filter(point -> Arrays.stream(point.values()).anyMatch(Double::isFinite))
                        .toList();
        Files.write(directory.resolve("model.json"), ModelJson.encode(model));
        Files.writeString(directory.resolve("points.csv"), csv(points));

        List<String> theirs = Python.example(directory, "score.py", "model.json", "points.csv")
                .lines()
                .toList();

        assertThat(theirs).hasSameSizeAs(points);
        Responsibilities ours = new Responsibilities(new CompiledMixture(model.mixture()));
        for (int i = 0; i < points.size(); i++) {
            ours.of(points.get(i));
            assertAlike(ours, model.mixture(), JSON.readTree(theirs.get(i)), "point " + i);
        }
    }

    private static void assertAlike(Responsibilities ours, Mixture mixture, JsonNode theirs, String point) {
        double density = theirs.get("logDensity").asDouble();
        assertThat(ours.logDensity()).as(point).isCloseTo(density, within(TOLERANCE * Math.max(1, Math.abs(density))));
        JsonNode parts = theirs.get("responsibilities");
        for (int k = 0; k < mixture.size(); k++) {
            assertThat(parts.get(Long.toString(mixture.cluster(k))).asDouble())
                    .as(point)
                    .isCloseTo(ours.value(k), within(TOLERANCE));
        }
        if (mixture.noise() != null) {
            assertThat(parts.get("outlier").asDouble()).as(point).isCloseTo(ours.outlier(), within(TOLERANCE));
        }
        assertThat(theirs.get("cluster").asLong()).as(point).isEqualTo(mixture.cluster(ours.component()));
    }

    @Test
    void labelsAreJoinedToTheirEventsByPartitionAndOffset() throws Exception {
        Python.assumeNumPy();
        Model model = model(Samples.families().findFirst().orElseThrow());
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(model.mixture()));
        responsibilities.of(Point.of(new double[] {1, 2, 3}));
        AssignmentJson json = new AssignmentJson(ResponsibilityDetail.DEFAULT);
        // With transactions the offsets of labels are not those of their points, and a dead letter leaves a gap.
        Files.writeString(
                directory.resolve("points"), "0\t5\t{\"n\":1}\n0\t6\t{\"n\":2}\n1\t5\t{\"n\":3}\n1\t6\t{\"n\":4}\n");
        Files.writeString(
                directory.resolve("labels"),
                "0\t1\t" + new String(json.encode(5, model, responsibilities, 0.25, Status.OK), UTF_8) + "\n1\t7\t"
                        + new String(json.encodeWithoutModel(5), UTF_8) + "\n1\t9\t"
                        + new String(json.encode(6, model, responsibilities, 0.5, Status.OK), UTF_8) + "\n");
        List<JsonNode> joined = Python.example(directory, "join.py", "points", "labels")
                .lines()
                .map(ExamplesTest::parsed)
                .toList();
        assertThat(joined)
                .extracting(each -> each.get("event").get("n").asInt())
                .containsExactly(1, 3, 4);
        assertThat(joined).extracting(each -> each.get("tail").asDouble()).containsExactly(0.25, 0.0, 0.5);
        assertThat(joined.get(1).get("cluster").isNull()).isTrue();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
            throw new AssertionError(line, noJson);
        }
    }

    private static String csv(List<Point> points) {
        return points.stream()
                .map(point -> Arrays.stream(point.values())
                        .mapToObj(value -> Double.isNaN(value) ? "" : Double.toString(value))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "a,b,c\n", "\n"));
    }

    private static Model model(Family family) {
        Mixture mixture = Samples.mixture(family, 3, 3, new Random(5));
        if (!family.support().isDiscrete()) {
            mixture = mixture.withNoise(new Noise(0.05, new double[] {3, 4, 5}));
        }
        List<Model.Cluster> clusters = mixture.components().stream()
                .map(each -> new Model.Cluster(1, 10))
                .toList();
        return new Model(
                "m",
                3,
                2,
                1,
                new Features(List.of("a", "b", "c")),
                mixture,
                clusters,
                100,
                100,
                "none",
                Double.NaN,
                Double.NaN,
                0);
    }
}
