package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The maximum a posteriori estimates, each against its formula, and the background that they lean on. */
class PriorTest {
    private static final double RIDGE = 1e-6;
    private static final double[] MEAN = {0.5, 3};
    private static final double[] VARIANCE = {4, 900};
    private static final Prior MAP = new Prior(Prior.Kind.MAP, MEAN, VARIANCE);
    /** d + 2. */
    private static final double PSEUDO_COUNT = 4;

    private final List<Moments> full = moments(ScatterLayout.FULL);
    private final List<Moments> diagonal = moments(ScatterLayout.DIAGONAL);

    @Test
    void aFullCovarianceIsPulledTowardsThePooledVariances() {
        List<Component> estimate = new FullGaussian().estimate(full, anything(new FullGaussian(), full), MAP);
        for (int k = 0; k < 3; k++) {
            double[] covariance = estimate.get(k).parameters().get(1).values();
            double weight = full.get(k).weight() + PSEUDO_COUNT;
            for (int j = 0; j < 2; j++) {
                double expected =
                        (full.get(k).scatter(j, j) + PSEUDO_COUNT * pooled(full, j)) / weight + RIDGE * VARIANCE[j];
                assertThat(covariance[3 * j]).isCloseTo(expected, within(1e-12 * expected));
            }
            assertThat(covariance[1]).isCloseTo(full.get(k).scatter(1, 0) / weight, within(1e-12));
        }
    }

    @Test
    void aTiedCovarianceIsPulledOnce() {
        double[] covariance = new TiedGaussian()
                .estimate(full, anything(new TiedGaussian(), full), MAP)
                .get(1)
                .parameters()
                .get(1)
                .values();
        double weight = full.stream().mapToDouble(Moments::weight).sum() + PSEUDO_COUNT;
        for (int j = 0; j < 2; j++) {
            double scatter = 0;
            for (Moments moments : full) {
                scatter += moments.scatter(j, j);
            }
            double expected = (scatter + PSEUDO_COUNT * pooled(full, j)) / weight + RIDGE * VARIANCE[j];
            assertThat(covariance[3 * j]).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void variancesArePulledByTheWeightOfTheirOwnFeature() {
        List<Component> estimate =
                new DiagonalGaussian().estimate(diagonal, anything(new DiagonalGaussian(), diagonal), MAP);
        List<Component> spherical =
                new SphericalGaussian().estimate(diagonal, anything(new SphericalGaussian(), diagonal), MAP);
        for (int k = 0; k < 3; k++) {
            double numerator = 0;
            double denominator = 0;
            for (int j = 0; j < 2; j++) {
                double scatter = diagonal.get(k).scatter(j, j) + PSEUDO_COUNT * pooled(diagonal, j);
                double weight = diagonal.get(k).weight(j) + PSEUDO_COUNT;
                double expected = scatter / weight + RIDGE * VARIANCE[j];
                assertThat(estimate.get(k).variance(j)).isCloseTo(expected, within(1e-12 * expected));
                numerator += scatter;
                denominator += weight;
            }
            double expected = numerator / denominator + RIDGE * (VARIANCE[0] + VARIANCE[1]) / 2;
            assertThat(spherical.get(k).variance(0)).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void atAStartThePriorIsBallsThatFillTheBackground() {
        List<Component> estimate = new DiagonalGaussian().estimate(diagonal, null, MAP);
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j < 2; j++) {
                double ball = VARIANCE[j] / 3; // K^(2/d) with K = 3 and d = 2
                double expected = (diagonal.get(k).scatter(j, j) + PSEUDO_COUNT * ball)
                                / (diagonal.get(k).weight(j) + PSEUDO_COUNT)
                        + RIDGE * VARIANCE[j];
                assertThat(estimate.get(k).variance(j)).isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.1", "0, 0.005", "3, 0.995"})
    void aProbabilityIsPulledByOnePseudoTrialTowardsTheRateOfAll(double mean, double rate) {
        Moments moments = new Moments(ScatterLayout.NONE, 1);
        moments.observe(new double[] {2}, 1.5);
        moments.observe(new double[] {0}, 0.5);
        Prior prior = new Prior(Prior.Kind.MAP, new double[] {mean}, new double[] {1});
        double trials = 3 * 2;
        assertThat(new Binomial(3)
                        .estimate(List.of(moments), null, prior)
                        .get(0)
                        .mean(0))
                .isCloseTo(3 * (1.5 * 2 + rate) / (trials + 1), within(1e-14));
    }

    @Test
    void withoutAPriorARateIsWhatWasSeenButForAHair() {
        Moments moments = new Moments(ScatterLayout.NONE, 2);
        moments.observe(new double[] {1, 0}, 5);
        Prior prior = new Prior(Prior.Kind.NONE, MEAN, VARIANCE);
        Component component =
                new Bernoulli().estimate(List.of(moments), null, prior).get(0);
        assertThat(component.mean(0)).isLessThan(1).isCloseTo(1, within(2e-12));
        assertThat(component.mean(1)).isGreaterThan(0).isCloseTo(0, within(2e-12));
    }

    @Test
    void theBackgroundIsTheWeightedMeanAndVarianceOfWhatIsObserved() {
        Prior prior = Prior.of(
                Prior.Kind.MAP,
                List.of(
                        new Point(new double[] {1, Double.NaN}, 3, Point.NO_TIMESTAMP),
                        new Point(new double[] {5, 2}, 1, Point.NO_TIMESTAMP),
                        new Point(new double[] {Double.NaN, 4}, 1, Point.NO_TIMESTAMP),
                        new Point(new double[] {100, 100}, 0, Point.NO_TIMESTAMP)));
        assertThat(prior.mean()).containsExactly(new double[] {2, 3}, within(1e-15));
        assertThat(prior.variance()).containsExactly(new double[] {3, 1}, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1, 1e8})
    void aConstantIsFlooredByItsOwnSizeAndNoOther(double size) {
        Random random = new Random(111);
        List<Point> sample = Stream.generate(
                        () -> Point.of(size, 1e-9 * random.nextGaussian(), 1e9 * random.nextGaussian()))
                .limit(1000)
                .toList();
        double[] variance = Prior.of(Prior.Kind.MAP, sample).variance();
        assertThat(variance[0]).isEqualTo(Math.max(1e-20 * size * size, 1e-12));
        assertThat(variance[1]).isBetween(0.8e-18, 1.2e-18);
    }

    private static double pooled(List<Moments> statistics, int feature) {
        double scatter = 0;
        double weight = 0;
        for (Moments moments : statistics) {
            scatter += moments.scatter(feature, feature);
            weight += moments.weight(feature);
        }
        return scatter / weight;
    }

    /** Components to come from, so that this is not a start. */
    private static List<Component> anything(Family family, List<Moments> statistics) {
        return family.estimate(statistics, null, MAP);
    }

    /** Three clouds of 5, 10 and 15 points in two features; with a diagonal layout some of the second are missing. */
    private static List<Moments> moments(ScatterLayout layout) {
        Random random = new Random(112);
        return Stream.of(5, 10, 15)
                .map(points -> {
                    Moments moments = new Moments(layout, 2);
                    for (int i = 0; i < points; i++) {
                        double x = random.nextGaussian();
                        double y = 20 * random.nextGaussian() + x;
                        boolean missing = layout != ScatterLayout.FULL && i % 3 == 0;
                        moments.observe(new double[] {x, missing ? Double.NaN : y}, 0.9);
                    }
                    return moments;
                })
                .toList();
    }
}
