package io.emstream.family;

import io.emstream.statistics.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gaussians with one variance for all features: balls, each of its own size. */
public record SphericalGaussian() implements VarianceGaussian {
    @Override
    public String name() {
        return "gaussian-spherical";
    }

    @Override
    public int parameters(int clusters, int dimension) {
        return clusters - 1 + clusters * (dimension + 1);
    }

    @Override
    public Component estimate(Moments moments, double[] mean, @Nullable Component previous, Shrinkage shrinkage) {
        if (moments.weight() >= Shrinkage.DEAD) {
            double variance = shrinkage.commonVariance(moments);
            for (int j = 0; j < mean.length; j++) {
                if (shrinkage.isSound(j, variance)) {
                    return new Spherical(mean, variance);
                }
            }
        }
        return new Spherical(mean, previous == null ? shrinkage.commonBackground() : previous.variance(0));
    }

    @Override
    public Component component(double[] mean, double[] variances) {
        return new Spherical(mean, Arrays.stream(variances).sum() / variances.length);
    }

    @Override
    public Component component(Map<String, Parameter> parameters, int dimension) {
        double variance = Parameters.scalar(parameters, "variance");
        Parameters.requirePositive("variance", new double[] {variance});
        return new Spherical(Parameters.mean(parameters, dimension), variance);
    }

    private static final class Spherical implements Component {
        private final double[] mean;
        private final double variance;

        Spherical(double[] mean, double variance) {
            this.mean = mean;
            this.variance = variance;
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
            return variance;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.vector("mean", mean.clone()), Parameter.scalar("variance", variance));
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
