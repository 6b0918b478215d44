package io.emstream.learn;

import io.emstream.em.Fit;
import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.mixture.Mixture;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Components whose clusters have died while their number is given. They stay in the model where they were last, with next to
 * no weight, instead of dividing a living cluster; where points come up that the others do not explain, one of them takes
 * these.
 */
final class DeadClusters {
    /** A component of less weight holds no point of any sample. */
    private static final double DEAD = 1e-6;

    private static final double WEIGHT = 1e-9;

    private DeadClusters() {}

    /** Whether components of a family have weights: a centre of k-means always takes the points that are nearest to it. */
    static boolean suit(Family family) {
        return family.assignment() == Family.Assignment.SOFT;
    }

    /** How many components are alive. */
    static int living(Mixture mixture) {
        return (int)
                Arrays.stream(mixture.weights()).filter(weight -> weight > DEAD).count();
    }

    /**
     * A fit, and beside its components as many dead ones as it takes to have as many as before: those that are least like
     * any of the fit's.
     */
    static Fit beside(Fit fit, Mixture before) {
        Mixture found = fit.mixture();
        List<Component> dead = before.components().stream()
                .sorted(Comparator.comparingDouble((Component each) -> -nearest(each, found)))
                .limit(Math.max(0, before.size() - found.size()))
                .toList();
        if (dead.isEmpty()) {
            return fit;
        }
        List<Component> components = new ArrayList<>(found.components());
        components.addAll(dead);
        double[] weights = Arrays.copyOf(found.weights(), components.size());
        Arrays.fill(weights, found.size(), weights.length, WEIGHT);
        double living = 1 - WEIGHT * dead.size();
        for (int k = 0; k < found.size(); k++) {
            weights[k] *= living;
        }
        long[] clusters =
                IntStream.rangeClosed(1, components.size()).asLongStream().toArray();
        Mixture mixture = new Mixture(found.family(), weights, components, clusters, found.noise());
        return new Fit(mixture, withNothingIn(fit.statistics(), mixture), fit.trace(), fit.converged());
    }

    private static double nearest(Component old, Mixture found) {
        return found.components().stream()
                .mapToDouble(each -> found.family().distance(old, each))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static MixtureStatistics withNothingIn(MixtureStatistics living, Mixture mixture) {
        List<Moments> components = new ArrayList<>(living.components());
        while (components.size() < mixture.size()) {
            components.add(new Moments(mixture.family().scatter(), mixture.dimension()));
        }
        return new MixtureStatistics(
                components,
                living.noise(),
                living.points(),
                living.weight(),
                living.logLikelihood(),
                living.squaredLogLikelihood());
    }
}
