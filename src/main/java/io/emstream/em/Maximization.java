package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.Arrays;
import java.util.List;

/** The M-step. */
public final class Maximization {
    private static final double SMALLEST_WEIGHT = 1e-9;

    private Maximization() {}

    /**
     * The mixture under which statistics are most likely, or most probable given the prior; cluster ids stay, and so does the
     * box of the noise, whose weight is learned.
     *
     * @param statistics under {@code mixture}, weights as counts of points
     */
    public static Mixture nextMixture(Mixture mixture, MixtureStatistics statistics, Prior prior) {
        Family family = mixture.family();
        List<Component> components = family.estimate(statistics.components(), mixture.components(), prior);
        Mixture next =
                new Mixture(family, mixingWeights(family, statistics.components()), components, mixture.clusters());
        Noise noise = mixture.noise();
        return noise == null ? next : next.withNoise(noise.withWeight(noiseWeight(statistics)));
    }

    /** The part of all weight that belongs to outliers, neither quite 0 nor quite all. */
    private static double noiseWeight(MixtureStatistics statistics) {
        double total = statistics.noise() + SMALLEST_WEIGHT;
        for (Moments each : statistics.components()) {
            total += each.weight();
        }
        double share = statistics.noise() / total;
        return Math.min(Math.max(share, Noise.SMALLEST_WEIGHT), 1 - Noise.SMALLEST_WEIGHT);
    }

    /** Mixing weights in proportion to the components' weights, none of them quite 0; equal for hard assignment. */
    static double[] mixingWeights(Family family, List<Moments> statistics) {
        int size = statistics.size();
        double[] weights = new double[size];
        if (family.assignment() == Family.Assignment.HARD) {
            Arrays.fill(weights, 1.0 / size);
            return weights;
        }
        double total = 0;
        for (int k = 0; k < size; k++) {
            weights[k] = statistics.get(k).weight() + SMALLEST_WEIGHT;
            total += weights[k];
        }
        for (int k = 0; k < size; k++) {
            weights[k] /= total;
        }
        return weights;
    }
}
