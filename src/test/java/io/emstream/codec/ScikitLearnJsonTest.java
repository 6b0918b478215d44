package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

    private static final String SCORING = """
            import json, sys
            import numpy
            from sklearn.cluster import KMeans
            from sklearn.mixture import GaussianMixture
            from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky
            parameters = json.load(open(sys.argv[1]))
            x = numpy.array(json.load(open(sys.argv[2])))
            if "cluster_centers_" in parameters:
                centers = numpy.array(parameters["cluster_centers_"])
                model = KMeans(len(centers), init=centers, n_init=1, max_iter=1).fit(centers)
                model.cluster_centers_ = centers
                score = -0.5 * numpy.min(model.transform(x) ** 2, axis=1)
                label = model.predict(x)
            else:
                model = GaussianMixture(len(parameters["weights_"]), covariance_type=parameters["covariance_type"])
                for name in "weights_", "means_", "covariances_":
                    setattr(model, name, numpy.array(parameters[name]))
                model.precisions_cholesky_ = _compute_precision_cholesky(model.covariances_, model.covariance_type)
                score, label = model.score_samples(x), model.predict(x)
            print(json.dumps({"score": score.tolist(), "label": label.tolist()}))
            """;

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

    @ParameterizedTest
    @ValueSource(strings = {"gaussian-full", "gaussian-tied", "gaussian-diag", "gaussian-spherical", "kmeans"})
    void scikitLearnScoresTheExportedModelAlike(String family) throws Exception {
        Assumptions.assumeTrue(
                hasScikitLearn(), "skipped: " + PYTHON + " has no scikit-learn (apt-get install python3-sklearn)");
        Model model = model(family);
        List<Point> points = Samples.draw(model.mixture(), 200, new Random(3));
        Path parameters = Files.write(directory.resolve("model.json"), ScikitLearnJson.encode(model));
        Path values = Files.writeString(
                directory.resolve("points.json"),
                points.stream()
                        .map(point -> String.format(Locale.ROOT, "[%s,%s]", point.values()[0], point.values()[1]))
                        .collect(Collectors.joining(",", "[", "]")));
        JsonNode theirs = new ObjectMapper().readTree(python(SCORING, parameters.toString(), values.toString()));

        Responsibilities ours = new Responsibilities(new CompiledMixture(model.mixture()));
        for (int i = 0; i < points.size(); i++) {
            assertThat(ours.of(points.get(i))).isTrue();
            double score = theirs.get("score").get(i).asDouble();
            assertThat(ours.logDensity())
                    .as("point %d", i)
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

    private static boolean hasScikitLearn() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(PYTHON, "-c", "import sklearn.mixture")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    private static String python(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-c", program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
