package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.Page;
import io.emstream.Python;
import io.emstream.Samples;
import io.emstream.em.Responsibilities;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models go to scikit-learn and come from there. */
class ScikitLearnJsonTest {
    /** Debian's own Python, for which python3-sklearn is installed. */
    private static final String PYTHON = "/usr/bin/python3";

    /** What the page tells readers to do, first from there and then to there. */
    private static final List<String> PAGE = Page.of("governance.md").listings("python");

    private static final String READ_KMEANS = """
            import json, numpy
            from sklearn.cluster import KMeans
            centers = numpy.array(json.load(open("model.json"))["cluster_centers_"])
            model = KMeans(len(centers), init=centers, n_init=1, max_iter=1).fit(centers)
            model.cluster_centers_ = centers
            """;

    private static final String WRITE_KMEANS = """
            import json
            from sklearn.cluster import KMeans
            model = KMeans(5, n_init=1, random_state=1).fit(x)
            json.dump({"cluster_centers_": model.cluster_centers_.tolist()}, open("model.json", "w"))
            """;

    private static final String POINTS = """
            import json, numpy
            x = numpy.array(json.load(open("points.json")))
            """;

    private static final String SCORE = """
            is_mixture = hasattr(model, "score_samples")
            score = model.score_samples(x) if is_mixture else -0.5 * numpy.min(model.transform(x) ** 2, axis=1)
            print(json.dumps({"score": score.tolist(), "label": model.predict(x).tolist()}))
            """;

    private static final List<String> FAMILIES =
            List.of("gaussian-full", "gaussian-tied", "gaussian-diag", "gaussian-spherical", "kmeans");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"gaussian-full", "gaussian-tied", "gaussian-diag", "gaussian-spherical", "kmeans"})
    void aModelComesBack(String family) {
        Model model = model(family);
        Model back = ScikitLearnJson.decode(ScikitLearnJson.encode(model));
        assertThat(back.features()).isEqualTo(model.features());
        assertThat(back.mixture().family().name()).isEqualTo(family);
        assertThat(back.mixture().clusters()).containsExactly(1, 2, 3);
        for (int k = 0; k < 3; k++) {
            if (model.mixture().family().assignment() == Family.Assignment.SOFT) {
                assertThat(back.mixture().weight(k)).isCloseTo(model.mixture().weight(k), within(1e-15));
            }
            for (int p = 0; p < model.mixture().component(k).parameters().size(); p++) {
                assertThat(back.mixture().component(k).parameters().get(p).values())
                        .isEqualTo(
                                model.mixture().component(k).parameters().get(p).values());
            }
        }
    }

    @Test
    void scikitLearnScoresExportedModelsAlike() throws Exception {
        assumeScikitLearn();
        List<Point> points = Samples.draw(model("gaussian-full").mixture(), 200, new Random(3));
        write(points);
        StringBuilder program = new StringBuilder(POINTS);
        for (String family : FAMILIES) {
            Files.write(directory.resolve(family + ".json"), ScikitLearnJson.encode(model(family)));
            String read = family.equals("kmeans") ? READ_KMEANS : PAGE.get(1);
            program.append(read.replace("model.json", family + ".json")).append(SCORE);
        }
        List<String> theirs = python(program.toString());
        assertThat(theirs).hasSameSizeAs(FAMILIES);
        for (int i = 0; i < FAMILIES.size(); i++) {
            assertAlike(model(FAMILIES.get(i)), points, theirs.get(i));
        }
    }

    @Test
    void importedModelsScoreAsScikitLearnDoes() throws Exception {
        assumeScikitLearn();
        List<Point> points = Samples.draw(model("gaussian-full").mixture(), 300, new Random(4));
        write(points);
        StringBuilder program = new StringBuilder(POINTS);
        for (String family : FAMILIES) {
            String type = "covariance_type=\"" + family.replace("gaussian-", "") + '"';
            String write =
                    family.equals("kmeans") ? WRITE_KMEANS : PAGE.get(0).replace("covariance_type=\"full\"", type);
            program.append(write.replace("model.json", family + ".json")).append(SCORE);
        }
        List<String> theirs = python(program.toString());
        assertThat(theirs).hasSameSizeAs(FAMILIES);
        for (int i = 0; i < FAMILIES.size(); i++) {
            Model model = ScikitLearnJson.decode(Files.readAllBytes(directory.resolve(FAMILIES.get(i) + ".json")));
            assertThat(model.mixture().family().name()).isEqualTo(FAMILIES.get(i));
            assertThat(model.mixture().size()).isEqualTo(5);
            assertAlike(model, points, theirs.get(i));
        }
    }

    private void write(List<Point> points) throws IOException {
        Files.writeString(
                directory.resolve("points.json"),
                points.stream()
                        .map(point -> String.format(Locale.ROOT, "[%s,%s]", point.values()[0], point.values()[1]))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static void assertAlike(Model model, List<Point> points, String line) throws IOException {
        JsonNode theirs = new ObjectMapper().readTree(line);
        Responsibilities ours = new Responsibilities(new CompiledMixture(model.mixture()));
        for (int i = 0; i < points.size(); i++) {
            assertThat(ours.of(points.get(i))).isTrue();
            double score = theirs.get("score").get(i).asDouble();
            assertThat(ours.logDensity())
                    .as("%s, point %d", model.mixture().family().name(), i)
                    .isCloseTo(score, within(1e-9 * Math.max(1, Math.abs(score))));
            assertThat(ours.component()).isEqualTo(theirs.get("label").get(i).asInt());
        }
    }

    @Test
    void otherFamiliesAreUnknownThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScikitLearnJson.encode(model("bernoulli")))
                .withMessage("scikit-learn has no estimator for bernoulli, only for Gaussian families and kmeans");
    }

    @Test
    void theNoiseIsLeftOutAndWeightsSumToOne() {
        Model plain = model("gaussian-diag");
        Model noisy = plain.with(plain.mixture().withNoise(new Noise(0.1, new double[] {1, 1})), 1, plain.clusters());
        Model back = ScikitLearnJson.decode(ScikitLearnJson.encode(noisy));
        assertThat(back.mixture().noise()).isNull();
        assertThat(back.mixture().weight(1)).isCloseTo(plain.mixture().weight(1), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"means_\":[[1,2]]} | model.weights_ is 0 numbers, must be 1, one for each row of means_",
                "{\"weights_\":[0.5],\"means_\":[[1,2]]} | model.weights_ is weights that sum to 0.5, must be above 0",
                "{\"weights_\":[1],\"means_\":[[1,2]]} | model.covariances_ is 0 of them, must be 1, one for each row",
                "{\"weights_\":[1],\"means_\":[[1,\"a\"]]} | model.means_[0][1] is \"a\", must be a finite number",
                "{\"weights_\":[1],\"means_\":[1]} | model.means_[0] is 1, must be a list of numbers",
                "{\"weights_\":[1],\"means_\":[[1]],\"covariance_type\":\"round\"} | model.covariance_type is \"round\", must be",
                "{\"weights_\":[1],\"means_\":[[1,2]],\"covariances_\":[[[1,2],[2,1]]]} | model.covariances_: covariance",
                "{\"weights_\":[1],\"means_\":[[1]],\"covariance_type\":\"diag\",\"covariances_\":[[-1]]} | model.covariances_: variances",
                "{\"cluster_centers_\":[]} | model.cluster_centers_ is empty, must be a list of at least one row",
                "{\"cluster_centers_\":[[1],[1,2]]} | model.cluster_centers_ is rows of different lengths",
                "{\"cluster_centers_\":[[1]],\"feature_names_in_\":[\"a\",\"b\"]} | model.feature_names_in_ is 2 names, must be 1",
            })
    void whatIsNoModelIsRefusedWithItsPlace(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScikitLearnJson.decode(json.getBytes(UTF_8)))
                .withMessageStartingWith(message);
    }

    private static Model model(String family) {
        Mixture mixture = Samples.mixture(Families.parse(family), 3, 2, new Random(5));
        return new Model(
                "m",
                3,
                2,
                1,
                new Features(List.of("a", "b")),
                mixture,
                mixture.components().stream()
                        .map(each -> new Model.Cluster(1, 10))
                        .toList(),
                100,
                100,
                "none",
                Double.NaN,
                Double.NaN,
                0);
    }

    private static void assumeScikitLearn() throws Exception {
        Assumptions.assumeTrue(
                Python.has(PYTHON, "sklearn.mixture"),
                "skipped: " + PYTHON + " has no scikit-learn (apt-get install python3-sklearn)");
    }

    private List<String> python(String program) throws Exception {
        return Python.run(directory, PYTHON, "-c", program).lines().toList();
    }
}
