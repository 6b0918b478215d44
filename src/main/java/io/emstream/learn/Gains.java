package io.emstream.learn;

import io.emstream.family.Family;
import io.emstream.mixture.Mixture;

/** How much better one mixture explains a sample than another, and how much that must be to be believed. */
final class Gains {
    private static final double SMALLEST_UNIT = 1e-300;

    private Gains() {}

    /**
     * What differences of mean log-likelihood are to be divided by to be nats. Under hard assignment a score is −½ of a squared
     * distance, which is nats where the variance is 1, so the mean squared distance per feature takes its place.
     */
    static double unit(Mixture mixture, double meanLogLikelihood) {
        return mixture.family().assignment() == Family.Assignment.SOFT
                ? 1
                : Math.max(SMALLEST_UNIT, -2 * meanLogLikelihood / mixture.dimension());
    }

    /**
     * The likelihood ratio 2·n·(LL − LL₀) above which a mixture fitted to a sample is taken to be better than the one it would
     * replace. The expected gain of fitting p parameters is p, and as much again is lost on other points; less so as far as
     * the old mixture has been fitted to the same points.
     *
     * @param parameters p
     * @param weight of the sample
     * @param effective how many points the old mixture is estimated from
     */
    static double limit(double parameters, double weight, double effective) {
        double shared = Math.min(1, weight / effective);
        double chance = 2 * parameters * (1 - shared);
        return chance + 3 * Math.sqrt(chance) + 20;
    }
}
