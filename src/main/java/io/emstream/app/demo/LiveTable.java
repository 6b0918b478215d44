package io.emstream.app.demo;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is known of a model, as lines of text. */
final class LiveTable {
    private static final int BAR = 20;
    private static final int MOST_FEATURES = 6;

    private LiveTable() {}

    /** One line per cluster under a heading, in the order of their ids. */
    static List<String> lines(Model model) {
        Mixture mixture = model.mixture();
        int shown = Math.min(MOST_FEATURES, mixture.dimension());
        List<String> lines = new ArrayList<>();
        String heading = String.format("%7s %7s  %-" + BAR + "s", "cluster", "weight", "")
                + IntStream.range(0, shown)
                        .mapToObj(j -> String.format(
                                "  %20s", cut(model.features().names().get(j))))
                        .collect(Collectors.joining());
        lines.add(heading + (mixture.dimension() > shown ? "  …" : ""));
        for (int k : inOrderOfIds(mixture)) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%7d %7.4f  %-" + BAR + "s",
                    mixture.cluster(k),
                    mixture.weight(k),
                    bar(mixture.weight(k))));
            for (int j = 0; j < shown; j++) {
                line.append(String.format("  %20s", meanAndDeviation(mixture, k, j)));
            }
            lines.add(line.toString());
        }
        Noise noise = mixture.noise();
        if (noise != null) {
            lines.add(String.format(Locale.ROOT, "%7s %7.4f", "outlier", noise.weight()));
        }
        return lines;
    }

    private static List<Integer> inOrderOfIds(Mixture mixture) {
        return IntStream.range(0, mixture.size())
                .boxed()
                .sorted((one, other) -> Long.compare(mixture.cluster(one), mixture.cluster(other)))
                .toList();
    }

    private static String meanAndDeviation(Mixture mixture, int k, int j) {
        double mean = mixture.component(k).mean(j);
        double variance = mixture.component(k).variance(j);
        String deviation = variance > 0 ? " ± " + number(Math.sqrt(variance)) : "";
        return number(mean) + deviation;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return size != 0 && (size >= 1e6 || size < 1e-3)
                ? String.format(Locale.ROOT, "%.2e", value)
                : String.format(Locale.ROOT, size >= 1000 ? "%.1f" : "%.3f", value);
    }

    private static String bar(double weight) {
        return "█".repeat((int) Math.round(weight * BAR));
    }

    private static String cut(String name) {
        return name.length() <= BAR ? name : name.substring(0, BAR - 1) + "…";
    }
}
