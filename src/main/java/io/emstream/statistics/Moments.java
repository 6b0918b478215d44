package io.emstream.statistics;

import java.util.Arrays;

/**
 * The weighted count, mean and centred scatter of a set of points: all that an M-step needs of it.
 *
 * <p>With {@link ScatterLayout#FULL} every observed point is complete (a missing value is filled in, with its conditional
 * covariance, by whoever observes it) and one weight serves all features. With the other layouts each feature has a weight
 * of its own, so that missing values are simply not counted.
 *
 * <p>There are three verbs: observe, merge and scale. There is no way to subtract, because the difference of two large sums
 * loses the digits that matter. Update and merge follow Chan, Golub &amp; LeVeque 1983; not thread-safe.
 */
public final class Moments {
    private final ScatterLayout layout;
    private final int dimension;
    private double weight;
    private final double[] featureWeights;
    private final double[] mean;
    private final double[] scatter;
    private final double[] delta;

    /** The moments of no points. */
    public Moments(ScatterLayout layout, int dimension) {
        this(
                layout,
                dimension,
                0,
                new double[layout == ScatterLayout.FULL ? 0 : dimension],
                new double[dimension],
                new double[layout.length(dimension)]);
    }

    private Moments(
            ScatterLayout layout,
            int dimension,
            double weight,
            double[] featureWeights,
            double[] mean,
            double[] scatter) {
        this.layout = layout;
        this.dimension = dimension;
        this.weight = weight;
        this.featureWeights = featureWeights;
        this.mean = mean;
        this.scatter = scatter;
        this.delta = new double[dimension];
    }

    /**
     * Moments with the given content, which is taken over without copying.
     *
     * @param weight Σ r
     * @param featureWeights Σ r over the points where the feature is observed, one per feature; empty with FULL
     * @param mean one per feature
     * @param scatter centred sums of squares and products, as the layout says
     * @throws IllegalArgumentException if a length does not fit
     */
    public static Moments of(
            ScatterLayout layout, double weight, double[] featureWeights, double[] mean, double[] scatter) {
        int dimension = mean.length;
        if (featureWeights.length != (layout == ScatterLayout.FULL ? 0 : dimension)
                || scatter.length != layout.length(dimension)) {
            throw new IllegalArgumentException("moments of dimension " + dimension + " with layout " + layout + " have "
                    + featureWeights.length + " feature weights and " + scatter.length + " scatter elements");
        }
        return new Moments(layout, dimension, weight, featureWeights, mean, scatter);
    }

    /**
     * Adds a point.
     *
     * @param x one value per feature; {@code NaN} for a missing one, but not with {@link ScatterLayout#FULL}
     * @param r how much of the point belongs here, 0 or more
     */
    public void observe(double[] x, double r) {
        if (r <= 0) {
            return;
        }
        weight += r;
        switch (layout) {
            case FULL -> observeFull(x, r / weight, r);
            case DIAGONAL -> observeDiagonal(x, r);
            case NONE -> observeMean(x, r);
        }
    }

    private void observeFull(double[] x, double share, double r) {
        for (int i = 0; i < dimension; i++) {
            delta[i] = x[i] - mean[i];
            mean[i] += share * delta[i];
        }
        int at = 0;
        double factor = r * (1 - share);
        for (int i = 0; i < dimension; i++) {
            double row = factor * delta[i];
            for (int j = 0; j <= i; j++) {
                scatter[at++] += row * delta[j];
            }
        }
    }

    private void observeDiagonal(double[] x, double r) {
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j])) {
                featureWeights[j] += r;
                double share = r / featureWeights[j];
                double difference = x[j] - mean[j];
                mean[j] += share * difference;
                scatter[j] += r * (1 - share) * difference * difference;
            }
        }
    }

    private void observeMean(double[] x, double r) {
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j])) {
                featureWeights[j] += r;
                mean[j] += r / featureWeights[j] * (x[j] - mean[j]);
            }
        }
    }

    /** Adds to element (row, column) of a full scatter: the conditional covariance of values that were filled in. */
    public void addScatter(int row, int column, double value) {
        scatter[row >= column ? ScatterLayout.packed(row, column) : ScatterLayout.packed(column, row)] += value;
    }

    /** Adds all points of the other set, which must have the same shape and is not changed. */
    public void merge(Moments other) {
        if (other.layout != layout || other.dimension != dimension) {
            throw new IllegalArgumentException("moments of " + other.layout + " and dimension " + other.dimension
                    + " do not merge with " + layout + " and dimension " + dimension);
        }
        if (other.weight <= 0) {
            return;
        }
        if (layout == ScatterLayout.FULL) {
            mergeFull(other);
        } else {
            mergeByFeature(other);
        }
        weight += other.weight;
    }

    private void mergeFull(Moments other) {
        double share = other.weight / (weight + other.weight);
        double factor = weight * share;
        for (int i = 0; i < dimension; i++) {
            delta[i] = other.mean[i] - mean[i];
            mean[i] += share * delta[i];
        }
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            double row = factor * delta[i];
            for (int j = 0; j <= i; j++, at++) {
                scatter[at] += other.scatter[at] + row * delta[j];
            }
        }
    }

    private void mergeByFeature(Moments other) {
        for (int j = 0; j < dimension; j++) {
            double added = other.featureWeights[j];
            if (added > 0) {
                double before = featureWeights[j];
                double share = added / (before + added);
                double difference = other.mean[j] - mean[j];
                mean[j] += share * difference;
                featureWeights[j] = before + added;
                if (layout == ScatterLayout.DIAGONAL) {
                    scatter[j] += other.scatter[j] + before * share * difference * difference;
                }
            }
        }
    }

    /** Makes every point count this many times, 0 or more; the mean stays. */
    public void scale(double factor) {
        weight *= factor;
        for (int j = 0; j < featureWeights.length; j++) {
            featureWeights[j] *= factor;
        }
        for (int i = 0; i < scatter.length; i++) {
            scatter[i] *= factor;
        }
    }

    /** A copy that shares nothing. */
    public Moments copy() {
        return new Moments(layout, dimension, weight, featureWeights.clone(), mean.clone(), scatter.clone());
    }

    /** Forgets all points. */
    public void clear() {
        weight = 0;
        Arrays.fill(featureWeights, 0);
        Arrays.fill(mean, 0);
        Arrays.fill(scatter, 0);
    }

    /** Begins anew with points of so much weight, whose mean and scatter are to be filled in. */
    void restart(double newWeight) {
        weight = newWeight;
        Arrays.fill(featureWeights, newWeight);
    }

    /** What the scatter holds. */
    public ScatterLayout layout() {
        return layout;
    }

    /** The number of features. */
    public int dimension() {
        return dimension;
    }

    /** Σ r. */
    public double weight() {
        return weight;
    }

    /** Σ r over the points in which this feature is observed. */
    public double weight(int feature) {
        return layout == ScatterLayout.FULL ? weight : featureWeights[feature];
    }

    /** The weighted mean of a feature; 0 while it has no weight. */
    public double mean(int feature) {
        return mean[feature];
    }

    /** The centred sum of products of two features; with DIAGONAL only of a feature with itself. */
    public double scatter(int row, int column) {
        return switch (layout) {
            case FULL -> scatter[row >= column ? ScatterLayout.packed(row, column) : ScatterLayout.packed(column, row)];
            case DIAGONAL -> {
                if (row != column) {
                    throw new IllegalArgumentException("a diagonal scatter has no element " + row + "," + column);
                }
                yield scatter[row];
            }
            case NONE -> throw new IllegalArgumentException("these moments hold no scatter");
        };
    }

    /** The weights by feature themselves, not a copy; empty with FULL. */
    public double[] featureWeights() {
        return featureWeights;
    }

    /** The mean itself, not a copy. */
    public double[] mean() {
        return mean;
    }

    /** The scatter itself, not a copy, as the layout says. */
    public double[] scatter() {
        return scatter;
    }
}
