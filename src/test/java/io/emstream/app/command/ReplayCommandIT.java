package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through the whole pipeline: each of these starts a broker and a processor. */
class ReplayCommandIT {
    private static final String FAITHFUL =
            Path.of("src", "test", "resources", "faithful", "faithful.csv").toString();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void oldFaithfulIsLabelledAndLearnedAsWellAsByBatchEm(int seed) throws Exception {
        Path labels = directory.resolve("labels.csv");
        JsonNode figures = figures(
                "replay", FAITHFUL, "--clusters", "2", "--seed", Integer.toString(seed), "--labels", labels.toString());
        assertThat(figures.get("rows").asInt()).isEqualTo(272);
        assertThat(figures.get("labelled").asInt()).isEqualTo(272);
        assertThat(figures.get("deadLetters").asInt()).isZero();
        assertThat(figures.get("totalLogLikelihood").asDouble()).isGreaterThan(-1131.5);
        assertThat(Files.readAllLines(labels)).hasSize(273);
    }

    @Test
    void aReplayOverSeveralPartitionsIsAsGoodAsOnePassAndItsBadRowsAreDeadLetters() throws Exception {
        Path file = directory.resolve("stream.csv");
        Files.write(file, stream(4000));
        String[] options = {"--clusters", "3", "--warmup", "500"};
        JsonNode online = figures(with(options, "fit", file.toString(), "--online"));
        JsonNode replayed = figures(with(options, "replay", file.toString(), "--partitions", "3"));
        assertThat(replayed.get("rows").asInt()).isEqualTo(4000);
        assertThat(replayed.get("deadLetters").asInt()).isEqualTo(40);
        assertThat(replayed.get("labelled").asInt()).isEqualTo(3960);
        assertThat(replayed.get("modelVersion").asInt()).isGreaterThan(5);
        assertThat(replayed.get("prequentialMeanLogLikelihood").asDouble())
                .isCloseTo(online.get("prequentialMeanLogLikelihood").asDouble(), within(0.02));
        assertThat(replayed.get("meanLogLikelihood").asDouble())
                .isCloseTo(online.get("meanLogLikelihood").asDouble(), within(0.01));
    }

    @Test
    void panesByEventTimeOfYearsAgoAreFoldedAsFastAsTheFileIsRead() throws Exception {
        Path file = directory.resolve("timed.csv");
        Files.write(file, stream(2000));
        JsonNode figures = figures(
                "replay",
                file.toString(),
                "--columns",
                "x,y",
                "--timestamp",
                "time",
                "--clusters",
                "3",
                "--pane-interval",
                "PT3H");
        assertThat(figures.get("labelled").asInt()).isEqualTo(1980);
        assertThat(figures.get("modelVersion").asInt()).isGreaterThan(3);
        assertThat(figures.get("meanLogLikelihood").asDouble()).isGreaterThan(-4.5);
    }

    /** Three clusters, a row a minute in 2001; one row in a hundred holds a word. */
    private static List<String> stream(int rows) {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        lines.add("time,x,y");
        for (int i = 0; i < rows; i++) {
            double x = 6 * random.nextInt(3) + random.nextGaussian();
            String y = i % 100 == 99 ? "word" : String.format(Locale.ROOT, "%.4f", random.nextGaussian());
            lines.add(String.format(
                    Locale.ROOT, "2001-01-%02dT%02d:%02dZ,%.4f,%s", 1 + i / 1440, i / 60 % 24, i % 60, x, y));
        }
        return lines;
    }

    private static String[] with(String[] options, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--columns", "x,y"));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private static JsonNode figures(String... command) throws Exception {
        Console console = Console.run(command);
        assertThat(console.status()).as(console.err()).isZero();
        return new ObjectMapper().readTree(console.lastLine());
    }
}
