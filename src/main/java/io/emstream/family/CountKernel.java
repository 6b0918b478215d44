package io.emstream.family;

import io.emstream.point.PointBlock;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/** Scores independent binomial counts: Σ log C(n, x) + x log p + (n − x) log (1 − p) over the observed features. */
final class CountKernel implements Kernel {
    private final int trials;
    private final int dimension;
    private final double[] logCoefficients;
    /** n log(1 − p), the log-probability of no success. */
    private final double[] logNone;
    /** log p − log(1 − p), what each success adds. */
    private final double[] logits;

    private final double[] coefficients = new double[PointBlock.CAPACITY];
    private final double[][] features;

    CountKernel(int trials, List<Component> components) {
        this.trials = trials;
        this.dimension = components.get(0).dimension();
        this.features = new double[dimension][];
        this.logCoefficients = logCoefficients(trials);
        this.logNone = new double[components.size() * dimension];
        this.logits = new double[components.size() * dimension];
        for (int k = 0; k < components.size(); k++) {
            for (int j = 0; j < dimension; j++) {
                double p = ((Counted.Counts) components.get(k)).probability(j);
                logNone[k * dimension + j] = trials * Math.log1p(-p);
                logits[k * dimension + j] = Math.log(p) - Math.log1p(-p);
            }
        }
    }

    private static double[] logCoefficients(int trials) {
        double[] logs = new double[trials + 1];
        double whole = LogGamma.value(trials + 1.0);
        for (int x = 1; x < trials; x++) {
            logs[x] = whole - LogGamma.value(x + 1.0) - LogGamma.value(trials - x + 1.0);
        }
        return logs;
    }

    @Override
    public void logDensities(double[] x, double[] into) {
        double constant = 0;
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j]) && trials > 1) {
                constant += logCoefficients[(int) x[j]];
            }
        }
        int at = 0;
        for (int k = 0; k < into.length; k++) {
            double sum = constant;
            for (int j = 0; j < dimension; j++, at++) {
                if (!Double.isNaN(x[j])) {
                    sum += logNone[at] + x[j] * logits[at];
                }
            }
            into[k] = sum;
        }
    }

    @Override
    public void logDensities(PointBlock block, double[][] into) {
        int n = block.size();
        Arrays.fill(coefficients, 0, n, 0);
        for (int j = 0; j < dimension; j++) {
            features[j] = block.feature(j);
            for (int p = 0; p < n && trials > 1; p++) {
                coefficients[p] += logCoefficients[(int) features[j][p]];
            }
        }
        for (int k = 0; k < into.length; k++) {
            int at = k * dimension;
            double none = 0;
            for (int j = 0; j < dimension; j++) {
                none += logNone[at + j];
            }
            System.arraycopy(coefficients, 0, into[k], 0, n);
            Lanes.affine(none, 1, into[k], n);
            Lanes.addAll(logits, at, features, 0, dimension, into[k], n);
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
