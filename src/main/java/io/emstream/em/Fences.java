package io.emstream.em;

import io.emstream.point.Point;
import java.util.List;

/**
 * Tukey's outer fences: three times the distance of the quartiles beyond them (<i>Exploratory Data Analysis</i>, 1977, §2).
 * Crude, because a small cluster far away is beyond them too, but they need no model.
 */
final class Fences {
    private static final double REACH = 3;

    private Fences() {}

    /**
     * The points of a sample none of whose values is beyond the fences of its feature; the whole sample if these would be
     * less than half of it. Weights do not count, and features of which half of the values are the same have no fences.
     *
     * @param sample points, all of one dimension, at least one
     */
    static List<Point> within(List<Point> sample) {
        int dimension = sample.get(0).dimension();
        double[] lower = new double[dimension];
        double[] upper = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            int feature = j;
            double[] sorted = sample.stream()
                    .mapToDouble(point -> point.values()[feature])
                    .filter(x -> !Double.isNaN(x))
                    .sorted()
                    .toArray();
            double first = sorted.length == 0 ? 0 : sorted[sorted.length / 4];
            double third = sorted.length == 0 ? 0 : sorted[3 * sorted.length / 4];
            double reach = third > first ? REACH * (third - first) : Double.POSITIVE_INFINITY;
            lower[j] = first - reach;
            upper[j] = third + reach;
        }
        List<Point> within = sample.stream()
                .filter(point -> isWithin(point.values(), lower, upper))
                .toList();
        return 2 * within.size() < sample.size() ? sample : within;
    }

    /** A value that is missing is beyond nothing. */
    private static boolean isWithin(double[] x, double[] lower, double[] upper) {
        for (int j = 0; j < x.length; j++) {
            if (x[j] < lower[j] || x[j] > upper[j]) {
                return false;
            }
        }
        return true;
    }
}
