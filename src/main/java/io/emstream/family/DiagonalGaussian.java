package io.emstream.family;

import io.emstream.statistics.Moments;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gaussians with a variance per feature and no covariances. */
public record DiagonalGaussian() implements VarianceGaussian {
    @Override
    public String name() {
        return "gaussian-diag";
    }

    @Override
    public int parameters(int clusters, int dimension) {
        return clusters - 1 + clusters * 2 * dimension;
    }

    @Override
    public Component estimate(Moments moments, double[] mean, @Nullable Component previous, Shrinkage shrinkage) {
        double[] variances = new double[mean.length];
        for (int j = 0; j < variances.length; j++) {
            double weight = moments.weight(j);
            double variance = shrinkage.variance(j, moments.scatter(j, j), weight);
            if (weight >= Shrinkage.DEAD && shrinkage.isSound(j, variance)) {
                variances[j] = variance;
            } else {
                variances[j] = previous == null ? shrinkage.background(j) : previous.variance(j);
            }
        }
        return new Diagonal(mean, variances);
    }

    @Override
    public Component component(double[] mean, double[] variances) {
        return new Diagonal(mean, variances);
    }

    @Override
    public Component component(Map<String, Parameter> parameters, int dimension) {
        double[] variances = Parameters.vector(parameters, "variances", dimension);
        Parameters.requirePositive("variances", variances);
        return new Diagonal(Parameters.mean(parameters, dimension), variances);
    }

    private static final class Diagonal implements Component {
        private final double[] mean;
        private final double[] variances;

        Diagonal(double[] mean, double[] variances) {
            this.mean = mean;
            this.variances = variances;
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
            return variances[feature];
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.vector("mean", mean.clone()), Parameter.vector("variances", variances.clone()));
        }

        @Override
        public double[] contributions(double[] x) {
            return VarianceGaussian.contributions(this, x);
        }

        @Override
        public void sample(RandomGenerator random, double[] into) {
            VarianceGaussian.sample(this, random, into);
        }
    }
}
