package io.emstream.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a test of the suite leaves behind, whether it passes or not: {@code target/quality/<name>.csv}, a row per run, and in
 * {@code target/quality/summary.txt} a row per requirement. Mutable.
 */
final class Evidence {
    private static final Path FOLDER = Path.of("target", "quality");
    private static final String LINE = "%-22s %-66s %-16s %-12s %s%n";
    private static final int CORES = 2;

    private final String name;
    private final StringBuilder requirements = new StringBuilder();
    private final List<String> unmet = new ArrayList<>();

    Evidence(String name) {
        this.name = name;
    }

    /** Does pieces of work, two at a time; results are in order. */
    static <T> List<T> together(List<Callable<T>> work) {
        ExecutorService pool = Executors.newFixedThreadPool(CORES);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> each : pool.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        } finally {
            pool.shutdown();
        }
    }

    /** Writes the runs. */
    void runs(String header, List<String> rows) {
        write(name + ".csv", header + "\n" + String.join("\n", rows) + "\n");
    }

    /** Writes the outcomes of runs, in the order of this list. */
    void runs(List<Outcome> outcomes) {
        runs(Outcome.HEADER, outcomes.stream().map(Outcome::csv).toList());
    }

    /** A measured value must not be larger. */
    void atMost(String what, double limit, double measured) {
        row(what, "<= " + shown(limit), measured, measured <= limit);
    }

    /** A measured value must not be smaller. */
    void atLeast(String what, double limit, double measured) {
        row(what, ">= " + shown(limit), measured, measured >= limit);
    }

    /** The mean and the largest of a quantity must not be larger. */
    void meanAndMost(
            String what, List<Outcome> outcomes, double mean, double most, ToDoubleFunction<Outcome> quantity) {
        atMost(what + ", mean", mean, mean(outcomes, quantity));
        atMost(what + ", worst", most, largest(outcomes, quantity));
    }

    /** The median and the largest of a quantity must not be larger. */
    void medianAndMost(
            String what, List<Outcome> outcomes, double median, double most, ToDoubleFunction<Outcome> quantity) {
        atMost(what + ", median", median, median(outcomes, quantity));
        atMost(what + ", worst", most, largest(outcomes, quantity));
    }

    private void row(String what, String limit, double measured, boolean isMet) {
        String line = String.format(Locale.ROOT, LINE, name, what, limit, shown(measured), isMet ? "yes" : "NO");
        requirements.append(line);
        if (!isMet) {
            unmet.add(line.strip());
        }
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Writes all of it, then fails if a requirement is not met. */
    void conclude() {
        write(name + ".summary", requirements.toString());
        summarise();
        assertThat(unmet).as("requirements that are not met").isEmpty();
    }

    private static void summarise() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            StringBuilder all =
                    new StringBuilder(String.format(LINE, "test", "requirement", "limit", "measured", "met"));
            for (Path each : files.filter(
                            file -> Objects.toString(file.getFileName()).endsWith(".summary"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(each));
            }
            Files.writeString(FOLDER.resolve("summary.txt"), all);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(String file, String text) {
        try {
            Files.writeString(Files.createDirectories(FOLDER).resolve(file), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> quantity) {
        return outcomes.stream().mapToDouble(quantity).average().orElseThrow();
    }

    static double largest(List<Outcome> outcomes, ToDoubleFunction<Outcome> quantity) {
        return outcomes.stream().mapToDouble(quantity).max().orElseThrow();
    }

    static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> quantity) {
        double[] sorted = outcomes.stream().mapToDouble(quantity).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
