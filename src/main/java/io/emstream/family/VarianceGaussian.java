package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What Gaussians with independent features have in common: the axes of their clusters are those of the data. */
interface VarianceGaussian extends Family {
    @Override
    default ScatterLayout scatter() {
        return ScatterLayout.DIAGONAL;
    }

    @Override
    default Support support() {
        return Support.NUMBERS;
    }

    @Override
    default Kernel compile(List<Component> components) {
        return new DiagonalKernel(components);
    }

    @Override
    default List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        Shrinkage shrinkage = new Shrinkage(statistics, prior, previous == null);
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < statistics.size(); k++) {
            Component before = previous == null ? null : previous.get(k);
            double[] mean = Means.estimate(statistics.get(k), before, prior);
            components.add(estimate(statistics.get(k), mean, before, shrinkage));
        }
        return components;
    }

    /** The component with this mean and the variances that the statistics say. */
    Component estimate(Moments moments, double[] mean, @Nullable Component previous, Shrinkage shrinkage);

    @Override
    default double distance(Component one, Component other) {
        double squaredDistance = 0;
        double logDeterminant = 0;
        double logDeterminantOne = 0;
        double logDeterminantOther = 0;
        for (int j = 0; j < one.dimension(); j++) {
            double average = 0.5 * (one.variance(j) + other.variance(j));
            double difference = one.mean(j) - other.mean(j);
            squaredDistance += difference * difference / average;
            logDeterminant += Math.log(average);
            logDeterminantOne += Math.log(one.variance(j));
            logDeterminantOther += Math.log(other.variance(j));
        }
        return Gaussian.bhattacharyya(squaredDistance, logDeterminant, logDeterminantOne, logDeterminantOther);
    }

    @Override
    default Component merged(double wi, Component ci, double wj, Component cj) {
        double share = wj / (wi + wj);
        double[] variances = new double[ci.dimension()];
        for (int j = 0; j < variances.length; j++) {
            double difference = cj.mean(j) - ci.mean(j);
            variances[j] = (1 - share) * ci.variance(j)
                    + share * cj.variance(j)
                    + share * (1 - share) * difference * difference;
        }
        return component(Means.merged(wi, ci, wj, cj), variances);
    }

    /** The component with this mean, and with variances as near to these as the family allows. */
    Component component(double[] mean, double[] variances);

    @Override
    default double mergeCost(double wi, Component ci, double wj, Component cj) {
        Component merged = merged(wi, ci, wj, cj);
        return Gaussian.mergeCost(wi, logDeterminant(ci), wj, logDeterminant(cj), logDeterminant(merged));
    }

    private static double logDeterminant(Component component) {
        double sum = 0;
        for (int j = 0; j < component.dimension(); j++) {
            sum += Math.log(component.variance(j));
        }
        return sum;
    }

    /** What each feature adds to the squared distance from a component with independent features. */
    static double[] contributions(Component component, double[] x) {
        return Means.contributions(x, j -> {
            double difference = x[j] - component.mean(j);
            return difference * difference / component.variance(j);
        });
    }

    /** Draws a point of a component with independent features. */
    static void sample(Component component, RandomGenerator random, double[] into) {
        for (int j = 0; j < into.length; j++) {
            into[j] = component.mean(j) + Math.sqrt(component.variance(j)) * random.nextGaussian();
        }
    }
}
