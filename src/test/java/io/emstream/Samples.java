package io.emstream;

import io.emstream.em.Expectation;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Mixtures and samples for tests: any family, any shape, all from a seed. */
public final class Samples {
    private Samples() {}

    /** Every family there is; those with a number in their name with one number. */
    public static Stream<Family> families() {
        return Families.names().stream().map(name -> Families.parse(name.replace(":N", ":7")));
    }

    /** A mixture of unequal weights, with components that overlap a little. */
    public static Mixture mixture(Family family, int clusters, int dimension, Random random) {
        double[] weights = random.doubles(clusters, 1, 3).toArray();
        double total = Arrays.stream(weights).sum();
        Arrays.setAll(weights, k -> weights[k] / total);
        long[] ids = LongStream.rangeClosed(1, clusters).toArray();
        return new Mixture(family, weights, components(family, clusters, dimension, random), ids);
    }

    /** Components that are estimated from random clouds, and so have all the parameters that their family has. */
    public static List<Component> components(Family family, int clusters, int dimension, Random random) {
        List<Point> all = new ArrayList<>();
        List<Moments> statistics = new ArrayList<>();
        for (int k = 0; k < clusters; k++) {
            Moments moments = new Moments(family.scatter(), dimension);
            double[] centre = random.doubles(dimension, 0, 1).toArray();
            double[] slope = random.doubles(dimension, -1, 1).toArray();
            for (int i = 0; i < 30; i++) {
                double[] x = family.support().isDiscrete()
                        ? counts(family.support().trials(), centre, random)
                        : cloud(centre, slope, random);
                moments.observe(x, 1);
                all.add(Point.of(x));
            }
            statistics.add(moments);
        }
        return family.estimate(statistics, null, Prior.of(Prior.Kind.MAP, all));
    }

    private static double[] counts(int trials, double[] rates, Random random) {
        double[] x = new double[rates.length];
        for (int j = 0; j < x.length; j++) {
            for (int trial = 0; trial < trials; trial++) {
                x[j] += random.nextDouble() < 0.1 + 0.8 * rates[j] ? 1 : 0;
            }
        }
        return x;
    }

    private static double[] cloud(double[] centre, double[] slope, Random random) {
        double common = random.nextGaussian();
        double[] x = new double[centre.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = 6 * centre[j] + slope[j] * common + (0.5 + centre[j]) * random.nextGaussian();
        }
        return x;
    }

    /** Points of a mixture; with a family of centres only, points scattered round them. */
    public static List<Point> draw(Mixture mixture, int points, Random random) {
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double[] x = new double[mixture.dimension()];
            mixture.sample(random, x);
            if (mixture.family().assignment() == Family.Assignment.HARD) {
                Arrays.setAll(x, j -> x[j] + 0.5 * random.nextGaussian());
            }
            sample.add(Point.of(x));
        }
        return sample;
    }

    /** The same points, each value missing with this probability; a point may lose all of them. */
    public static List<Point> withMissing(List<Point> sample, double probability, Random random) {
        return sample.stream()
                .map(point -> {
                    double[] x = point.values().clone();
                    for (int j = 0; j < x.length; j++) {
                        x[j] = random.nextDouble() < probability ? Double.NaN : x[j];
                    }
                    return new Point(x, point.weight(), point.timestamp());
                })
                .toList();
    }

    /** The mean log-likelihood of a sample under a mixture. */
    public static double meanLogLikelihood(Mixture mixture, List<Point> sample) {
        return Expectation.statistics(mixture, sample).meanLogLikelihood();
    }
}
