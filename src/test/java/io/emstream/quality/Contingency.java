package io.emstream.quality;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** How often two ways of labelling the same points go together. Labels are any numbers. Mutable. */
final class Contingency {
    private final Map<Pair, Integer> counts = new HashMap<>();
    private int points;

    private record Pair(long first, long second) {}

    /** Counts a point with these labels. */
    void add(long first, long second) {
        counts.merge(new Pair(first, second), 1, Integer::sum);
        points++;
    }

    /** The adjusted Rand index (Hubert &amp; Arabie 1985): 1 if both ways part the points alike, about 0 if by chance. */
    double adjustedRand() {
        double both = counts.values().stream().mapToDouble(Contingency::pairs).sum();
        double first = marginPairs(Pair::first);
        double second = marginPairs(Pair::second);
        double expected = first * second / pairs(points);
        double limit = (first + second) / 2;
        return limit == expected ? 1 : (both - expected) / (limit - expected);
    }

    private double marginPairs(ToLongFunction<Pair> label) {
        return margin(label).values().stream().mapToDouble(Contingency::pairs).sum();
    }

    private Map<Long, Integer> margin(ToLongFunction<Pair> label) {
        Map<Long, Integer> margin = new HashMap<>();
        counts.forEach((pair, count) -> margin.merge(label.applyAsLong(pair), count, Integer::sum));
        return margin;
    }

    private static double pairs(double count) {
        return count * (count - 1) / 2;
    }

    /** How many labels of the second kind there are. */
    int seconds() {
        return margin(Pair::second).size();
    }

    /** How many labels of the second kind have a label of the first kind with which each goes together most often. */
    int found() {
        Map<Long, Long> bestFirst = best(Pair::second, Pair::first);
        Map<Long, Long> bestSecond = best(Pair::first, Pair::second);
        return (int) bestFirst.entrySet().stream()
                .filter(each -> Objects.equals(bestSecond.get(each.getValue()), each.getKey()))
                .count();
    }

    private Map<Long, Long> best(ToLongFunction<Pair> of, ToLongFunction<Pair> among) {
        Map<Long, Long> best = new HashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .forEach(each -> best.put(of.applyAsLong(each.getKey()), among.applyAsLong(each.getKey())));
        return best;
    }
}
