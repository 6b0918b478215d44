package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.family.Bernoulli;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SeedingTest {
    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void noStartIsSymmetric(Family family) {
        Random random = new Random(101);
        List<Point> sample = Samples.draw(Samples.mixture(family, 2, 6, random), 300, random);
        Seeding seeding = new Seeding(sample, family, 4, Prior.of(Prior.Kind.MAP, sample));
        for (Seeding.Start start : Seeding.Start.of(family)) {
            Mixture mixture = seeding.mixture(start, random);
            for (int k = 1; k < 4; k++) {
                for (int i = 0; i < k; i++) {
                    assertThat(family.distance(mixture.component(i), mixture.component(k)))
                            .as("%s, components %d and %d", start, i, k)
                            .isGreaterThan(1e-5);
                }
            }
        }
    }

    @Test
    void twoProfilesOfYesAndNoAreToldApart() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Point> sample = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                double yes = i % 2 == 0 ? 0.9 : 0.1;
                double[] x = new double[8];
                Arrays.setAll(x, j -> random.nextDouble() < yes ? 1 : 0);
                sample.add(Point.of(x));
            }
            Fit fit = BatchEm.initialise(sample, new Bernoulli(), 2, Prior.of(Prior.Kind.MAP, sample), random);
            for (int j = 0; j < 8; j++) {
                double one = fit.mixture().component(0).mean(j);
                double other = fit.mixture().component(1).mean(j);
                assertThat(Math.abs(one - other)).as("seed %d", seed).isGreaterThan(0.5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RANDOM_LABELS")
    void everyKindOfStartFindsClearClusters(Seeding.Start start) {
        List<Point> sample = corners(new Random(102), 400);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Seeding seeding = new Seeding(sample, new FullGaussian(), 4, prior);
        double best = Double.NEGATIVE_INFINITY;
        for (int seed = 0; seed < 10; seed++) {
            Mixture mixture = seeding.mixture(start, new Random(seed));
            best = Math.max(
                    best, BatchEm.iterate(mixture, sample, prior, 100, 1e-5).meanLogLikelihood());
        }
        // Four unit clusters at equal weights: −log 4 − log 2π − 1 = −4.224.
        assertThat(best).isGreaterThan(-4.3);
    }

    @Test
    void centresAreDistinctWhileThereAreDistinctPoints() {
        double[][] points = new double[1000][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {i < 990 ? 0 : i % 5};
        }
        double[] weights = new double[points.length];
        Arrays.fill(weights, 1);
        for (int seed = 0; seed < 20; seed++) {
            double[][] centres = new KMeansStart(points, weights).centres(5, new Random(seed));
            Set<Double> distinct = new HashSet<>();
            for (double[] centre : centres) {
                distinct.add(centre[0]);
            }
            assertThat(distinct).hasSize(5);
            assertThat(new KMeansStart(points, weights).centres(8, new Random(seed)))
                    .hasDimensions(8, 1);
        }
    }

    @Test
    void aPointOfGreatWeightIsChosenFirst() {
        double[][] points = {{0}, {1}, {2}, {3}};
        double[] weights = {1e-9, 1, 1e-9, 1e-9};
        int[] labels = new KMeansStart(points, weights).labels(1, 10, new Random(1));
        assertThat(labels).containsOnly(0);
        assertThat(new KMeansStart(points, weights).centres(1, new Random(1))[0])
                .containsExactly(1);
    }

    @Test
    void pointsAreChosenByWeightAndSquaredDistance() {
        double[][] points = {{0}, {1}, {2}};
        // One trial would choose 1 or 2 after 0 in proportion to 8·1 and 1·4; two keep the better, which is 1.
        double[] weights = {1e9, 8, 1};
        int ones = 0;
        for (int seed = 0; seed < 3000; seed++) {
            ones += new KMeansStart(points, weights).centres(2, new Random(seed))[1][0] == 1 ? 1 : 0;
        }
        assertThat(ones / 3000.0).isBetween(8.0 / 9 - 0.03, 8.0 / 9 + 0.03);
    }

    @Test
    void aSmallFeatureBesideALargeOneKeepsItsClusters() {
        Random random = new Random(103);
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sample.add(
                    Point.of(1e-6 * (i % 2 == 0 ? 5 : -5) + 1e-6 * random.nextGaussian(), 1e6 * random.nextGaussian()));
        }
        Seeding seeding = new Seeding(sample, new FullGaussian(), 2, Prior.of(Prior.Kind.MAP, sample));
        for (Seeding.Start start : List.of(Seeding.Start.STANDARDISED, Seeding.Start.WHITENED)) {
            int found = 0;
            for (int seed = 0; seed < 10; seed++) {
                Mixture mixture = seeding.mixture(start, new Random(seed));
                double apart =
                        mixture.component(0).mean(0) - mixture.component(1).mean(0);
                found += Math.abs(apart) > 6e-6 ? 1 : 0;
            }
            assertThat(found).as("%s", start).isGreaterThan(5);
        }
    }

    /** Unit clusters at (±5, ±5). */
    private static List<Point> corners(Random random, int points) {
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            sample.add(Point.of(
                    (i % 2 == 0 ? 5 : -5) + random.nextGaussian(), (i / 2 % 2 == 0 ? 5 : -5) + random.nextGaussian()));
        }
        return sample;
    }
}
