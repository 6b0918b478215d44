package io.emstream.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.emstream.app.fit.Outcome;
import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a command on a file found out, for people and, in the last line, for programs. */
final class Report {
    private static final JsonFactory JSON = new JsonFactory();

    /** So many features fit beside each other on a screen. */
    private static final int MOST_FEATURES = 6;

    private static final int MOST_CLUSTERS = 50;

    private Report() {}

    /** Prints all of it. */
    static void print(Outcome outcome, Duration taken, PrintWriter out) {
        table(outcome, out);
        out.println(line(outcome, taken));
        out.flush();
    }

    /** The last line: one object in full precision. */
    static String line(Outcome outcome, Duration taken) {
        double seconds = taken.toNanos() / 1e9;
        Noise noise = outcome.model().mixture().noise();
        StringWriter line = new StringWriter();
        // Without the databind half of Jackson, whose classes take a tenth of a second to load.
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("rows", outcome.rows());
            json.writeNumberField("labelled", outcome.labelled());
            json.writeNumberField("deadLetters", outcome.deadLetters());
            json.writeNumberField("modelVersion", outcome.model().version());
            json.writeNumberField("clusters", outcome.model().mixture().size());
            json.writeNumberField("outlierWeight", noise == null ? 0 : noise.weight());
            write(json, "totalLogLikelihood", outcome.totalLogLikelihood());
            write(json, "meanLogLikelihood", outcome.meanLogLikelihood());
            write(json, "prequentialMeanLogLikelihood", outcome.prequentialMeanLogLikelihood());
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("pointsPerSecond", outcome.rows() / seconds);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    private static void table(Outcome outcome, PrintWriter out) {
        clusters(outcome.rows() + " rows", outcome.model(), out);
    }

    /** The clusters of a model as a table. */
    static void clusters(String what, Model model, PrintWriter out) {
        Mixture mixture = model.mixture();
        out.println(what + ", " + mixture.size() + " clusters ("
                + mixture.family().name() + "): weight, and mean (standard deviation) of each feature");
        List<String> names = model.features().names();
        int features = Math.min(MOST_FEATURES, names.size());
        List<String[]> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("cluster", "weight"));
        header.addAll(names.subList(0, features));
        lines.add(header.toArray(String[]::new));
        IntStream.range(0, mixture.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -mixture.weight(k)))
                .limit(MOST_CLUSTERS)
                .forEach(k -> lines.add(row(mixture, k, features)));
        print(lines, out);
        Noise noise = mixture.noise();
        if (noise != null) {
            out.println(String.format(Locale.ROOT, "and %.1f%% outliers", 100 * noise.weight()));
        }
        if (mixture.size() > MOST_CLUSTERS) {
            out.println("and " + (mixture.size() - MOST_CLUSTERS) + " clusters more");
        }
        if (names.size() > features) {
            out.println("and " + (names.size() - features) + " features more");
        }
    }

    private static String[] row(Mixture mixture, int k, int features) {
        Component component = mixture.component(k);
        List<String> row = new ArrayList<>();
        row.add(Long.toString(mixture.cluster(k)));
        row.add(String.format(Locale.ROOT, "%.1f%%", 100 * mixture.weight(k)));
        for (int j = 0; j < features; j++) {
            double deviation = Math.sqrt(component.variance(j));
            row.add(number(component.mean(j)) + (deviation > 0 ? " (" + number(deviation) + ")" : ""));
        }
        return row.toArray(String[]::new);
    }

    /** Four digits that matter, and no more behind the point than it takes. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int behind = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + behind + "f", value);
    }

    /** Lines of equally many cells, aligned to the right. */
    static void print(List<String[]> lines, PrintWriter out) {
        int columns = lines.get(0).length;
        int[] widths = new int[columns];
        for (String[] line : lines) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                text.append(column == 0 ? "" : "  ")
                        .append(" ".repeat(widths[column] - line[column].length()))
                        .append(line[column]);
            }
            out.println(text);
        }
    }
}
