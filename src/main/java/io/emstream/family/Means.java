package io.emstream.family;

import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What all kernels do alike. */
final class Means {
    private Means() {}

    /** The means of the components, one after the other. */
    static double[] flat(List<Component> components) {
        int dimension = components.get(0).dimension();
        double[] means = new double[components.size() * dimension];
        for (int k = 0; k < components.size(); k++) {
            for (int j = 0; j < dimension; j++) {
                means[k * dimension + j] = components.get(k).mean(j);
            }
        }
        return means;
    }

    /**
     * The mean of each feature of a component, the one before where there is nothing to estimate it from, or else that of
     * all points.
     */
    static double[] estimate(Moments moments, @Nullable Component previous, Prior prior) {
        double[] mean = new double[moments.dimension()];
        for (int j = 0; j < mean.length; j++) {
            if (moments.weight(j) >= Shrinkage.DEAD) {
                mean[j] = moments.mean(j);
            } else {
                mean[j] = previous == null ? prior.mean()[j] : previous.mean(j);
            }
        }
        return mean;
    }

    /** The mean of two components together. */
    static double[] merged(double wi, Component ci, double wj, Component cj) {
        double share = wj / (wi + wj);
        double[] mean = new double[ci.dimension()];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = ci.mean(j) + share * (cj.mean(j) - ci.mean(j));
        }
        return mean;
    }

    /** What each feature of a point adds, each by itself; nothing where a value is missing. */
    static double[] contributions(double[] x, IntToDoubleFunction ofFeature) {
        return IntStream.range(0, x.length)
                .mapToDouble(j -> Double.isNaN(x[j]) ? 0 : ofFeature.applyAsDouble(j))
                .toArray();
    }

    /** Whether no value is missing. */
    static boolean isComplete(double[] x) {
        for (double value : x) {
            if (Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a point to the moments of the components as it is, missing values and all. */
    static void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
        for (int k = 0; k < responsibilities.length; k++) {
            if (responsibilities[k] > Kernel.NEGLIGIBLE) {
                into.component(k).observe(x, weight * responsibilities[k]);
            }
        }
    }
}
