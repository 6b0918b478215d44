package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Two components that may take the place of one.
 *
 * @param children the two
 * @param shares their parts of the weight of their parent, summing to 1
 */
record Split(List<Component> children, List<Double> shares) {
    /** How many of a component's points are looked at, about. */
    private static final int POINTS = 400;

    private static final int ITERATIONS = 8;
    private static final int STARTS = 3;

    /** Copies the lists. */
    Split {
        children = List.copyOf(children);
        shares = List.copyOf(shares);
    }

    /**
     * The best of a few fits of two components to the points of one. Which kind of start is right depends on the shape that
     * is hidden in it: halves across its longest axis, or k-means++ where it is as wide as long.
     *
     * @return nothing but the parent twice, if it has no points to speak of
     */
    static Split of(JointDensities densities, Prior prior, RandomGenerator random, int... parents) {
        Component parent = densities.mixture().component(parents[0]);
        List<Point> points = points(densities, i -> densities.part(i, parents), random);
        if (points.size() < 2) {
            return new Split(List.of(parent, parent), List.of(0.5, 0.5));
        }
        Family family = densities.mixture().family();
        Seeding seeding = new Seeding(points, family, 2, Prior.of(prior.kind(), points));
        Fit best = null;
        for (int start = 0; start < STARTS; start++) {
            Mixture mixture = start(start, seeding, points, prior, random);
            Fit fit = BatchEm.iterate(mixture, points, prior, ITERATIONS, 0);
            best = best == null || !(best.meanLogLikelihood() >= fit.meanLogLikelihood()) ? fit : best;
        }
        Mixture two = best == null ? densities.mixture() : best.mixture();
        double share = best == null
                ? 0.5
                : best.statistics().component(0).weight()
                        / (best.statistics().component(0).weight()
                                + best.statistics().component(1).weight());
        return new Split(two.components(), List.of(share, 1 - share));
    }

    /**
     * About so many points of a component, no point twice, because EM would hold two of the same for a cluster: each is
     * taken with a probability in proportion to what is the component's of it, and weighs the inverse.
     *
     * @param parts what part of each point is the component's
     */
    static List<Point> points(JointDensities densities, IntToDoubleFunction parts, RandomGenerator random) {
        double total = 0;
        for (int i = 0; i < densities.size(); i++) {
            total += densities.point(i).weight() * parts.applyAsDouble(i);
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < densities.size(); i++) {
            Point point = densities.point(i);
            double part = point.weight() * parts.applyAsDouble(i);
            double probability = Math.min(1, POINTS * part / total);
            if (random.nextDouble() < probability) {
                points.add(new Point(point.values(), part / probability, point.timestamp()));
            }
        }
        return points;
    }

    private static Mixture start(int start, Seeding seeding, List<Point> points, Prior prior, RandomGenerator random) {
        Family family = seeding.family();
        if (family.support().isDiscrete()) {
            return seeding.mixture(start == 0 ? Seeding.Start.RANDOM_LABELS : Seeding.Start.RAW, random);
        }
        boolean hard = family.assignment() == Family.Assignment.HARD;
        if (start == 0) {
            Coordinates coordinates = new Coordinates(points, prior);
            return seeding.fromLabels(
                    PrincipalAxis.halves(hard ? coordinates.raw() : coordinates.standardised(), coordinates.weights()));
        }
        return seeding.mixture(hard ? Seeding.Start.RAW : Seeding.Start.WHITENED, random);
    }
}
