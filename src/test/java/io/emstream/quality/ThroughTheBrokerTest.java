package io.emstream.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.command.Console;
import io.emstream.quality.QualityStream.Drawn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few streams as a user has them learned: from a file, through a broker, over several partitions, all by default. */
@Tag("quality")
class ThroughTheBrokerTest {
    private static final int ROWS = 40_000;

    @TempDir
    Path directory;

    private record Run(QualityStream stream, int partitions, int clusters, double prequentialGap, double deficit) {
        static final String HEADER = "stream,partitions,rows,clusters,prequential_gap,ari_deficit";

        String csv() {
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%.5f,%.5f",
                    stream.name(),
                    partitions,
                    rows(stream),
                    clusters,
                    prequentialGap,
                    deficit);
        }
    }

    @Test
    void labelsAreAsGoodAsThoseOfTheTruth() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (String name : List.of("S2026", "S2013", "abrupt-2", "newcluster-2")) {
            QualityStream stream = ClassicStreams.has(name) ? ClassicStreams.named(name) : DrawnStreams.read(name);
            for (int partitions : new int[] {1, 4}) {
                runs.add(run(stream, partitions));
            }
        }
        Evidence evidence = new Evidence("through-a-broker");
        evidence.runs(Run.HEADER, runs.stream().map(Run::csv).toList());
        for (Run run : runs) {
            String what = run.stream.name() + ", " + run.partitions + " partitions: ";
            evidence.atMost(what + "ARI deficit, last fifth", 0.02, run.deficit);
            evidence.atMost(what + "prequential gap", 0.1, run.prequentialGap);
        }
        evidence.conclude();
    }

    private static int rows(QualityStream stream) {
        return Math.min(ROWS, stream.size());
    }

    private Run run(QualityStream stream, int partitions) throws IOException {
        Path file = directory.resolve(stream.name() + ".csv");
        Path labels = directory.resolve(stream.name() + "-labels.csv");
        double trueLogLikelihood = write(stream, file);
        Console console = Console.run(
                "replay",
                file.toString(),
                "--partitions",
                Integer.toString(partitions),
                "--pane",
                "100",
                "--labels",
                labels.toString());
        assertThat(console.status()).as(console.err()).isZero();
        JsonNode figures = new ObjectMapper().readTree(console.lastLine());
        assertThat(figures.get("labelled").asInt()).isEqualTo(rows(stream));
        return new Run(
                stream,
                partitions,
                figures.get("clusters").asInt(),
                trueLogLikelihood - figures.get("prequentialMeanLogLikelihood").asDouble(),
                deficit(stream, labels));
    }

    /** Returns the mean log-density under the truth. */
    private static double write(QualityStream stream, Path file) throws IOException {
        double sum = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(IntStream.range(0, stream.dimension())
                    .mapToObj(j -> "x" + j)
                    .collect(Collectors.joining(",")));
            out.newLine();
            for (int i = 0; i < rows(stream); i++) {
                Drawn drawn = stream.at(i);
                sum += drawn.trueLogDensity();
                out.write(Arrays.stream(drawn.point().values())
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(",")));
                out.newLine();
            }
        }
        return sum / rows(stream);
    }

    /** How much less the labels of the last fifth agree with the truth than the best labels do. */
    private static double deficit(QualityStream stream, Path labels) throws IOException {
        Contingency ours = new Contingency();
        Contingency best = new Contingency();
        List<String> lines = Files.readAllLines(labels);
        for (int i = rows(stream) - rows(stream) / 5; i < rows(stream); i++) {
            String[] cells = lines.get(i + 1).split(",", 3);
            assertThat(cells[0]).isEqualTo(Integer.toString(i));
            Drawn drawn = stream.at(i);
            ours.add(Long.parseLong(cells[1]), drawn.component());
            best.add(drawn.bayesLabel(), drawn.component());
        }
        return best.adjustedRand() - ours.adjustedRand();
    }
}
