package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.KMeans;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.family.SphericalGaussian;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** k-means is EM with hard assignment, and the limit of EM with small balls of one size. */
class LloydTest {
    private static final int CLUSTERS = 5;
    private static final int DIMENSION = 3;

    private final List<Point> sample = sample(new Random(81));
    private final Prior prior = Prior.of(Prior.Kind.MAP, sample);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50})
    void emWithHardAssignmentIsLloyd(int iterations) {
        double[][] centres = firstPoints();
        Mixture mixture = BatchEm.iterate(mixture(new KMeans(), centres, 0), sample, prior, iterations, 0)
                .mixture();
        for (int i = 0; i < iterations; i++) {
            centres = lloyd(centres);
        }
        assertCentres(mixture, centres, 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50})
    void emWithTinyBallsIsLloyd(int iterations) {
        double[][] centres = firstPoints();
        for (int i = 0; i < iterations; i++) {
            double[][] moved = emMeans(centres, 1e-6);
            centres = lloyd(centres);
            for (int k = 0; k < CLUSTERS; k++) {
                assertThat(moved[k]).containsExactly(centres[k], within(1e-12));
            }
        }
    }

    @Test
    void theSmallerTheBallsTheCloserToLloyd() {
        double[][] centres = firstPoints();
        double[][] lloyd = lloyd(centres);
        double before = Double.POSITIVE_INFINITY;
        for (double variance : new double[] {10, 1, 0.1, 0.01, 0.001}) {
            double distance = largestDifference(emMeans(centres, variance), lloyd);
            assertThat(distance).as("variance %s", variance).isLessThan(0.7 * before);
            before = distance;
        }
        assertThat(before).isLessThan(2e-3);
    }

    @Test
    void emWithTinyBallsEndsWhereLloydEnds() {
        double[][] lloyd = firstPoints();
        double[][] balls = firstPoints();
        for (int i = 0; i < 200; i++) {
            lloyd = lloyd(lloyd);
            balls = emMeans(balls, 1e-5);
        }
        assertThat(largestDifference(balls, lloyd)).isLessThan(1e-12);
    }

    /** Each pane's means under fixed centres, averaged over panes with weights 1/n, are those of all points at once. */
    @Test
    void panesAddUpToMiniBatchKMeans() {
        Mixture mixture = mixture(new KMeans(), firstPoints(), 0);
        var all = Expectation.statistics(mixture, sample.subList(0, 50));
        double[][] centres = new double[CLUSTERS][DIMENSION];
        double[] counts = new double[CLUSTERS];
        sculley(mixture, sample.subList(0, 50), centres, counts);
        for (int from = 50; from < sample.size(); from += 50) {
            mixture = Maximization.nextMixture(mixture, all, prior);
            List<Point> pane = sample.subList(from, from + 50);
            sculley(mixture, pane, centres, counts);
            all.merge(Expectation.statistics(mixture, pane));
        }
        assertCentres(Maximization.nextMixture(mixture, all, prior), centres, 1e-12);
    }

    @Test
    void aCentreWithoutPointsStays() {
        double[][] centres = firstPoints();
        centres[3] = new double[] {1e6, 1e6, 1e6};
        Mixture mixture = BatchEm.iterate(mixture(new KMeans(), centres, 0), sample, prior, 20, 0)
                .mixture();
        for (int j = 0; j < DIMENSION; j++) {
            assertThat(mixture.component(3).mean(j)).isEqualTo(1e6);
        }
        assertThat(mixture.weights()).containsOnly(1.0 / CLUSTERS);
    }

    /** One EM step of the means with equal weights and one fixed variance. */
    private double[][] emMeans(double[][] centres, double variance) {
        Mixture mixture = mixture(new SphericalGaussian(), centres, variance);
        Mixture next = Maximization.nextMixture(mixture, Expectation.statistics(mixture, sample), prior);
        double[][] means = new double[CLUSTERS][DIMENSION];
        for (int k = 0; k < CLUSTERS; k++) {
            Component component = next.component(k);
            Arrays.setAll(means[k], component::mean);
        }
        return means;
    }

    private static double largestDifference(double[][] one, double[][] other) {
        double largest = 0;
        for (int k = 0; k < CLUSTERS; k++) {
            for (int j = 0; j < DIMENSION; j++) {
                largest = Math.max(largest, Math.abs(one[k][j] - other[k][j]));
            }
        }
        return largest;
    }

    private double[][] lloyd(double[][] centres) {
        double[][] sums = new double[CLUSTERS][DIMENSION];
        double[] counts = new double[CLUSTERS];
        for (Point point : sample) {
            int nearest = nearest(point.values(), centres);
            counts[nearest]++;
            for (int j = 0; j < DIMENSION; j++) {
                sums[nearest][j] += point.values()[j];
            }
        }
        for (int k = 0; k < CLUSTERS; k++) {
            for (int j = 0; j < DIMENSION; j++) {
                sums[k][j] = counts[k] == 0 ? centres[k][j] : sums[k][j] / counts[k];
            }
        }
        return sums;
    }

    /** Sculley 2010, algorithm 1, with labels cached under the centres at the beginning of the batch. */
    private static void sculley(Mixture mixture, List<Point> batch, double[][] centres, double[] counts) {
        double[][] fixed = new double[CLUSTERS][DIMENSION];
        for (int k = 0; k < CLUSTERS; k++) {
            Arrays.setAll(fixed[k], mixture.component(k)::mean);
        }
        for (Point point : batch) {
            int k = nearest(point.values(), fixed);
            double rate = 1 / ++counts[k];
            for (int j = 0; j < DIMENSION; j++) {
                centres[k][j] = (1 - rate) * centres[k][j] + rate * point.values()[j];
            }
        }
    }

    private static int nearest(double[] x, double[][] centres) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < CLUSTERS; k++) {
            double distance = 0;
            for (int j = 0; j < DIMENSION; j++) {
                distance += (x[j] - centres[k][j]) * (x[j] - centres[k][j]);
            }
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    private static void assertCentres(Mixture mixture, double[][] centres, double tolerance) {
        for (int k = 0; k < CLUSTERS; k++) {
            for (int j = 0; j < DIMENSION; j++) {
                assertThat(mixture.component(k).mean(j)).isCloseTo(centres[k][j], within(tolerance));
            }
        }
    }

    private static Mixture mixture(Family family, double[][] centres, double variance) {
        List<Component> components = new ArrayList<>();
        for (double[] centre : centres) {
            Map<String, Parameter> parameters = new HashMap<>();
            parameters.put("mean", Parameter.vector("mean", centre));
            parameters.put("variance", Parameter.scalar("variance", variance));
            components.add(family.component(parameters, DIMENSION));
        }
        double[] weights = new double[CLUSTERS];
        Arrays.fill(weights, 1.0 / CLUSTERS);
        return new Mixture(
                family, weights, components, LongStream.rangeClosed(1, CLUSTERS).toArray());
    }

    private double[][] firstPoints() {
        return sample.stream()
                .limit(CLUSTERS)
                .map(point -> point.values().clone())
                .toArray(double[][]::new);
    }

    /** Five clouds that touch. */
    private static List<Point> sample(Random random) {
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            double angle = 2 * Math.PI * random.nextInt(CLUSTERS) / CLUSTERS;
            sample.add(Point.of(
                    3 * Math.cos(angle) + random.nextGaussian(),
                    3 * Math.sin(angle) + random.nextGaussian(),
                    random.nextGaussian()));
        }
        return sample;
    }
}
