package io.emstream.quality;

import io.emstream.Csv;
import io.emstream.em.Expectation;
import io.emstream.em.Responsibilities;
import io.emstream.learn.Forgetting;
import io.emstream.learn.OnePass;
import io.emstream.learn.Settings;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One pass over real data, against batch references ({@code src/test/python/quality/real.py}). */
@Tag("quality")
class RealDataTest {
    private static final int SEEDS = 10;
    private static final int DIGITS = 1300;
    private static final int PIXELS = 64;

    /** What a run comes to, in nats per point, and how well its labels agree with known ones, where there are any. */
    private record Run(String data, long seed, double meanLogLikelihood, double ari) {
        static final String HEADER = "data,seed,mean_log_likelihood,ari";

        String csv() {
            return String.format(Locale.ROOT, "%s,%d,%.5f,%.4f", data, seed, meanLogLikelihood, ari);
        }
    }

    private static double batch(String data) {
        return Csv.rows("/quality/real.csv").stream()
                .filter(row -> row[0].equals(data))
                .mapToDouble(row -> Double.parseDouble(row[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onePassIsAsGoodAsBatchEm() {
        Evidence evidence = new Evidence("real-data");
        List<Point> geyser = Csv.points("/faithful/faithful.csv");
        List<String[]> digits = Csv.rows("/digits/digits-binary.csv");
        List<Point> flights = flights();
        List<Callable<Run>> work = new ArrayList<>();
        LongStream.rangeClosed(1, SEEDS).forEach(seed -> {
            work.add(() -> faithful(geyser, seed));
            work.add(() -> digits(digits, seed));
        });
        LongStream.rangeClosed(1, 3).forEach(seed -> work.add(() -> flights(flights, seed)));
        List<Run> runs = Evidence.together(work);
        evidence.runs(Run.HEADER, runs.stream().map(Run::csv).toList());
        evidence.atLeast(
                "faithful, 5000 draws: mean over seeds; batch - 0.01", batch("faithful") - .01, mean(runs, "faithful"));
        evidence.atLeast("digits, 8000 draws, on the others: mean over seeds", -19.9, mean(runs, "digits"));
        evidence.atLeast(
                "flights: prequential, last fifth; batch before it - 0.02",
                batch("flights") - .02,
                mean(runs, "flights"));
        evidence.conclude();
    }

    private static double mean(List<Run> runs, String data) {
        return runs.stream()
                .filter(run -> run.data.equals(data))
                .mapToDouble(Run::meanLogLikelihood)
                .average()
                .orElseThrow();
    }

    private static Run faithful(List<Point> rows, long seed) {
        Settings settings = new Settings("gaussian-full", 2, 2);
        settings.seed = seed;
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        settings.outliers = true;
        OnePass pass =
                new OnePass(settings.build()).feed(draws(rows, 5000, seed)).end();
        return new Run("faithful", seed, pass.meanLogLikelihood(rows), Double.NaN);
    }

    private static Run digits(List<String[]> rows, long seed) {
        List<Point> points = rows.stream().map(RealDataTest::pixels).toList();
        Settings settings = new Settings("bernoulli", 10, PIXELS);
        settings.seed = seed;
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        OnePass pass = new OnePass(settings.build())
                .feed(draws(points.subList(0, DIGITS), 8000, seed))
                .end();
        Responsibilities answer =
                new Responsibilities(new CompiledMixture(pass.model().mixture()));
        Contingency labels = new Contingency();
        for (String[] row : rows.subList(DIGITS, rows.size())) {
            answer.of(pixels(row));
            labels.add(answer.component(), Long.parseLong(row[PIXELS]));
        }
        List<Point> unseen = points.subList(DIGITS, points.size());
        return new Run(
                "digits",
                seed,
                Expectation.statistics(pass.model().mixture(), unseen).meanLogLikelihood(),
                labels.adjustedRand());
    }

    private static Run flights(List<Point> rows, long seed) {
        Settings settings = new Settings("gaussian-full", 6, 3);
        settings.seed = seed;
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        settings.outliers = true;
        int cut = rows.size() * 4 / 5;
        OnePass pass = new OnePass(settings.build()).feed(rows.subList(0, cut));
        double likelihood = -pass.state().counters().prequentialLogLikelihood();
        double weight = -pass.state().counters().prequentialWeight();
        pass.feed(rows.subList(cut, rows.size())).end();
        likelihood += pass.state().counters().prequentialLogLikelihood();
        weight += pass.state().counters().prequentialWeight();
        return new Run("flights", seed, likelihood / weight, Double.NaN);
    }

    /** Rows drawn with replacement. */
    private static List<Point> draws(List<Point> rows, int number, long seed) {
        return IntStream.range(0, number)
                .mapToObj(i -> rows.get((int) (rows.size() * SplitMix64.uniform(seed, i))))
                .toList();
    }

    private static Point pixels(String[] row) {
        return Point.of(
                Arrays.stream(row, 0, PIXELS).mapToDouble(Double::parseDouble).toArray());
    }

    private static List<Point> flights() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        RealDataTest.class.getResourceAsStream("/io/emstream/app/demo/flights.csv.gz"))),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(row -> Point.of(Arrays.stream(row, 1, row.length)
                            .mapToDouble(Double::parseDouble)
                            .toArray()))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
