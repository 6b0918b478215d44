package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.em.Expectation;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningStatisticsTest {
    private static Settings plainAverage(String family, int clusters, int dimension) {
        Settings settings = new Settings(family, clusters, dimension);
        settings.prior = Prior.Kind.NONE;
        settings.stepExponent = 1;
        settings.foldPoints = 1;
        return settings;
    }

    private static double[] gaussians(Random random, int number, double around) {
        return random.doubles(number).map(u -> around + random.nextGaussian()).toArray();
    }

    @Test
    void withoutForgettingTheStatisticsAreAllPanesMerged() {
        Random random = new Random(11);
        OnlineLearner learner =
                Learners.with(plainAverage("gaussian-full", 2, 3).build(), new double[3], new double[] {3, 3, 3});
        MixtureStatistics all =
                Learners.pane(learner, 0, 0, List.of()).statistics().statistics();
        for (int pane = 0; pane < 50; pane++) {
            List<Point> points = new ArrayList<>();
            int size = 20 + random.nextInt(300);
            for (int i = 0; i < size; i++) {
                points.add(Point.of(gaussians(random, 3, random.nextInt(2) * 3)));
            }
            all.merge(Learners.pane(learner, 0, pane, points).statistics().statistics());
            Learners.fold(learner, pane, points);
        }
        MixtureStatistics learned = Learners.statistics(learner).scaled(all.weight());
        for (int k = 0; k < 2; k++) {
            Moments expected = all.component(k);
            assertThat(learned.component(k).weight()).isCloseTo(expected.weight(), within(1e-12 * expected.weight()));
            assertThat(learned.component(k).mean()).containsExactly(expected.mean(), within(1e-12));
            assertThat(learned.component(k).scatter())
                    .containsExactly(expected.scatter(), within(1e-12 * expected.scatter(0, 0)));
        }
        assertThat(learned.points()).isEqualTo(all.points());
        assertThat(learned.logLikelihood()).isCloseTo(all.logLikelihood(), within(1e-12 * -all.logLikelihood()));
    }

    @Test
    void kMeansWithThePlainAverageIsMiniBatchKMeans() {
        Random random = new Random(12);
        double[][] centres = {{0, 0, 0}, {4, 0, 0}, {0, 4, 0}, {0, 0, 4}};
        OnlineLearner learner = Learners.with(
                plainAverage("kmeans", 4, 3).build(),
                Arrays.stream(centres).map(double[]::clone).toArray(double[][]::new));
        long[] counts = new long[4];
        for (int pane = 0; pane < 200; pane++) {
            List<Point> batch = new ArrayList<>();
            int size = 1 + random.nextInt(200);
            for (int i = 0; i < size; i++) {
                double[] x = gaussians(random, 3, 0);
                int axis = random.nextInt(4);
                if (axis < 3) {
                    x[axis] += 4;
                }
                batch.add(Point.of(x));
            }
            Learners.fold(learner, pane, batch);
            sculley(centres, counts, batch);
        }
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < 3; j++) {
                assertThat(Learners.model(learner).mixture().component(k).mean(j))
                        .isCloseTo(centres[k][j], within(1e-12));
            }
            assertThat(Learners.model(learner).clusters().get(k).effectivePoints())
                    .isCloseTo((double) counts[k], within(1e-6));
        }
    }

    /** Sculley 2010, algorithm 1: the centres are cached for a batch, each then moves by the rate 1 over its count. */
    private static void sculley(double[][] centres, long[] counts, List<Point> batch) {
        int[] nearest = new int[batch.size()];
        for (int i = 0; i < nearest.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < centres.length; k++) {
                double distance = 0;
                for (int j = 0; j < centres[k].length; j++) {
                    distance += Math.pow(batch.get(i).values()[j] - centres[k][j], 2);
                }
                if (distance < least) {
                    least = distance;
                    nearest[i] = k;
                }
            }
        }
        for (int i = 0; i < nearest.length; i++) {
            double rate = 1.0 / ++counts[nearest[i]];
            for (int j = 0; j < centres[0].length; j++) {
                double[] centre = centres[nearest[i]];
                centre[j] = (1 - rate) * centre[j] + rate * batch.get(i).values()[j];
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian-full", "gaussian-tied", "gaussian-diag", "gaussian-spherical", "kmeans"})
    void aWeightOfThreeIsThePointThreeTimes(String family) {
        for (String forgetting : List.of("none", "points:500", "window:PT1M")) {
            Settings settings = new Settings(family, 2, 2);
            settings.forgetting = Forgetting.parse(forgetting);
            settings.warmupPoints = 20;
            Model weighted = modelOf(settings, true);
            Model repeated = modelOf(settings, false);
            assertThat(weighted.version()).isEqualTo(repeated.version());
            assertThat(weighted.effectivePoints()).isCloseTo(repeated.effectivePoints(), within(1e-9));
            for (int k = 0; k < 2; k++) {
                assertThat(weighted.mixture().weight(k))
                        .as(family + " " + forgetting)
                        .isCloseTo(repeated.mixture().weight(k), within(1e-9));
                assertThat(numbers(weighted, k))
                        .as(family + " " + forgetting)
                        .containsExactly(numbers(repeated, k), within(1e-9));
                assertThat(weighted.clusters().get(k).effectivePoints())
                        .isCloseTo(repeated.clusters().get(k).effectivePoints(), within(1e-9));
            }
        }
    }

    /** A model of folds in which every point is there three times, or weighs as much. */
    private static Model modelOf(Settings settings, boolean byWeight) {
        OnlineLearner learner = Learners.with(settings.build(), new double[] {-1, 0}, new double[] {1, 0});
        Random random = new Random(13);
        for (int pane = 0; pane < 20; pane++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                double[] x = gaussians(random, 2, random.nextInt(2) * 2 - 1);
                Point point = new Point(x, byWeight ? 3 : 1, pane * 10_000L);
                points.addAll(byWeight ? List.of(point) : Collections.nCopies(3, point));
            }
            Learners.fold(learner, pane, points);
        }
        return Learners.model(learner);
    }

    private static double[] numbers(Model model, int k) {
        return model.mixture().component(k).parameters().stream()
                .map(Parameter::values)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Test
    void aWarmUpOfWeightThreeIsTheWarmUpThreeTimes() {
        Random random = new Random(14);
        List<Point> weighted = new ArrayList<>();
        List<Point> repeated = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double[] x = gaussians(random, 2, random.nextInt(2) * 8);
            weighted.add(new Point(x, 3, Point.NO_TIMESTAMP));
            repeated.addAll(Collections.nCopies(3, Point.of(x)));
        }
        Model one = firstModel(weighted);
        Model other = firstModel(repeated);
        assertThat(one.effectivePoints()).isEqualTo(300).isEqualTo(other.effectivePoints());
        assertThat(one.clusters().stream()
                        .mapToDouble(Model.Cluster::effectivePoints)
                        .sum())
                .isCloseTo(300, within(1e-6));
        assertThat(sortedMeans(one)).containsExactly(sortedMeans(other), within(1e-3));
    }

    private static Model firstModel(List<Point> points) {
        Settings settings = new Settings("gaussian-full", 2, 2);
        settings.warmupPoints = points.size();
        return new OnePass(settings.build()).feed(points).end().models().get(0);
    }

    private static double[] sortedMeans(Model model) {
        return model.mixture().components().stream()
                .mapToDouble(component -> component.mean(0))
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePrequentialLikelihoodIsThatOfEachFoldUnderTheModelBeforeIt(boolean holds) {
        TrueMixture truth = TrueMixture.named("overlap");
        Settings settings = new Settings("gaussian-full", 3, 2);
        List<Point> points = truth.draw(3000, new Random(15));
        OnePass pass = new OnePass(settings.build(), holds, 100, same -> same);
        double sum = 0;
        for (int from = 0; from < points.size(); from += 100) {
            List<Point> pane = points.subList(from, from + 100);
            // The first model is made of the first 500 points, and tells nothing by their likelihood.
            if (from >= 500) {
                sum += 100 * pass.meanLogLikelihood(pane);
            }
            pass.feed(pane);
        }
        assertThat(pass.model().prequentialMeanLogLikelihood()).isCloseTo(sum / 2500, within(1e-9));
        assertThat(pass.model().foldMeanLogLikelihood())
                .isCloseTo(
                        Expectation.statistics(
                                        pass.models()
                                                .get(pass.models().size() - 2)
                                                .mixture(),
                                        points.subList(2900, 3000))
                                .meanLogLikelihood(),
                        within(1e-9));
    }
}
