package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gaussians, each with a covariance of its own: clusters of any elliptic shape. */
public record FullGaussian() implements CovarianceGaussian {
    @Override
    public String name() {
        return "gaussian-full";
    }

    @Override
    public int parameters(int clusters, int dimension) {
        return clusters - 1 + clusters * (dimension + ScatterLayout.FULL.length(dimension));
    }

    @Override
    public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        Shrinkage shrinkage = new Shrinkage(statistics, prior, previous == null);
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < statistics.size(); k++) {
            Component before = previous == null ? null : previous.get(k);
            components.add(estimate(statistics.get(k), before, prior, shrinkage));
        }
        return components;
    }

    private static Component estimate(Moments moments, @Nullable Component previous, Prior prior, Shrinkage shrinkage) {
        Covariance covariance = CovarianceGaussian.fallback(previous, shrinkage);
        if (moments.weight() >= Shrinkage.DEAD) {
            int dimension = moments.dimension();
            double[] elements = CovarianceGaussian.shrunk(moments.scatter(), moments.weight(), dimension, shrinkage);
            covariance = Covariance.repaired(dimension, elements).orElse(covariance);
        }
        return new GaussianComponent(Means.estimate(moments, previous, prior), covariance);
    }
}
