package io.emstream.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * The sufficient statistics of a set of points under a mixture: the {@link Moments} of each component, how many points
 * there were, what part of them were outliers, and how likely the mixture found them. Observe, merge, scale; not thread-safe.
 */
public final class MixtureStatistics {
    private final List<Moments> components;
    private double noise;
    private long points;
    private double weight;
    private double logLikelihood;
    private double squaredLogLikelihood;

    /** The statistics of no points under a mixture of this many components. */
    public MixtureStatistics(ScatterLayout layout, int components, int dimension) {
        this(empty(layout, components, dimension), 0, 0, 0, 0, 0);
    }

    /** A loop, because EM asks for so many that a stream would show. */
    private static List<Moments> empty(ScatterLayout layout, int components, int dimension) {
        List<Moments> empty = new ArrayList<>(components);
        for (int k = 0; k < components; k++) {
            empty.add(new Moments(layout, dimension));
        }
        return empty;
    }

    /**
     * Statistics with the given content, taken over without copying.
     *
     * @param components one per component, all of one shape
     * @param noise the weight of outliers, which belongs to no component
     * @param points how many points were observed, whatever their weight
     * @param weight the sum of their weights
     * @param logLikelihood Σ weight · log-density
     * @param squaredLogLikelihood Σ weight · log-density²
     */
    public MixtureStatistics(
            List<Moments> components,
            double noise,
            long points,
            double weight,
            double logLikelihood,
            double squaredLogLikelihood) {
        this.components = List.copyOf(components);
        this.noise = noise;
        this.points = points;
        this.weight = weight;
        this.logLikelihood = logLikelihood;
        this.squaredLogLikelihood = squaredLogLikelihood;
    }

    /**
     * Counts a point whose responsibilities are observed in the components' moments by the caller.
     *
     * @param outlier what part of it belongs to none of them, from 0 to 1
     */
    public void count(double pointWeight, double outlier, double logDensity) {
        noise += pointWeight * outlier;
        points++;
        weight += pointWeight;
        logLikelihood += pointWeight * logDensity;
        squaredLogLikelihood += pointWeight * logDensity * logDensity;
    }

    /**
     * Counts many points, as if one after the other; those of weight 0 or whose log-density is {@code NaN} are left out.
     *
     * @param outliers what part of each belongs to none of the components
     * @param n how many there are
     */
    public void count(double[] weights, double[] outliers, double[] logDensities, int n) {
        // In locals, as long as the loop goes: fields would be written for each point.
        double noiseSum = noise;
        double weightSum = weight;
        double sum = logLikelihood;
        double squaredSum = squaredLogLikelihood;
        int counted = 0;
        for (int p = 0; p < n; p++) {
            if (weights[p] > 0 && !Double.isNaN(logDensities[p])) {
                double weighted = weights[p] * logDensities[p];
                noiseSum += weights[p] * outliers[p];
                weightSum += weights[p];
                sum += weighted;
                squaredSum += weighted * logDensities[p];
                counted++;
            }
        }
        noise = noiseSum;
        points += counted;
        weight = weightSum;
        logLikelihood = sum;
        squaredLogLikelihood = squaredSum;
    }

    /** Adds all points of the other set, which is not changed; components correspond by index. */
    public void merge(MixtureStatistics other) {
        if (other.components.size() != components.size()) {
            throw new IllegalArgumentException(
                    "statistics of " + other.components.size() + " components do not merge with " + components.size());
        }
        for (int k = 0; k < components.size(); k++) {
            components.get(k).merge(other.components.get(k));
        }
        noise += other.noise;
        points += other.points;
        weight += other.weight;
        logLikelihood += other.logLikelihood;
        squaredLogLikelihood += other.squaredLogLikelihood;
    }

    /** Makes every point count this many times, 0 or more; the number of points itself stays. */
    public void scale(double factor) {
        components.forEach(component -> component.scale(factor));
        noise *= factor;
        weight *= factor;
        logLikelihood *= factor;
        squaredLogLikelihood *= factor;
    }

    /** A copy in which every point counts this many times. */
    public MixtureStatistics scaled(double factor) {
        MixtureStatistics copy = copy();
        copy.scale(factor);
        return copy;
    }

    /** A copy that shares nothing. */
    public MixtureStatistics copy() {
        return new MixtureStatistics(
                components.stream().map(Moments::copy).toList(),
                noise,
                points,
                weight,
                logLikelihood,
                squaredLogLikelihood);
    }

    /** Forgets all points. */
    public void clear() {
        components.forEach(Moments::clear);
        noise = 0;
        points = 0;
        weight = 0;
        logLikelihood = 0;
        squaredLogLikelihood = 0;
    }

    /** One per component. */
    public List<Moments> components() {
        return components;
    }

    /** The moments of component k. */
    public Moments component(int k) {
        return components.get(k);
    }

    /** The weight of outliers, N₀: what is missing in the components' weights to that of all points. */
    public double noise() {
        return noise;
    }

    /** How many points were observed, whatever their weight. */
    public long points() {
        return points;
    }

    /** The sum of the points' weights. */
    public double weight() {
        return weight;
    }

    /** Σ weight · log-density. */
    public double logLikelihood() {
        return logLikelihood;
    }

    /** Σ weight · log-density². */
    public double squaredLogLikelihood() {
        return squaredLogLikelihood;
    }

    /** The weighted mean log-density of the points; {@code NaN} if there are none. */
    public double meanLogLikelihood() {
        return logLikelihood / weight;
    }
}
