package io.emstream.mixture;

import io.emstream.family.Family;
import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;

/**
 * What a mixture makes of outliers: a part of constant density over the box that the sample lay in (Banfield &amp; Raftery,
 * <i>Biometrics</i> 49, 1993), which keeps them from pulling at the clusters. It is no component: it has neither a mean nor a
 * cluster id. Immutable.
 *
 * <p>The density is e⁻⁵ of that of the uniform distribution over the box, so that a small cluster is not taken for outliers
 * as soon as it is spread out a little; and it is the same outside of the box.
 */
public final class Noise {
    /** The weight from which learning starts. */
    public static final double FIRST_WEIGHT = 0.01;

    /** The smallest weight that is learned, from which it can still grow. */
    public static final double SMALLEST_WEIGHT = 1e-6;

    private static final double LOG_HANDICAP = -5;
    /** A width below this part of the values' size is rounding. */
    private static final double ROUNDING = 1e-14;
    /** The width of a constant feature in its size: ten times the standard deviation that a prior gives it. */
    private static final double CONSTANT = 1e-9;

    private static final double SMALLEST_WIDTH = 1e-5;

    private final double weight;
    private final double[] widths;
    private final double[] logWidths;
    private final double completeLogDensity;

    /**
     * Noise over a box; the array is taken over.
     *
     * @param weight above 0 and below 1
     * @param widths of the box, one per feature, positive and finite
     * @throws IllegalArgumentException if the weight or a width is out of range
     */
    public Noise(double weight, double[] widths) {
        if (!(weight > 0 && weight < 1)) {
            throw new IllegalArgumentException("noise has weight " + weight + ", must be above 0 and below 1");
        }
        for (int j = 0; j < widths.length; j++) {
            if (!(widths[j] > 0 && widths[j] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "noise has width " + widths[j] + " in feature " + j + ", must be positive and finite");
            }
        }
        this.weight = weight;
        this.widths = widths;
        this.logWidths = Arrays.stream(widths).map(Math::log).toArray();
        this.completeLogDensity = LOG_HANDICAP - Arrays.stream(logWidths).sum();
    }

    /**
     * Noise over the smallest box around a sample. A feature that is constant but for rounding is given a small width in
     * proportion to its size.
     *
     * @param sample points, all of one dimension, at least one; those of weight 0 do not count
     */
    public static Noise of(List<Point> sample, double weight) {
        double[] widths = new double[sample.get(0).dimension()];
        for (int j = 0; j < widths.length; j++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (Point point : sample) {
                double x = point.values()[j];
                if (point.weight() > 0 && !Double.isNaN(x)) {
                    least = Math.min(least, x);
                    most = Math.max(most, x);
                }
            }
            widths[j] = width(least, most);
        }
        return new Noise(weight, widths);
    }

    /** Whether the components of a family have densities over numbers, which alone noise can be weighed against. */
    public static boolean suits(Family family) {
        return family.assignment() == Family.Assignment.SOFT
                && !family.support().isDiscrete();
    }

    private static double width(double least, double most) {
        if (least > most) {
            return SMALLEST_WIDTH;
        }
        double size = Math.max(Math.abs(least), Math.abs(most));
        double width = most - least;
        return width > ROUNDING * size ? width : Math.max(CONSTANT * size, SMALLEST_WIDTH);
    }

    /** What part of all points are outliers, w₀; those of the components sum to 1 − w₀. */
    public double weight() {
        return weight;
    }

    /** The number of features, d. */
    public int dimension() {
        return widths.length;
    }

    /** The widths of the box by feature; not a copy. */
    public double[] widths() {
        return widths;
    }

    /** The log-density of a point that has all its values. */
    public double logDensity() {
        return completeLogDensity;
    }

    /**
     * The log-density of the observed features of a point.
     *
     * @param x one value per feature, {@code NaN} where missing; 0 if nothing is observed
     */
    public double logDensity(double[] x) {
        double logDensity = LOG_HANDICAP;
        boolean known = false;
        for (int j = 0; j < x.length; j++) {
            if (!Double.isNaN(x[j])) {
                logDensity -= logWidths[j];
                known = true;
            }
        }
        return known ? logDensity : 0;
    }

    /**
     * By how much the log-density of a point rises if the noise is taken to be as dense as the uniform distribution over its
     * box.
     *
     * @param outlier the noise's responsibility for the point
     */
    public static double handicap(double outlier) {
        return Math.log1p(outlier * Math.expm1(-LOG_HANDICAP));
    }

    /** The same box with another weight. */
    public Noise withWeight(double other) {
        return new Noise(other, widths);
    }
}
