package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.codec.ModelJson;
import io.emstream.learn.ClusterRange;
import io.emstream.mixture.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code emstream fit} and {@code emstream score}, as a user at the command line meets them. */
class FitCommandTest {
    private static final String FAITHFUL = "src/main/resources/io/emstream/app/demo/faithful.csv";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, -1130.263960",
        "gaussian-tied, -1140.186759",
        "gaussian-diag, -1147.806353",
        "gaussian-spherical, -1709.529282"
    })
    void oldFaithfulIsFittedAsElsewhere(String family, double logLikelihood) throws Exception {
        JsonNode figures = figures(fit(FAITHFUL, "--clusters", "2", "--prior", "none", "--family", family));
        assertThat(figures.get("totalLogLikelihood").asDouble()).isCloseTo(logLikelihood, within(1e-3));
        assertThat(figures.get("meanLogLikelihood").asDouble()).isCloseTo(logLikelihood / 272, within(1e-5));
        assertThat(figures.get("rows").asInt()).isEqualTo(272);
        assertThat(figures.get("labelled").asInt()).isEqualTo(272);
        assertThat(figures.get("deadLetters").asInt()).isZero();
        assertThat(figures.get("clusters").asInt()).isEqualTo(2);
        assertThat(figures.get("modelVersion").asInt()).isEqualTo(1);
        assertThat(figures.get("prequentialMeanLogLikelihood").isNull()).isTrue();
    }

    @Test
    void theClustersArePrintedForPeople() {
        assertThat(fit(FAITHFUL, "--clusters", "2", "--prior", "none").lines().subList(0, 4))
                .containsExactly(
                        "272 rows, 2 clusters (gaussian-full): weight, and mean (standard deviation) of each feature",
                        "cluster  weight      eruptions        waiting",
                        "      2   64.4%  4.290 (0.412)  79.97 (6.004)",
                        "      1   35.6%  2.036 (0.263)  54.48 (5.805)");
    }

    @Test
    void theWrittenModelScoresAsTheFitDid() throws Exception {
        Path model = directory.resolve("model.json");
        Path fitted = directory.resolve("fitted.csv");
        Path scored = directory.resolve("scored.csv");
        Console fit = fit(FAITHFUL, "--clusters", "2", "--model", model.toString(), "--labels", fitted.toString());
        Console score = Console.run("score", FAITHFUL, "--model", model.toString(), "--labels", scored.toString());
        assertThat(score.status()).as(score.err()).isZero();
        assertThat(figures(score).get("totalLogLikelihood"))
                .isEqualTo(figures(fit).get("totalLogLikelihood"));
        assertThat(scored).hasSameTextualContentAs(fitted);
        List<String> labels = Files.readAllLines(fitted);
        assertThat(labels).hasSize(273);
        assertThat(labels.get(0)).isEqualTo("row,cluster,logDensity,model,status,responsibilities");
        assertThat(labels.get(1)).matches("0,([12]),-4\\.\\d+,1,OK,\\1:0\\.99\\d+");
    }

    @ParameterizedTest
    @CsvSource({"kmeans, kmeans", "gaussian-spherical, gaussian-diag", "gaussian-full, gaussian-full"})
    void aModelLearnedInStandardUnitsIsWrittenInTheDatasOwn(String family, String written) throws Exception {
        Path model = directory.resolve("model.json");
        Path fitted = directory.resolve("fitted.csv");
        Path scored = directory.resolve("scored.csv");
        Console fit = fit(
                FAITHFUL,
                "--clusters",
                "2",
                "--family",
                family,
                "--scale",
                "standard",
                "--model",
                model.toString(),
                "--labels",
                fitted.toString());
        Model read = ModelJson.decode(Files.readAllBytes(model));
        assertThat(read.mixture().family().name()).isEqualTo(written);
        double[] waiting = IntStream.range(0, 2)
                .mapToDouble(k -> read.mixture().component(k).mean(1))
                .sorted()
                .toArray();
        assertThat(waiting[0]).isBetween(54.0, 55.5);
        assertThat(waiting[1]).isBetween(79.5, 80.5);
        Console score = Console.run("score", FAITHFUL, "--model", model.toString(), "--labels", scored.toString());
        assertThat(figures(score).get("totalLogLikelihood").asDouble())
                .isCloseTo(figures(fit).get("totalLogLikelihood").asDouble(), within(1e-8));
        assertThat(clusters(scored)).isEqualTo(clusters(fitted));
    }

    @Test
    void theSeedDecidesEverything() throws Exception {
        String[] options = {FAITHFUL, "--clusters", "5", "--online", "--warmup", "100", "--seed", "9"};
        String[] labels = new String[2];
        for (int i = 0; i < 2; i++) {
            Path file = directory.resolve("labels" + i);
            String[] arguments = Arrays.copyOf(options, options.length + 2);
            arguments[options.length] = "--labels";
            arguments[options.length + 1] = file.toString();
            assertThat(fit(arguments).status()).isZero();
            labels[i] = Files.readString(file);
        }
        assertThat(labels[0]).isEqualTo(labels[1]);
    }

    @Test
    void onePassLearnsAStreamAndLabelsEachRowBeforeItIsLearned() throws Exception {
        Path file = twoClusters(5000);
        Path labels = directory.resolve("labels.csv");
        Console fit = fit(file.toString(), "--clusters", "2", "--online", "--labels", labels.toString());
        JsonNode figures = figures(fit);
        // Two unit Gaussians 10 apart: the entropy of a coin and of a Gaussian, in nats.
        double truth = -Math.log(2) - 0.5 * Math.log(2 * Math.PI * Math.E) - 0.5 * Math.log(2 * Math.PI * Math.E);
        assertThat(figures.get("meanLogLikelihood").asDouble()).isCloseTo(truth, within(0.06));
        assertThat(figures.get("prequentialMeanLogLikelihood").asDouble()).isCloseTo(truth, within(0.06));
        assertThat(figures.get("labelled").asInt()).isEqualTo(5000);
        // 500 rows make the first model; the held ones are folded at once, the others by hundreds.
        assertThat(figures.get("modelVersion").asInt()).isEqualTo(1 + 1 + 45);
        List<String> lines = Files.readAllLines(labels);
        assertThat(lines.subList(1, 501)).allMatch(line -> line.split(",", -1)[3].equals("1"));
        assertThat(lines.get(501).split(",", -1)[3]).isEqualTo("2");
        assertThat(lines.get(600).split(",", -1)[3]).isEqualTo("2");
        assertThat(lines.get(601).split(",", -1)[3]).isEqualTo("3");
    }

    @Test
    void aShortFileEndsTheWarmUp() throws Exception {
        JsonNode figures = figures(fit(FAITHFUL, "--clusters", "2", "--online", "--prior", "none"));
        assertThat(figures.get("labelled").asInt()).isEqualTo(272);
        assertThat(figures.get("prequentialMeanLogLikelihood").isNull()).isTrue();
        assertThat(figures.get("totalLogLikelihood").asDouble()).isCloseTo(-1130.3, within(1.0));
        Console few = fit(FAITHFUL, "--clusters", "30", "--online");
        assertThat(few.status()).isEqualTo(1);
        assertThat(few.err())
                .isEqualTo(
                        "emstream: faithful has 272 rows to learn from, but a first model of 30 clusters needs 300. Ask"
                                + " for fewer clusters, or fit the file as a whole: emstream fit.\n");
    }

    @Test
    void panesMayGoByEventTime() throws Exception {
        StringBuilder text = new StringBuilder("when,x\n");
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            text.append("2001-01-01T00:")
                    .append(String.format("%02d:%02dZ", i / 60, i % 60))
                    .append(',')
                    .append((i % 2 == 0 ? 4 : -4) + random.nextGaussian())
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("timed.csv"), text);
        Console fit =
                fit(file.toString(), "--clusters", "2", "--online", "--timestamp", "when", "--forgetting", "PT10M");
        assertThat(figures(fit).get("modelVersion").asInt()).isEqualTo(1 + 1 + 1 + 15);
    }

    @Test
    void rowsThatAreNoPointsAreToldAndCounted() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.csv"), "a,b\n1,2\n3,x\n5,6\n,\n-1,-2\n1e300,1\n");
        Path labels = directory.resolve("labels.csv");
        Console fit = fit(file.toString(), "--columns", "a,b", "--clusters", "1", "--labels", labels.toString());
        assertThat(fit.err()).contains("emstream: NOT_A_POINT: bad.csv:3: ", "emstream: OUT_OF_SUPPORT: bad.csv:7: ");
        JsonNode figures = figures(fit);
        assertThat(figures.get("rows").asInt()).isEqualTo(6);
        assertThat(figures.get("labelled").asInt()).isEqualTo(3);
        assertThat(figures.get("deadLetters").asInt()).isEqualTo(2);
        assertThat(Files.readAllLines(labels).subList(1, 5))
                .extracting(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[4])
                .containsExactly("0 OK", "2 OK", "3 NOTHING_OBSERVED", "4 OK");
        assertThat(figures(fit("--missing", "refuse", file.toString(), "--columns", "a,b", "--clusters", "1"))
                        .get("deadLetters")
                        .asInt())
                .isEqualTo(3);
        assertThat(figures(fit("--missing", file.toString(), "--columns", "a,b", "--clusters", "1"))
                        .get("deadLetters")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void fewerRowsThanClustersAreASentence() throws Exception {
        Path file = Files.writeString(directory.resolve("short.csv"), "a\n1\n2\n");
        Console fit = fit(file.toString(), "--clusters", "3");
        assertThat(fit.status()).isEqualTo(1);
        assertThat(fit.err())
                .isEqualTo(
                        "emstream: short has 2 rows to learn from, but 3 clusters need one each at the least. Ask for"
                                + " fewer clusters, or look at the rows that were refused.\n");
    }

    @Test
    void withoutChecksTheFirstModelIsAveragedOn() throws Exception {
        // The second cluster comes after the first model is made.
        Path file = directory.resolve("late.csv");
        Random random = new Random(17);
        StringBuilder rows = new StringBuilder("a,b\n");
        for (int i = 0; i < 4000; i++) {
            double centre = i >= 1000 && i % 2 == 0 ? 10 : 0;
            rows.append(centre + random.nextGaussian())
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        Files.writeString(file, rows);
        Console on = fit(file.toString(), "--online", "--pane", "500");
        Console off = fit(file.toString(), "--online", "--pane", "500", "--checks", "off");
        assertThat(figures(on).get("clusters").asInt()).isEqualTo(2);
        assertThat(figures(off).get("clusters").asInt()).isEqualTo(1);
        assertThat(figures(off).get("labelled").asInt()).isEqualTo(4000);
        Console batch = fit(file.toString(), "--checks", "off");
        assertThat(batch.status()).isEqualTo(2);
        assertThat(batch.err()).contains("--checks off is for learning online: add --online");
    }

    @Test
    void forgettingBelongsToLearningOnline() {
        Console fit = fit(FAITHFUL, "--clusters", "2", "--forgetting", "points:500");
        assertThat(fit.status()).isEqualTo(2);
        assertThat(fit.err()).contains("--forgetting points:500 is for learning online");
    }

    @Test
    void weightsCountRowsManyTimes() throws Exception {
        Path repeated = Files.writeString(directory.resolve("repeated.csv"), "x\n1\n1\n1\n2\n4\n4\n");
        Path weighted = Files.writeString(directory.resolve("weighted.csv"), "x,n\n1,3\n2,1\n4,2\n7,0\n");
        JsonNode one = figures(fit(repeated.toString(), "--clusters", "1", "--prior", "none"));
        JsonNode other = figures(fit(weighted.toString(), "--clusters", "1", "--prior", "none", "--weight", "n"));
        assertThat(other.get("totalLogLikelihood").asDouble())
                .isCloseTo(one.get("totalLogLikelihood").asDouble(), within(1e-9));
        assertThat(other.get("meanLogLikelihood").asDouble())
                .isCloseTo(one.get("meanLogLikelihood").asDouble(), within(1e-9));
        assertThat(other.get("labelled").asInt()).isEqualTo(4);
    }

    @Test
    void wrongOptionsAreToldAllAtOnce() {
        Console fit = fit(
                FAITHFUL, "--clusters", "0", "--family", "gauss", "--seed", "x", "--step-exponent", "2", "--online");
        assertThat(fit.status()).isEqualTo(2);
        assertThat(fit.err().lines())
                .containsExactlyInAnyOrder(
                        "emstream: --clusters = 0, must be " + ClusterRange.FORMS,
                        "emstream: --family = gauss, must be one of gaussian-full, gaussian-tied, gaussian-diag,"
                                + " gaussian-spherical, bernoulli, binomial:N, kmeans",
                        "emstream: --seed = x, must be a whole number",
                        "emstream: --step-exponent = 2, must be above 0.5 and at most 1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere.csv --clusters 2|1|nowhere.csv cannot be read: there is no such file in ",
                "src --clusters 2|1|src cannot be read: it is a directory, must be a file.",
                "LICENSE --clusters 2|1|LICENSE has no column of numbers below its names. Say which columns to read",
                FAITHFUL + " --clusters 2 --labels src|1|The labels cannot be written to src: it is a directory",
                FAITHFUL + " --clusters 2 --columns x|1|there is no column x; there are eruptions, waiting.",
                FAITHFUL + " --clusters auto:5|2|--clusters = auto:5, must be 1 or more, auto",
                FAITHFUL + " --clusters 2 --online --forgetting PT1H|2|goes by event time: say which column",
                FAITHFUL
                        + " --clusters 2 --family binomial:100 --scale standard|2|binomial:100 is of counts, which have no units",
                FAITHFUL
                        + " --clusters 2 --labels /no/where|1|The labels cannot be written to /no/where: there is no directory /no, which must be made first.",
                FAITHFUL
                        + " --clusters 2 --model /no/where|1|The model cannot be written to /no/where: there is no directory /no, which must be made first.",
            })
    void whatGoesWrongIsASentence(String arguments, int status, String sentence) {
        Console fit = fit(arguments.split(" ", -1));
        assertThat(fit.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(fit.status()).isEqualTo(status);
        assertThat(fit.out()).isEmpty();
    }

    @Test
    void whatIsNoModelIsRefusedInASentence() throws Exception {
        Path model = Files.writeString(directory.resolve("model.json"), "{\"schema\":1}");
        Console score = Console.run("score", FAITHFUL, "--model", model.toString());
        assertThat(score.status()).isEqualTo(1);
        assertThat(score.err()).startsWith("emstream: " + model + " is no model: ");
        fit(FAITHFUL, "--clusters", "2", "--columns", "waiting", "--model", model.toString());
        Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
        assertThat(Console.run("score", other.toString(), "--model", model.toString())
                        .err())
                .contains("has 2 columns to score (a, b), but the model has 1 features (waiting)");
        assertThat(Console.run("score", other.toString(), "--model", model.toString(), "--columns", "b")
                        .status())
                .isZero();
    }

    private static Console fit(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "fit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Console.run(all);
    }

    private static JsonNode figures(Console console) throws IOException {
        assertThat(console.status()).as(console.err()).isZero();
        return JSON.readTree(console.lastLine());
    }

    private static List<String> clusters(Path labels) throws IOException {
        return Files.readAllLines(labels).stream()
                .map(line -> line.split(",", -1)[0] + "," + line.split(",", -1)[1])
                .toList();
    }

    private Path twoClusters(int rows) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < rows; i++) {
            text.append((random.nextBoolean() ? 5 : -5) + random.nextGaussian())
                    .append(',')
                    .append(random.nextGaussian())
                    .append('\n');
        }
        return Files.writeString(directory.resolve("two.csv"), text);
    }
}
