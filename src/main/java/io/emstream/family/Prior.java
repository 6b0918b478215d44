package io.emstream.family;

import io.emstream.point.Point;
import java.util.List;

/**
 * What an M-step assumes beyond its statistics: how the data as a whole is spread, measured once on a sample, and whether
 * that is used as a prior.
 *
 * <p>A final class rather than a record, because it holds arrays.
 */
public final class Prior {
    /** How the prior is used. */
    public enum Kind {
        /** Maximum a posteriori: a few pseudo-counts keep every estimate finite and well conditioned. */
        MAP,
        /** Plain maximum likelihood. */
        NONE
    }

    private final Kind kind;
    private final double[] mean;
    private final double[] variance;

    /**
     * A prior with this background; the arrays are taken over.
     *
     * @param mean of each feature, over all points
     * @param variance of each feature, over all points, positive
     */
    public Prior(Kind kind, double[] mean, double[] variance) {
        this.kind = kind;
        this.mean = mean;
        this.variance = variance;
    }

    /**
     * Measures the background on a sample. A feature whose variance is zero but for rounding is given a small one in
     * proportion to its own size, so that constants do not make densities infinite; no feature is measured by another's
     * scale.
     *
     * @param points at least one; {@code NaN} where missing
     * @param weights one per point
     */
    public static Prior of(Kind kind, List<double[]> points, double[] weights) {
        int dimension = points.get(0).length;
        double[] mean = new double[dimension];
        double[] variance = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            double total = 0;
            double squares = 0;
            double largest = 0;
            for (int i = 0; i < points.size(); i++) {
                double x = points.get(i)[j];
                double r = weights[i];
                if (r > 0 && !Double.isNaN(x)) {
                    total += r;
                    double difference = x - mean[j];
                    mean[j] += r / total * difference;
                    squares += r * difference * (x - mean[j]);
                    largest = Math.max(largest, Math.abs(x));
                }
            }
            double measured = total > 0 ? squares / total : 0;
            double size = largest * largest;
            variance[j] = measured > 1e-28 * size ? measured : Math.max(1e-20 * size, 1e-12);
        }
        return new Prior(kind, mean, variance);
    }

    /** Measures the background on a sample; see {@link #of(Kind, List, double[])}. */
    public static Prior of(Kind kind, List<Point> sample) {
        return of(
                kind,
                sample.stream().map(Point::values).toList(),
                sample.stream().mapToDouble(Point::weight).toArray());
    }

    /** How it is used. */
    public Kind kind() {
        return kind;
    }

    /** The mean of each feature over all points; not a copy. */
    public double[] mean() {
        return mean;
    }

    /** The variance of each feature over all points, positive; not a copy. */
    public double[] variance() {
        return variance;
    }
}
