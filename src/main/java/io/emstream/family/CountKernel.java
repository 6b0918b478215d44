package io.emstream.family;

import io.emstream.statistics.MixtureStatistics;
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

    CountKernel(int trials, List<Component> components) {
        this.trials = trials;
        this.dimension = components.get(0).dimension();
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
        double coefficients = 0;
        for (int j = 0; j < dimension; j++) {
            if (!Double.isNaN(x[j]) && trials > 1) {
                coefficients += logCoefficients[(int) x[j]];
            }
        }
        int at = 0;
        for (int k = 0; k < into.length; k++) {
            double sum = coefficients;
            for (int j = 0; j < dimension; j++, at++) {
                if (!Double.isNaN(x[j])) {
                    sum += logNone[at] + x[j] * logits[at];
                }
            }
            into[k] = sum;
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
