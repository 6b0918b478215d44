package io.emstream.family;

import io.emstream.statistics.ScatterLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

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
    public double covariance(int row, int column) {
        return covariance.element(row, column);
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

    /** (x − μ)_j (Σ⁻¹(x − μ))_j over the observed features (Kim, <i>Multivariate outliers and decompositions of
     * Mahalanobis distance</i>, 2000): the deviation of a feature times that from what the others foretell. */
    @Override
    public double[] contributions(double[] x) {
        int[] order = observedFirst(x);
        int observed =
                (int) Arrays.stream(x).filter(value -> !Double.isNaN(value)).count();
        double[] inverse = covariance.permuted(order).inverseFactor();
        double[] contributions = new double[x.length];
        double[] white = new double[observed];
        for (int i = 0; i < observed; i++) {
            for (int j = 0; j <= i; j++) {
                white[i] += inverse[ScatterLayout.packed(i, j)] * (x[order[j]] - mean[order[j]]);
            }
        }
        for (int j = 0; j < observed; j++) {
            double solved = 0;
            for (int i = j; i < observed; i++) {
                solved += inverse[ScatterLayout.packed(i, j)] * white[i];
            }
            contributions[order[j]] = (x[order[j]] - mean[order[j]]) * solved;
        }
        return contributions;
    }

    private static int[] observedFirst(double[] x) {
        return IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparing(j -> Double.isNaN(x[j])))
                .mapToInt(j -> j)
                .toArray();
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
