package io.emstream.family;

import java.util.List;
import java.util.random.RandomGenerator;

/** A Gaussian with any covariance; several may share one. */
final class GaussianComponent implements Component {
    private final double[] mean;
    private final Covariance covariance;

    GaussianComponent(double[] mean, Covariance covariance) {
        this.mean = mean;
        this.covariance = covariance;
    }

    Covariance covariance() {
        return covariance;
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
        return covariance.element(feature, feature);
    }

    @Override
    public List<Parameter> parameters() {
        int d = mean.length;
        double[] rows = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                rows[i * d + j] = covariance.element(i, j);
            }
        }
        return List.of(Parameter.vector("mean", mean.clone()), Parameter.matrix("covariance", rows));
    }

    @Override
    public void sample(RandomGenerator random, double[] into) {
        double[] factor = covariance.factor();
        int end = factor.length;
        for (int i = 0; i < into.length; i++) {
            into[i] = random.nextGaussian();
        }
        // From the last row up, because each row needs the standard normal values of those before it.
        for (int i = into.length - 1; i >= 0; i--) {
            int row = end - i - 1;
            double sum = mean[i];
            for (int j = 0; j <= i; j++) {
                sum += factor[row + j] * into[j];
            }
            into[i] = sum;
            end = row;
        }
    }
}
