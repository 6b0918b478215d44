package io.emstream.family;

import io.emstream.statistics.Moments;
import java.util.List;

/**
 * What pulls the variances of Gaussians towards common sense: ν₀ pseudo-counts of a scale Ψ per feature, and a small part ε
 * of the background variance g, so that σ² = (S + ν₀ Ψ) / (N + ν₀) + ε g. With {@link Prior.Kind#NONE} both vanish.
 *
 * <p>Ψ is the pooled within-component variance of the same statistics; at a start, when components mean little yet, it is
 * what K equal balls that fill the background would have, g / K^(2/d).
 */
final class Shrinkage {
    /** A component of less weight than this has nothing to be estimated from. */
    static final double DEAD = 1e-8;

    private static final double RIDGE = 1e-6;
    /** Without a prior, a variance this small beside the background is a collapse, not an estimate. */
    private static final double COLLAPSED = 1e-20;

    private final double pseudoCount;
    private final double[] scale;
    private final double[] ridge;
    private final double[] background;
    private final double[] smallest;

    /**
     * Measures the scale.
     *
     * @param atStart whether there are no components yet
     */
    Shrinkage(List<Moments> statistics, Prior prior, boolean atStart) {
        int dimension = statistics.get(0).dimension();
        boolean map = prior.kind() == Prior.Kind.MAP;
        this.pseudoCount = map ? dimension + 2 : 0;
        this.scale = new double[dimension];
        this.ridge = new double[dimension];
        this.background = new double[dimension];
        this.smallest = new double[dimension];
        double volume = Math.pow(statistics.size(), 2.0 / dimension);
        for (int j = 0; j < dimension; j++) {
            double g = prior.variance()[j];
            background[j] = g / volume;
            smallest[j] = COLLAPSED * g;
            ridge[j] = map ? RIDGE * g : 0;
            scale[j] = atStart ? background[j] : Math.max(pooledVariance(statistics, j), RIDGE * g);
        }
    }

    private static double pooledVariance(List<Moments> statistics, int feature) {
        double scatter = 0;
        double weight = 0;
        for (Moments moments : statistics) {
            scatter += moments.scatter(feature, feature);
            weight += moments.weight(feature);
        }
        return weight > 0 ? scatter / weight : 0;
    }

    /** The variance of a feature whose centred sum of squares is S, over a weight of N. */
    double variance(int feature, double scatter, double weight) {
        return (scatter + pseudoCount * scale[feature]) / (weight + pseudoCount) + ridge[feature];
    }

    /** The covariance of two features whose centred sum of products is S, over a weight of N. */
    double covariance(double scatter, double weight) {
        return scatter / (weight + pseudoCount);
    }

    /** One variance for all features of a component: the mean of their numerators over that of their denominators. */
    double commonVariance(Moments moments) {
        double numerator = 0;
        double denominator = 0;
        double floor = 0;
        for (int j = 0; j < scale.length; j++) {
            numerator += moments.scatter(j, j) + pseudoCount * scale[j];
            denominator += moments.weight(j) + pseudoCount;
            floor += ridge[j];
        }
        return numerator / denominator + floor / scale.length;
    }

    /** Whether a variance is large enough to divide by. */
    boolean isSound(int feature, double variance) {
        return variance > smallest[feature] && variance < Double.POSITIVE_INFINITY;
    }

    /** The variance of a feature of a component that has nothing to be estimated from and never was. */
    double background(int feature) {
        return background[feature];
    }

    /** The mean over the features of {@link #background}. */
    double commonBackground() {
        double sum = 0;
        for (double variance : background) {
            sum += variance;
        }
        return sum / background.length;
    }

    /** {@link #background} of all features; a copy. */
    double[] backgrounds() {
        return background.clone();
    }
}
