package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way back from parameters to statistics: what a sample leaves whose moments are exactly those of a mixture. An M-step of
 * it without a prior gives the same parameters; with one it shrinks them once, as it would those of any sample.
 */
public final class ImpliedStatistics {
    /** A feature without any spread, as among the centres of k-means that agree in it, is given one in proportion to its size. */
    private static final double SMALLEST_SPREAD = 1e-10;

    private ImpliedStatistics() {}

    /**
     * The statistics of so many points, the noise's share among them. Their log-likelihood is not known and is 0.
     *
     * @param points above 0
     */
    public static MixtureStatistics of(Mixture mixture, double points) {
        List<Moments> components = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            components.add(moments(mixture.family().scatter(), mixture.component(k), points * mixture.weight(k)));
        }
        Noise noise = mixture.noise();
        return new MixtureStatistics(
                components, noise == null ? 0 : points * noise.weight(), Math.round(points), points, 0, 0);
    }

    private static Moments moments(ScatterLayout layout, Component component, double weight) {
        int dimension = component.dimension();
        double[] mean = new double[dimension];
        double[] featureWeights = new double[layout == ScatterLayout.FULL ? 0 : dimension];
        double[] scatter = new double[layout.length(dimension)];
        for (int j = 0; j < dimension; j++) {
            mean[j] = component.mean(j);
        }
        Arrays.fill(featureWeights, weight);
        switch (layout) {
            case FULL -> {
                for (int i = 0; i < dimension; i++) {
                    for (int j = 0; j <= i; j++) {
                        scatter[ScatterLayout.packed(i, j)] = weight * component.covariance(i, j);
                    }
                }
            }
            case DIAGONAL -> {
                for (int j = 0; j < dimension; j++) {
                    scatter[j] = weight * component.variance(j);
                }
            }
            case NONE -> {}
        }
        return Moments.of(layout, weight, featureWeights, mean, scatter);
    }

    /** The background that a mixture itself would have: mean and variance of each feature over all its components. */
    public static Prior prior(Prior.Kind kind, Mixture mixture) {
        int dimension = mixture.dimension();
        double[] mean = new double[dimension];
        double[] variance = new double[dimension];
        double total = 0;
        for (int k = 0; k < mixture.size(); k++) {
            double weight = mixture.weight(k);
            double share = weight / (total + weight);
            Component component = mixture.component(k);
            for (int j = 0; j < dimension; j++) {
                double difference = component.mean(j) - mean[j];
                mean[j] += share * difference;
                variance[j] += share * (component.variance(j) + (1 - share) * difference * difference - variance[j]);
            }
            total += weight;
        }
        for (int j = 0; j < dimension; j++) {
            double spread = SMALLEST_SPREAD * mean[j];
            variance[j] = variance[j] > 0 ? variance[j] : Math.max(spread * spread, 1e-12);
        }
        return new Prior(kind, mean, variance);
    }

    /**
     * Noise over the box that a mixture fills: three standard deviations around each mean. Noise suits only
     * families whose components have variances.
     */
    public static Noise noise(Mixture mixture, double weight) {
        double[] widths = new double[mixture.dimension()];
        Prior background = prior(Prior.Kind.NONE, mixture);
        for (int j = 0; j < widths.length; j++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (Component component : mixture.components()) {
                double reach = 3 * Math.sqrt(component.variance(j));
                least = Math.min(least, component.mean(j) - reach);
                most = Math.max(most, component.mean(j) + reach);
            }
            widths[j] = most > least ? most - least : Math.sqrt(background.variance()[j]);
        }
        return new Noise(weight, widths);
    }
}
