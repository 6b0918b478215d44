package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What noise beside the components does, and what it leaves alone. */
class NoiseTest {
    static Stream<Family> families() {
        return Samples.families().filter(Noise::suits);
    }

    @ParameterizedTest
    @MethodSource("families")
    void responsibilitiesAreBayesRuleOverTheComponentsAndTheNoise(Family family) {
        Random random = new Random(61);
        Noise noise = new Noise(0.1, new double[] {7, 0.5});
        Mixture mixture = Samples.mixture(family, 3, 2, random).withNoise(noise);
        CompiledMixture compiled = new CompiledMixture(mixture);
        Responsibilities responsibilities = new Responsibilities(compiled);
        double[] joint = new double[3];
        for (Point point : Samples.withMissing(Samples.draw(mixture, 300, random), 0.2, random)) {
            assertThat(responsibilities.of(point)).isTrue();
            double volume = 1;
            for (int j = 0; j < 2; j++) {
                volume *= Double.isNaN(point.values()[j]) ? 1 : noise.widths()[j];
            }
            double flat = point.observed() == 0 ? 1 : Math.exp(-5) / volume;
            compiled.logJoint(point.values(), point.observed(), joint);
            double total = 0.1 * flat + Arrays.stream(joint).map(Math::exp).sum();
            for (int k = 0; k < 3; k++) {
                assertThat(responsibilities.value(k)).isCloseTo(Math.exp(joint[k]) / total, within(1e-12));
            }
            assertThat(responsibilities.outlier()).isCloseTo(0.1 * flat / total, within(1e-12));
            assertThat(responsibilities.logDensity()).isCloseTo(Math.log(total), within(1e-12));
            assertThat(responsibilities.component()).isEqualTo(Expectation.largest(joint));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void farFromEveryClusterAllIsNoiseAndTheLabelIsStillTheBestCluster(Family family) {
        Mixture clusters = Samples.mixture(family, 4, 3, new Random(62));
        Responsibilities without = new Responsibilities(new CompiledMixture(clusters));
        Responsibilities with =
                new Responsibilities(new CompiledMixture(clusters.withNoise(new Noise(0.01, new double[] {9, 9, 9}))));
        for (double distance : new double[] {60, -60, 1e6, -1e6, 1e50}) {
            Point point = Point.of(distance, 0, distance / 2);
            assertThat(without.of(point)).isTrue();
            assertThat(with.of(point)).isTrue();
            assertThat(with.outlier()).isEqualTo(1);
            assertThat(with.values()).doesNotContain(Double.NaN);
            assertThat(with.component()).isEqualTo(without.component());
            assertThat(with.logDensity()).isCloseTo(Math.log(0.01) - 5 - 3 * Math.log(9), within(1e-12));
        }
        assertThat(with.of(Point.of(1e200, 1e200, 1e200))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("families")
    void statisticsOfPartsMergeToThoseOfTheWholeAndLoseNoWeight(Family family) {
        Random random = new Random(63);
        Mixture truth = Samples.mixture(family, 3, 2, random);
        List<Point> sample = polluted(Samples.draw(truth, 500, random), 0.1, 10, random);
        Mixture mixture = truth.withNoise(Noise.of(sample, 0.05));
        MixtureStatistics whole = Expectation.statistics(mixture, sample);
        MixtureStatistics merged = Expectation.statistics(mixture, sample.subList(0, 123));
        merged.merge(Expectation.statistics(mixture, sample.subList(123, 500)));
        assertThat(whole.noise()).isGreaterThan(30);
        assertThat(merged.noise()).isCloseTo(whole.noise(), within(1e-10));
        double inComponents =
                whole.components().stream().mapToDouble(each -> each.weight()).sum();
        assertThat(inComponents + whole.noise()).isCloseTo(whole.weight(), within(1e-8));
        assertThat(whole.scaled(0.25).noise()).isEqualTo(whole.noise() / 4);
        assertThat(whole.copy().noise()).isEqualTo(whole.noise());
        merged.clear();
        assertThat(merged.noise()).isZero();
    }

    @ParameterizedTest
    @MethodSource("families")
    void likelihoodNeverFalls(Family family) {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            Mixture truth = Samples.mixture(family, 3, 2, random);
            List<Point> sample = polluted(Samples.draw(truth, 400, random), 0.05, 10, random);
            Prior none = Prior.of(Prior.Kind.NONE, sample);
            List<Double> trace = BatchEm.iterate(
                            truth.withNoise(Noise.of(sample, Noise.FIRST_WEIGHT)), sample, none, 100, 0)
                    .trace();
            for (int i = 1; i < trace.size(); i++) {
                assertThat(trace.get(i))
                        .as("seed %d, iteration %d", seed, i)
                        .isGreaterThanOrEqualTo(trace.get(i - 1) - 1e-9);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0.01, 0", "2, 0.05, 0", "8, 0.01, 0", "8, 0.05, 0", "2, 0.05, 0.1", "8, 0.05, 0.1"})
    void outliersAreToldAndBendNoCluster(int dimension, double rate, double missing) {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(100L * dimension + seed);
            Mixture truth = Samples.mixture(new FullGaussian(), 4, dimension, random);
            List<Point> clean = Samples.withMissing(Samples.draw(truth, 4000, random), missing, random);
            List<Point> outliers =
                    Samples.withMissing(outliers(clean, (int) (4000 * rate), 10, random), missing, random).stream()
                            .filter(point -> isBeyond(clean, 2, point))
                            .toList();
            List<Point> all = new ArrayList<>(clean);
            all.addAll(outliers);
            Mixture fromAll = learned(truth.withNoise(Noise.of(all, Noise.FIRST_WEIGHT)), all);
            double gap = Samples.meanLogLikelihood(learned(truth, clean), clean)
                    - Samples.meanLogLikelihood(fromAll.withNoise(null), clean);
            assertThat(flagged(fromAll, outliers)).as("seed %d", seed).isGreaterThanOrEqualTo(0.99);
            assertThat(flagged(fromAll, clean)).as("seed %d", seed).isLessThanOrEqualTo(1e-3);
            assertThat(gap).as("seed %d", seed).isLessThanOrEqualTo(0.005);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 0.1", "8, 0", "8, 0.1"})
    void withoutOutliersNoiseChangesNothing(int dimension, double missing) {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(200L * dimension + seed);
            Mixture truth = Samples.mixture(new FullGaussian(), 4, dimension, random);
            List<Point> sample = Samples.withMissing(Samples.draw(truth, 2000, random), missing, random);
            Mixture without = learned(truth, sample);
            Mixture with = learned(truth.withNoise(Noise.of(sample, Noise.FIRST_WEIGHT)), sample);
            for (int k = 0; k < 4; k++) {
                assertThat(with.weight(k)).as("seed %d", seed).isCloseTo(without.weight(k), within(1e-3));
                for (int j = 0; j < dimension; j++) {
                    double variance = without.component(k).variance(j);
                    assertThat(with.component(k).mean(j))
                            .as("seed %d", seed)
                            .isCloseTo(without.component(k).mean(j), within(1e-3 * Math.sqrt(variance)));
                    assertThat(with.component(k).variance(j) / variance)
                            .as("seed %d", seed)
                            .isCloseTo(1, within(1e-3));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0.01", "2, 0.05", "8, 0.01", "8, 0.05"})
    void noStartLeavesAClusterToTheOutliers(int dimension, double rate) {
        for (long seed = 0; seed < 2; seed++) {
            Random random = new Random(300L * dimension + seed);
            Mixture truth = Samples.mixture(new FullGaussian(), 6, dimension, random);
            List<Point> sample = polluted(Samples.draw(truth, 600, random), rate, 10, random);
            List<Point> test = Samples.draw(truth, 5000, random);
            Prior prior = Prior.of(Prior.Kind.MAP, sample);
            Noise noise = Noise.of(sample, Noise.FIRST_WEIGHT);
            Mixture found = BatchEm.initialise(sample, new FullGaussian(), 6, prior, noise, new Random(seed))
                    .mixture();
            Mixture fromTruth = learned(truth.withNoise(noise), sample);
            assertThat(Samples.meanLogLikelihood(found.withNoise(null), test))
                    .as("seed %d", seed)
                    .isGreaterThan(Samples.meanLogLikelihood(fromTruth.withNoise(null), test) - 0.04);
        }
    }

    @Test
    void mixturesAreComparedAsIfNoiseWereUniform() {
        Random random = new Random(64);
        Mixture truth = Samples.mixture(new FullGaussian(), 3, 2, random);
        List<Point> sample = polluted(Samples.draw(truth, 500, random), 0.1, 10, random);
        Mixture mixture = truth.withNoise(Noise.of(sample, 0.1));
        CompiledMixture compiled = new CompiledMixture(mixture);
        double[] joint = new double[3];
        double sum = 0;
        for (Point point : sample) {
            compiled.logJoint(point.values(), 2, joint);
            double noise = Math.exp(compiled.noiseLogJoint(point.values(), 2) + 5);
            sum += Math.log(noise + Arrays.stream(joint).map(Math::exp).sum());
        }
        assertThat(Expectation.comparableLogLikelihood(mixture, sample)).isCloseTo(sum / 500, within(1e-12));
        assertThat(Expectation.comparableLogLikelihood(truth, sample))
                .isCloseTo(Samples.meanLogLikelihood(truth, sample), within(1e-12));
    }

    @Test
    void evenWhereAllIsNoiseTheMixtureStaysOne() {
        Mixture truth = Samples.mixture(new FullGaussian(), 3, 2, new Random(65));
        List<Point> far = List.of(Point.of(1e6, 1e6), Point.of(-1e6, 2e6));
        Prior prior = Prior.of(Prior.Kind.MAP, far);
        Mixture mixture = truth.withNoise(Noise.of(far, 0.5));
        Mixture next = Maximization.nextMixture(mixture, Expectation.statistics(mixture, far), prior);
        assertThat(weight(next) + Arrays.stream(next.weights()).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(next.weights()).min().orElseThrow()).isPositive();
        Mixture still = Maximization.nextMixture(mixture, new CompiledMixture(mixture).emptyStatistics(), prior);
        assertThat(weight(still)).isEqualTo(Noise.SMALLEST_WEIGHT);
        assertThat(Arrays.stream(still.weights()).min().orElseThrow()).isPositive();
    }

    @Test
    void pointsBeyondTheFencesStartNoCluster() {
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sample.add(Point.of(i, i % 2 == 0 ? Double.NaN : 7));
        }
        List<Point> all = new ArrayList<>(sample);
        all.add(Point.of(230, Double.NaN));
        all.add(Point.of(-130, 7));
        assertThat(Fences.within(all)).isEqualTo(sample);
        assertThat(Fences.within(sample)).isEqualTo(sample);
        List<Point> nothing = List.of(Point.of(Double.NaN));
        assertThat(Fences.within(nothing)).isEqualTo(nothing);
    }

    private static double weight(Mixture mixture) {
        return Objects.requireNonNull(mixture.noise()).weight();
    }

    private static Mixture learned(Mixture start, List<Point> sample) {
        return BatchEm.iterate(start, sample, Prior.of(Prior.Kind.MAP, sample), 200, 1e-9)
                .mixture();
    }

    /** What part of the points are outliers rather than anything else. */
    private static double flagged(Mixture mixture, List<Point> points) {
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(mixture));
        return points.stream()
                        .filter(point -> responsibilities.of(point) && responsibilities.outlier() > 0.5)
                        .count()
                / (double) points.size();
    }

    /** The same points, a part of them replaced by outliers. */
    private static List<Point> polluted(List<Point> sample, double rate, double factor, Random random) {
        List<Point> polluted = new ArrayList<>(sample);
        for (Point outlier : outliers(sample, (int) (rate * sample.size()), factor, random)) {
            polluted.set(random.nextInt(polluted.size()), outlier);
        }
        return polluted;
    }

    /** Points from a box about the sample that is so many times as wide. */
    private static List<Point> outliers(List<Point> sample, int count, double factor, Random random) {
        double[][] box = box(sample, factor);
        return Stream.generate(() -> Arrays.stream(box)
                        .mapToDouble(side -> side[0] + (side[1] - side[0]) * random.nextDouble())
                        .toArray())
                .map(Point::of)
                .limit(count)
                .toList();
    }

    /** Whether an observed value is outside of the box about the sample that is so many times as wide. */
    private static boolean isBeyond(List<Point> sample, double factor, Point point) {
        double[][] box = box(sample, factor);
        return IntStream.range(0, box.length)
                .anyMatch(j -> point.values()[j] < box[j][0] || point.values()[j] > box[j][1]);
    }

    /** From where to where, by feature. */
    private static double[][] box(List<Point> sample, double factor) {
        return IntStream.range(0, sample.get(0).dimension())
                .mapToObj(j -> {
                    DoubleSummaryStatistics range = sample.stream()
                            .mapToDouble(point -> point.values()[j])
                            .filter(x -> !Double.isNaN(x))
                            .summaryStatistics();
                    double middle = (range.getMin() + range.getMax()) / 2;
                    double half = factor * (range.getMax() - range.getMin()) / 2;
                    return new double[] {middle - half, middle + half};
                })
                .toArray(double[][]::new);
    }
}
