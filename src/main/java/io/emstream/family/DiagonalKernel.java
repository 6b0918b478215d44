package io.emstream.family;

import io.emstream.point.PointBlock;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;

/** Scores Gaussians with independent features; missing ones are simply left out of the sums. */
final class DiagonalKernel implements Kernel {
    private final int dimension;
    private final double[] means;
    private final double[] precisions;
    /** The log-density of each feature alone at its mean. */
    private final double[] logPeaks;
    /** Their sums by component. */
    private final double[] logNormalisers;

    private final double[] difference = new double[PointBlock.CAPACITY];

    DiagonalKernel(List<Component> components) {
        this.dimension = components.get(0).dimension();
        this.means = Means.flat(components);
        this.precisions = new double[means.length];
        this.logPeaks = new double[means.length];
        this.logNormalisers = new double[components.size()];
        for (int k = 0; k < components.size(); k++) {
            for (int j = 0; j < dimension; j++) {
                double variance = components.get(k).variance(j);
                precisions[k * dimension + j] = 1 / variance;
                logPeaks[k * dimension + j] = Gaussian.logNormaliser(1, Math.log(variance));
                logNormalisers[k] += logPeaks[k * dimension + j];
            }
        }
    }

    @Override
    public void logDensities(double[] x, double[] into) {
        boolean complete = Means.isComplete(x);
        for (int k = 0; k < into.length; k++) {
            into[k] = (complete ? logNormalisers[k] : observedNormaliser(x, k)) - 0.5 * squaredDistance(x, k);
        }
    }

    @Override
    public void logDensities(PointBlock block, double[][] into) {
        int n = block.size();
        int at = 0;
        for (int k = 0; k < into.length; k++) {
            Arrays.fill(into[k], 0, n, logNormalisers[k]);
            for (int j = 0; j < dimension; j++, at++) {
                Lanes.subtract(block.feature(j), means[at], difference, n);
                Lanes.addSquares(-0.5 * precisions[at], difference, into[k], n);
            }
        }
    }

    private double observedNormaliser(double[] x, int k) {
        double sum = 0;
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j])) {
                sum += logPeaks[k * dimension + j];
            }
        }
        return sum;
    }

    @Override
    public double squaredDistance(double[] x, int k) {
        double distance = 0;
        int at = k * dimension;
        for (int j = 0; j < dimension; j++, at++) {
            double difference = x[j] - means[at];
            if (!Double.isNaN(difference)) {
                distance += difference * difference * precisions[at];
            }
        }
        return distance;
    }

    @Override
    public void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
        Means.observe(x, weight, responsibilities, into);
    }
}
