package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.Bernoulli;
import io.emstream.family.Binomial;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.KMeans;
import io.emstream.family.Prior;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCountTest {
    private static ClusterCount.Result search(List<Point> sample, Family family, int most, int seed) {
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        return new ClusterCount(sample, prior, 1, most, new Random(seed)).search(family, null, Schedule.QUICK);
    }

    private static int clusters(List<Point> sample, Family family, int seed) {
        return search(sample, family, 12, seed).fit().mixture().size();
    }

    private static Point gaussian(Random random, double x, double y, double sx, double sy) {
        return Point.of(x + sx * random.nextGaussian(), y + sy * random.nextGaussian());
    }

    /** As many clusters as there are places, with these standard deviations. */
    private static List<Point> clouds(int points, double sx, double sy, Random random, double[]... places) {
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double[] place = places[i % places.length];
            sample.add(gaussian(random, place[0], place[1], sx, sy));
        }
        return sample;
    }

    private static double[][] circle(int places, double radius) {
        return IntStream.range(0, places)
                .mapToObj(k -> new double[] {
                    radius * Math.cos(2 * Math.PI * k / places), radius * Math.sin(2 * Math.PI * k / places)
                })
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oneCloudIsOneCluster(int seed) {
        List<Point> sample = clouds(2000, 1, 3, new Random(seed), new double[] {5, 5});
        assertThat(clusters(sample, new FullGaussian(), seed)).isEqualTo(1);
        List<Point> ball = clouds(2000, 3, 3, new Random(seed), new double[] {5, 5});
        assertThat(clusters(ball, new KMeans(), seed)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void sixClearCloudsAreSixClusters(int seed) {
        List<Point> sample = clouds(2000, 1, 1, new Random(seed), circle(6, 8));
        assertThat(clusters(sample, new FullGaussian(), seed)).isEqualTo(6);
        assertThat(clusters(sample, new KMeans(), seed)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void threeThatOverlapAreThreeClusters(int seed) {
        Random random = new Random(seed);
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            double u = random.nextDouble();
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            if (u < 0.3) {
                sample.add(Point.of(x, y));
            } else if (u < 0.6) {
                sample.add(Point.of(2 + x, 0.5 * x + Math.sqrt(0.75) * y));
            } else {
                sample.add(Point.of(1 + Math.sqrt(0.5) * x, 2 + Math.sqrt(0.5) * y));
            }
        }
        assertThat(clusters(sample, new FullGaussian(), seed)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void threeLongOnesSideBySideAreThreeClusters(int seed) {
        double[][] places = {{0, -2}, {0, 0}, {0, 2}};
        for (int points : new int[] {500, 2000}) {
            List<Point> sample = clouds(points, 4, Math.sqrt(0.1), new Random(seed), places);
            assertThat(clusters(sample, new FullGaussian(), seed))
                    .as("%d points", points)
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void profilesOfCountsAreCounted(int seed) {
        Random random = new Random(seed);
        for (Family family : List.of(new Bernoulli(), new Binomial(5))) {
            List<Point> sample = new ArrayList<>();
            for (int i = 0; i < 1500; i++) {
                int profile = i % 3;
                double[] x = new double[12];
                Arrays.setAll(
                        x,
                        j -> random.ints(family.support().trials(), 0, 100)
                                .filter(percent -> percent < (j % 3 == profile ? 85 : 15))
                                .count());
                sample.add(Point.of(x));
            }
            assertThat(clusters(sample, family, seed)).as(family.name()).isEqualTo(3);
        }
    }

    @Test
    void limitsAreKept() {
        List<Point> sample = clouds(1000, 1, 1, new Random(5), circle(6, 8));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        for (int[] limits : new int[][] {{1, 1}, {2, 3}, {8, 8}, {7, 9}}) {
            ClusterCount count = new ClusterCount(sample, prior, limits[0], limits[1], new Random(1));
            ClusterCount.Result result = count.search(new FullGaussian(), null, Schedule.QUICK);
            assertThat(result.fit().mixture().size()).isBetween(limits[0], limits[1]);
        }
        assertThatThrownBy(() -> new ClusterCount(sample, prior, 3, 2, new Random(1)))
                .hasMessage("from 3 to 2 clusters: there is no such number");
        // Four yes-or-no features tell no three clusters apart.
        List<Point> bits = Collections.nCopies(50, Point.of(1, 0, 1, 0));
        assertThat(search(bits, new Bernoulli(), 12, 1).fit().mixture().size()).isLessThan(4);
    }

    @Test
    void oneStepSaysWhichWayAndByHowMuch() {
        List<Point> sample = clouds(2000, 1, 1, new Random(6), circle(5, 8));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        ClusterCount count = new ClusterCount(sample, prior, 1, 12, new Random(1));
        for (int clusters : new int[] {4, 5, 6}) {
            Fit fit = BatchEm.initialise(sample, new FullGaussian(), clusters, prior, new Random(2));
            ClusterCount.Result step = count.step(fit).orElseThrow();
            assertThat(step.gain())
                    .isCloseTo(
                            ClusterCount.criterion(fit, sample) - ClusterCount.criterion(step.fit(), sample),
                            within(1e-9));
            if (clusters == 5) {
                assertThat(step.gain()).isNegative();
            } else {
                assertThat(step.gain()).isGreaterThan(ClusterCount.MARGIN);
                assertThat(step.fit().mixture().size()).isEqualTo(5);
            }
        }
    }

    @Test
    void stepsTellWhereEachClusterComesFrom() {
        List<Point> sample = clouds(2000, 1, 1, new Random(7), circle(6, 8));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        ClusterCount count = new ClusterCount(sample, prior, 1, 12, new Random(1));
        for (int first : new int[] {2, 4, 9}) {
            Fit start = BatchEm.initialise(sample, new FullGaussian(), first, prior, new Random(3));
            ClusterCount.Result result = count.climb(start, 5);
            List<Integer> origins = result.origins(first);
            assertThat(origins).hasSize(6).hasSize(result.fit().mixture().size());
            for (int k = 0; k < origins.size(); k++) {
                int origin = origins.get(k);
                if (origin >= 0) {
                    assertThat(result.fit().mixture().cluster(k))
                            .isEqualTo(start.mixture().cluster(origin));
                }
            }
        }
    }

    @Test
    void theCriterionIsThatOfTheTextbook() {
        List<Point> sample = clouds(300, 1, 1, new Random(8), circle(2, 8));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit fit = BatchEm.initialise(sample, new FullGaussian(), 2, prior, new Random(1));
        // One free weight, two means, two covariances: 1 + 4 + 6.
        assertThat(ClusterCount.criterion(fit, sample))
                .isCloseTo(-2 * 300 * fit.meanLogLikelihood() + 11 * Math.log(300), within(1e-6));
        Fit centres = BatchEm.initialise(sample, new KMeans(), 2, prior, new Random(1));
        double variance = -2 * centres.meanLogLikelihood() / 2;
        double logLikelihood = -300 * (Math.log(2 * Math.PI * variance) + 1 + Math.log(2));
        assertThat(ClusterCount.criterion(centres, sample))
                .isCloseTo(-2 * logLikelihood + 5 * Math.log(300), within(1e-6));
    }
}
