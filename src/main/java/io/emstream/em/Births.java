package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Clusters that the noise has swallowed. A cluster which no component was near enough to when EM began looks like outliers,
 * and EM alone never gives it back; but its points lie closer together than outliers do.
 */
final class Births {
    private static final int FOUND = 2;
    private static final int ITERATIONS = 15;
    private static final double FIRST_NOISE = 0.5;
    /** A clump is this part of the points, at least. */
    private static final int PARTS = 20;

    private Births() {}

    /**
     * A component that may be born.
     *
     * @param weight its mixing weight, which the noise loses
     */
    record Newborn(Component component, double weight) {}

    /**
     * Looks for components where points of the noise lie closest together.
     *
     * @return none if the mixture has no noise, or that has too few points for any
     */
    static List<Newborn> of(JointDensities densities, Prior prior, RandomGenerator random) {
        Noise noise = densities.mixture().noise();
        List<Newborn> newborns = new ArrayList<>();
        if (noise == null) {
            return newborns;
        }
        List<Point> points = Split.points(densities, densities::outlier, random);
        int fewest = densities.mixture().dimension() + 2;
        double total = points.stream().mapToDouble(Point::weight).sum();
        while (newborns.size() < FOUND && points.size() >= fewest) {
            Mixture one = clump(densities.mixture().family(), points, fewest, prior.kind(), noise);
            double share = points.stream().mapToDouble(Point::weight).sum() / total;
            newborns.add(new Newborn(one.component(0), noise.weight() * share * one.weight(0)));
            points = left(one, points);
        }
        return newborns;
    }

    /** A component fitted to the closest neighbours, and beside it the noise. */
    private static Mixture clump(Family family, List<Point> points, int fewest, Prior.Kind kind, Noise noise) {
        Prior prior = Prior.of(kind, points);
        List<Point> closest = closest(points, new Coordinates(points, prior).standardised(), fewest);
        // The spread of a clump is its own, not that of all the outliers.
        Mixture start = new Seeding(closest, family, 1, Prior.of(kind, closest))
                .fromLabels(new int[closest.size()])
                .withNoise(noise.withWeight(FIRST_NOISE));
        return BatchEm.iterate(start, points, prior, ITERATIONS, 0).mixture();
    }

    /** The point whose neighbours are nearest, and these. */
    private static List<Point> closest(List<Point> points, double[][] coordinates, int fewest) {
        int neighbours = Math.min(points.size(), Math.max(fewest, points.size() / PARTS));
        double nearest = Double.POSITIVE_INFINITY;
        int centre = 0;
        for (int i = 0; i < coordinates.length; i++) {
            double farthest = distances(coordinates, i)[neighbours - 1];
            if (farthest < nearest) {
                nearest = farthest;
                centre = i;
            }
        }
        double[] middle = coordinates[centre];
        return IntStream.range(0, coordinates.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> KMeansStart.squaredDistance(middle, coordinates[i])))
                .limit(neighbours)
                .map(points::get)
                .toList();
    }

    /** Squared, ascending. */
    private static double[] distances(double[][] coordinates, int from) {
        return Arrays.stream(coordinates)
                .mapToDouble(other -> KMeansStart.squaredDistance(coordinates[from], other))
                .sorted()
                .toArray();
    }

    /** The points that are rather the noise's. */
    private static List<Point> left(Mixture one, List<Point> points) {
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(one));
        return points.stream()
                .filter(point -> responsibilities.of(point) && responsibilities.outlier() > 0.5)
                .toList();
    }
}
