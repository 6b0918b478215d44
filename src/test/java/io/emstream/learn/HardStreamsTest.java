package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.em.Responsibilities;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that make estimates degenerate, with every part of the learner on. */
class HardStreamsTest {
    private static OnePass pass(String family, String clusters, int dimension, List<Point> points) {
        Settings settings = new Settings(family, 1, dimension);
        settings.clusters = ClusterRange.parse(clusters);
        settings.warmupPoints = LearnerSettings.warmupPoints(settings.clusters.expected(), dimension);
        settings.forgetting = new Forgetting.Auto();
        settings.outliers = family.startsWith("gaussian");
        settings.cpu = Double.POSITIVE_INFINITY;
        OnePass pass = new OnePass(settings.build()).feed(points).end();
        assertThat(pass.models()).isNotEmpty().allMatch(Learners::isFinite);
        return pass;
    }

    private static List<Point> points(int number, int dimension, Random random, int clusters) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int cluster = random.nextInt(clusters);
            double[] x = new double[dimension];
            Arrays.setAll(x, j -> random.nextGaussian() + (j % clusters == cluster ? 8 : 0));
            points.add(Point.of(x));
        }
        return points;
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, 1, 1", "gaussian-full, 3, 1", "gaussian-full, 50, 2", "gaussian-full, 2, 64",
        "gaussian-tied, 3, 8", "gaussian-diag, 50, 4", "gaussian-spherical, 1, 64", "kmeans, 50, 3",
        "gaussian-full, auto, 3", "gaussian-diag, auto:2..6, 1", "kmeans, auto, 2"
    })
    void anyShapeGivesFiniteModels(String family, String clusters, int dimension) {
        pass(family, clusters, dimension, points(4000, dimension, new Random(1), 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian-full", "gaussian-tied", "gaussian-diag", "gaussian-spherical", "kmeans"})
    void constantsAndDuplicatesAreNoObstacle(String family) {
        Random random = new Random(2);
        List<Point> points = new ArrayList<>();
        for (Point point : points(4000, 3, random, 2)) {
            double[] x = random.nextInt(3) == 0 ? new double[] {1, 2, 0} : point.values();
            points.add(Point.of(x[0], x[1], 7));
        }
        pass(family, "3", 3, points);
        pass(family, "auto:1..6", 3, points);
    }

    @Test
    void allPointsMayBeOneAndTheSame() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            points.add(Point.of(1.5, -2));
        }
        pass("gaussian-full", "2", 2, points);
        pass("gaussian-full", "auto", 2, points);
        pass("kmeans", "2", 2, points);
    }

    @Test
    void clustersThatDifferOnlyInAFeatureOfMinuteScaleAreFound() {
        Random random = new Random(3);
        List<Point> points = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            int label = random.nextInt(2);
            labels.add(label);
            points.add(Point.of(1e-6 * (6 * label + random.nextGaussian()), 1e8 * random.nextGaussian()));
        }
        OnePass pass = pass("gaussian-full", "2", 2, points);
        assertThat(agreement(pass.model().mixture(), points, labels)).isGreaterThan(0.99);
    }

    @Test
    void farFromTheOriginAllIsAsNearIt() {
        Random random = new Random(4);
        DoubleUnaryOperator there = value -> 1e8 + value;
        List<Point> near = points(5000, 2, random, 2);
        List<Point> far = near.stream()
                .map(point -> Point.of(Arrays.stream(point.values()).map(there).toArray()))
                .toList();
        OnePass here = pass("gaussian-full", "2", 2, near);
        OnePass away = pass("gaussian-full", "2", 2, far);
        assertThat(away.meanLogLikelihood(far)).isCloseTo(here.meanLogLikelihood(near), within(1e-3));
    }

    private static double agreement(Mixture mixture, List<Point> points, List<Integer> labels) {
        Responsibilities answer = new Responsibilities(new CompiledMixture(mixture));
        int same = 0;
        for (int i = 0; i < labels.size(); i++) {
            assertThat(answer.of(points.get(i))).isTrue();
            same += answer.component() == labels.get(i) ? 1 : 0;
        }
        return Math.max(same, labels.size() - same) / (double) labels.size();
    }
}
