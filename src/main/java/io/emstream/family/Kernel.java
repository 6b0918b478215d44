package io.emstream.family;

import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;

/**
 * The components of one mixture laid out for scoring many points: the inner loop of the E-step and of the accumulation.
 * Holds scratch space, so each thread has its own; nothing is allocated per complete point.
 */
public interface Kernel {
    /** Responsibilities of at most this much are not observed; with K components at most K times as much is lost. */
    double NEGLIGIBLE = 1e-12;

    /**
     * The log-density of the observed features of a point under every component.
     *
     * @param x one value per feature, {@code NaN} where missing; at least one is observed
     * @param into one per component
     */
    void logDensities(double[] x, double[] into);

    /**
     * The same for many points at once, none of which has a missing value. Digits may differ in the last places.
     *
     * @param into by component, of {@link PointBlock#CAPACITY} each: one per point, and what comes after is not meant
     */
    void logDensities(PointBlock block, double[][] into);

    /**
     * Adds a point to the moments of the components.
     *
     * @param x one value per feature, {@code NaN} where missing; at least one is observed
     * @param weight how many times the point counts
     * @param responsibilities one per component, summing to 1; those of at most {@link #NEGLIGIBLE} are skipped
     */
    void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into);

    /**
     * The squared Mahalanobis distance of the observed features from a component: chi-square distributed with as many
     * degrees of freedom as there are observed features, if the point is the component's.
     *
     * @return {@code NaN} in families that have no such distance
     */
    double squaredDistance(double[] x, int component);
}
