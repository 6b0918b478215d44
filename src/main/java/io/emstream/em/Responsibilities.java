package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;

/**
 * The answer of the E-step for one point: what part of it each component is responsible for. Mutable, and used again for
 * the next point, so that scoring allocates nothing; each thread has its own.
 */
public final class Responsibilities {
    private final CompiledMixture mixture;
    private final double[] values;
    private double outlier;
    private double logDensity;
    private int observed;
    private int component;

    /** Answers for this mixture. */
    public Responsibilities(CompiledMixture mixture) {
        this.mixture = mixture;
        this.values = new double[mixture.size()];
    }

    /**
     * Answers for a point, in log space throughout.
     *
     * @return whether the point has a finite density; if not, nothing else here means anything
     */
    public boolean of(Point point) {
        observed = point.observed();
        mixture.logJoint(point.values(), observed, values);
        double noise = mixture.noiseLogJoint(point.values(), observed);
        component = Expectation.largest(values);
        // A point of which nothing is known belongs to all in proportion to their weights, also under hard assignment.
        Family.Assignment assignment = observed == 0
                ? Family.Assignment.SOFT
                : mixture.mixture().family().assignment();
        logDensity = Expectation.normalise(assignment, values, component, noise);
        outlier = Math.exp(noise - logDensity);
        return !Double.isNaN(logDensity);
    }

    /**
     * Takes over the answer for one of many rows under the same mixture: the same but for the rounding of sums.
     *
     * @return whether the row has an answer; if not, nothing else here means anything
     */
    public boolean of(RowResponsibilities rows, int row) {
        if (!rows.isAnswered(row)) {
            return false;
        }
        rows.copy(row, values);
        outlier = rows.outlier(row);
        logDensity = rows.logDensity(row);
        observed = rows.observed(row);
        component = rows.component(row);
        return true;
    }

    /** What part of the point component k is responsible for; these and {@link #outlier} sum to 1. */
    public double value(int k) {
        return values[k];
    }

    /** All of them by component; not a copy. */
    public double[] values() {
        return values;
    }

    /** What part of the point none of the components is responsible for but the noise; 0 if the mixture has none. */
    public double outlier() {
        return outlier;
    }

    /** The log-density of the observed features under the mixture; for hard assignment −½ of the squared distance. */
    public double logDensity() {
        return logDensity;
    }

    /** How many features of the point are observed. */
    public int observed() {
        return observed;
    }

    /**
     * The index of the component of the largest responsibility, the lowest one among equals; of an outlier too, even if
     * nothing of the responsibility is left.
     */
    public int component() {
        return component;
    }

    /** The mixture that these are responsibilities under. */
    public CompiledMixture mixture() {
        return mixture;
    }

    /** Adds the point just answered to statistics under the same mixture, if there is something to learn from it. */
    public void observe(Point point, MixtureStatistics into) {
        if (point.weight() > 0 && observed > 0) {
            mixture.observe(point.values(), point.weight(), values, into);
            into.count(point.weight(), outlier, logDensity);
        }
    }
}
