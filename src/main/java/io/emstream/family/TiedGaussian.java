package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gaussians that all share one covariance: clusters of one elliptic shape and size. */
public record TiedGaussian() implements CovarianceGaussian {
    @Override
    public String name() {
        return "gaussian-tied";
    }

    @Override
    public int parameters(int clusters, int dimension) {
        return clusters - 1 + clusters * dimension + ScatterLayout.FULL.length(dimension);
    }

    @Override
    public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        Covariance covariance = pooled(statistics, previous, new Shrinkage(statistics, prior, previous == null));
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < statistics.size(); k++) {
            Component before = previous == null ? null : previous.get(k);
            components.add(new GaussianComponent(Means.estimate(statistics.get(k), before, prior), covariance));
        }
        return components;
    }

    private static Covariance pooled(
            List<Moments> statistics, @Nullable List<Component> previous, Shrinkage shrinkage) {
        int dimension = statistics.get(0).dimension();
        double[] scatter = new double[ScatterLayout.FULL.length(dimension)];
        double weight = 0;
        for (Moments moments : statistics) {
            weight += moments.weight();
            for (int i = 0; i < scatter.length; i++) {
                scatter[i] += moments.scatter()[i];
            }
        }
        Covariance fallback = CovarianceGaussian.fallback(previous == null ? null : previous.get(0), shrinkage);
        if (weight < Shrinkage.DEAD) {
            return fallback;
        }
        return Covariance.repaired(dimension, CovarianceGaussian.shrunk(scatter, weight, dimension, shrinkage))
                .orElse(fallback);
    }
}
