package io.emstream.family;

import io.emstream.point.PointBlock;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Centres without spread, each point wholly belonging to the nearest: k-means, the limit of spherical Gaussians of equal
 * weights whose common variance goes to zero.
 *
 * <p>Its log-density is only a score, −½‖x − μ‖² over the observed features. There is nothing to be uncertain about, so the
 * prior is not used.
 */
public record KMeans() implements Family {
    @Override
    public String name() {
        return "kmeans";
    }

    @Override
    public ScatterLayout scatter() {
        return ScatterLayout.NONE;
    }

    @Override
    public Assignment assignment() {
        return Assignment.HARD;
    }

    @Override
    public Support support() {
        return Support.NUMBERS;
    }

    @Override
    public int parameters(int clusters, int dimension) {
        return clusters * dimension;
    }

    @Override
    public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < statistics.size(); k++) {
            Component before = previous == null ? null : previous.get(k);
            components.add(new Centre(Means.estimate(statistics.get(k), before, prior)));
        }
        return components;
    }

    @Override
    public Kernel compile(List<Component> components) {
        return new CentreKernel(components);
    }

    @Override
    public Component component(Map<String, Parameter> parameters, int dimension) {
        return new Centre(Parameters.mean(parameters, dimension));
    }

    /** The squared distance over 8, as if all variances were 1: divide by the pooled variance to compare with others. */
    @Override
    public double distance(Component one, Component other) {
        double distance = 0;
        for (int j = 0; j < one.dimension(); j++) {
            double difference = one.mean(j) - other.mean(j);
            distance += difference * difference;
        }
        return distance / 8;
    }

    @Override
    public Component merged(double wi, Component ci, double wj, Component cj) {
        return new Centre(Means.merged(wi, ci, wj, cj));
    }

    /** What the score loses: ½·w_i·w_j / (w_i + w_j)·‖δ‖² (Ward 1963). The weights are shares of the points. */
    @Override
    public double mergeCost(double wi, Component ci, double wj, Component cj) {
        return 4 * wi * (wj / (wi + wj)) * distance(ci, cj);
    }

    private static final class Centre implements Component {
        private final double[] mean;

        Centre(double[] mean) {
            this.mean = mean;
        }

        @Override
        public int dimension() {
            return mean.length;
        }

        @Override
        public double mean(int feature) {
            return mean[feature];
        }

        @Override
        public double variance(int feature) {
            return 0;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.vector("mean", mean.clone()));
        }

        @Override
        public double[] contributions(double[] x) {
            return Means.contributions(x, j -> (x[j] - mean[j]) * (x[j] - mean[j]));
        }

        @Override
        public void sample(RandomGenerator random, double[] into) {
            System.arraycopy(mean, 0, into, 0, mean.length);
        }
    }

    private static final class CentreKernel implements Kernel {
        private final int dimension;
        private final double[] means;
        private final double[] difference = new double[PointBlock.CAPACITY];

        CentreKernel(List<Component> components) {
            this.dimension = components.get(0).dimension();
            this.means = Means.flat(components);
        }

        @Override
        public void logDensities(double[] x, double[] into) {
            int at = 0;
            for (int k = 0; k < into.length; k++) {
                double distance = 0;
                for (int j = 0; j < dimension; j++, at++) {
                    double difference = x[j] - means[at];
                    if (!Double.isNaN(difference)) {
                        distance += difference * difference;
                    }
                }
                into[k] = -0.5 * distance;
            }
        }

        @Override
        public void logDensities(PointBlock block, double[][] into) {
            int n = block.size();
            int at = 0;
            for (double[] score : into) {
                Arrays.fill(score, 0, n, 0);
                for (int j = 0; j < dimension; j++, at++) {
                    Lanes.subtract(block.feature(j), means[at], difference, n);
                    Lanes.addSquares(-0.5, difference, score, n);
                }
            }
        }

        @Override
        public void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
            Means.observe(x, weight, responsibilities, into);
        }

        @Override
        public double squaredDistance(double[] x, int component) {
            return Double.NaN;
        }
    }
}
