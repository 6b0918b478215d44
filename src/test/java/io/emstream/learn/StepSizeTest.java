package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much each fold counts in the end: the running statistics against weights that are computed beside them. */
class StepSizeTest {
    /** Folds of one point of the line each, repeated, and the weights that the statistics ought to give them. */
    private static final class Folds {
        private final OnlineLearner learner;
        private final List<Double> weights = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();
        private final Random random = new Random(5);
        private double learned;

        Folds(Forgetting forgetting, double stepExponent, double stepOffset) {
            Settings settings = new Settings("gaussian-full", 1, 1);
            settings.forgetting = forgetting;
            settings.stepExponent = stepExponent;
            settings.foldPoints = 1;
            learner = Learners.with(settings.build(), stepOffset, new double[] {0});
        }

        void fold(int size, double gamma) {
            fold(size, gamma, Point.NO_TIMESTAMP);
        }

        void fold(int size, double gamma, long time) {
            double value = random.nextGaussian();
            Learners.fold(learner, values.size(), Learners.points(size, value, time));
            weights.replaceAll(weight -> weight * (1 - gamma));
            weights.add(gamma);
            values.add(value);
            sizes.add(size);
            learned += size;
        }

        void check() {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < values.size(); i++) {
                mean += weights.get(i) * values.get(i);
                squares += weights.get(i) * weights.get(i) / sizes.get(i);
            }
            assertThat(Learners.statistics(learner).component(0).mean(0)).isCloseTo(mean, within(1e-12));
            assertThat(Learners.statistics(learner).weight()).isCloseTo(1, within(1e-12));
            assertThat(Learners.model(learner).effectivePoints()).isCloseTo(1 / squares, within(1e-9 / squares));
            assertThat(Learners.model(learner).clusters().get(0).effectivePoints())
                    .isCloseTo(1 / squares, within(1e-9 / squares));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 0.9, 0.99})
    void stepsDecreaseByThePowerOfThePanesLearned(double exponent) {
        Folds folds = new Folds(new Forgetting.None(), exponent, 0);
        folds.fold(700, 1);
        for (int i = 0; i < 50; i++) {
            folds.fold(100, Math.pow((700 + 100 * i) / 100.0, -exponent));
        }
        folds.check();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 250, 1000})
    void aFoldOfAnotherSizeThanNominalCountsAsSoManyPanes(int size) {
        Folds folds = new Folds(new Forgetting.None(), 0.9, 0);
        folds.fold(300, 1);
        for (int i = 0; i < 30; i++) {
            double t = (300 + size * i) / 100.0;
            folds.fold(size, 1 - Math.pow(1 - Math.pow(t, -0.9), size / 100.0));
        }
        folds.check();
    }

    @Test
    void heldPointsCountAlikeWhileStepsAreStillThoseOfTheSample() {
        // The sample of 500 made the first model and comes again in folds, which all belong to that model.
        Folds folds = new Folds(new Forgetting.None(), 0.9, 500);
        for (int i = 0; i < 5; i++) {
            folds.fold(100, 1.0 / (i + 1));
        }
        assertThat(Learners.model(folds.learner).effectivePoints()).isCloseTo(500, within(1e-9));
        for (int i = 5; i < 60; i++) {
            folds.fold(100, Math.max(1.0 / (i + 1), Math.pow(5 + i, -0.9)));
        }
        folds.check();
    }

    @Test
    void withAnExponentOfOneEveryPointCountsAlike() {
        Folds folds = new Folds(new Forgetting.None(), 1, 123);
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            int size = 1 + random.nextInt(500);
            folds.fold(size, size / (folds.learned + size));
        }
        folds.check();
        assertThat(Learners.model(folds.learner).effectivePoints()).isCloseTo(folds.learned, within(1e-6));
    }

    @Test
    void aHalfLifeInPointsHalvesAnOldFoldWithEverySoManyPoints() {
        Folds folds = new Folds(new Forgetting.ByPoints(1000), 0.9, 0);
        folds.fold(5000, 1);
        for (int i = 0; i < 10; i++) {
            folds.fold(50, 1 - Math.pow(0.5, 0.05));
        }
        double before = folds.weights.get(3);
        for (int size : new int[] {500, 1, 99, 100, 300}) {
            folds.fold(size, 1 - Math.pow(0.5, size / 1000.0));
        }
        folds.check();
        assertThat(folds.weights.get(3)).isCloseTo(before / 2, within(1e-15));
    }

    @Test
    void aHalfLifeInTimeHalvesAnOldFoldInEverySuchSpan() {
        Folds folds = new Folds(new Forgetting.ByTime(Duration.ofMinutes(10)), 0.9, 0);
        long time = 1_000_000_000_000L;
        folds.fold(50_000, 1, time);
        for (int i = 0; i < 10; i++) {
            time += 60_000;
            folds.fold(20, 1 - Math.pow(0.5, 0.1), time);
        }
        double before = folds.weights.get(3);
        for (int minutes : new int[] {1, 7, 2}) {
            time += minutes * 60_000L;
            folds.fold(20, 1 - Math.pow(0.5, minutes / 10.0), time);
        }
        folds.check();
        assertThat(folds.weights.get(3)).isCloseTo(before / 2, within(1e-15));
    }

    @Test
    void whileEventTimeStandsStillOrGoesBackAHalfLifeForgetsNothing() {
        Folds folds = new Folds(new Forgetting.ByTime(Duration.ofNanos(1)), 1, 0);
        folds.fold(100, 1, 5000);
        folds.fold(100, 0.5, 5000);
        folds.fold(200, 0.5, 4000);
        folds.fold(400, 0.5, Point.NO_TIMESTAMP);
        folds.fold(800, 0.5, 5000);
        folds.check();
    }

    @Test
    void aStepIsNeverMoreThanTheWholeNorLessThanTheShareOfItsPoints() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            Forgetting forgetting = random.nextBoolean()
                    ? new Forgetting.None()
                    : new Forgetting.ByPoints(Math.exp(20 * random.nextGaussian()));
            StepSize stepSize = new StepSize(0.5 + random.nextDouble() / 2, forgetting);
            double learned = random.nextInt(4) == 0 ? 0 : Math.exp(8 * random.nextGaussian());
            double weight = Math.exp(5 * random.nextGaussian());
            double gamma = stepSize.of(Math.exp(5 * random.nextGaussian()), learned, weight, 0);
            assertThat(gamma).isBetween(weight / (learned + weight), 1.0);
        }
    }
}
