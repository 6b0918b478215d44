package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between the components and the noise. */
class BirthsTest {
    private static final SplitMerge.Effort EFFORT = new SplitMerge.Effort(20, 10);

    /** Two clusters at (±4, 0), one of 1 % at (0, 9), and outliers over a box of 60 by 60. */
    private static List<Point> sample(double rare, double outliers, Random random) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double u = random.nextDouble();
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            if (u < outliers) {
                points.add(Point.of(60 * random.nextDouble() - 30, 60 * random.nextDouble() - 30));
            } else if (u < outliers + rare) {
                points.add(Point.of(x / 2, 9 + y / 2));
            } else {
                points.add(Point.of(x + (i % 2 == 0 ? 4 : -4), y));
            }
        }
        return points;
    }

    /** Three components on the two large clusters, so that the noise has all else. */
    private static Fit without(List<Point> sample, Prior prior) {
        List<Point> large = sample.stream()
                .filter(point -> Math.abs(point.values()[1]) < 4 && Math.abs(point.values()[0]) < 8)
                .toList();
        int[] labels = large.stream()
                .mapToInt(point -> point.values()[0] < 0 ? 0 : point.values()[1] < 0 ? 1 : 2)
                .toArray();
        Mixture start = new Seeding(large, new FullGaussian(), 3, prior)
                .fromLabels(labels)
                .withNoise(Noise.of(sample, 0.05));
        return BatchEm.iterate(start, sample, prior, 100, 1e-7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSmallClusterThatTheNoiseHasSwallowedIsGivenBack(long seed) {
        Random random = new Random(seed);
        List<Point> sample = sample(0.01, 0.02, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit swallowed = without(sample, prior);
        assertThat(swallowed.statistics().noise() / swallowed.statistics().weight())
                .isGreaterThan(0.025);

        Mixture found = SplitMerge.improve(swallowed, sample, prior, EFFORT, random)
                .fit()
                .mixture();

        int rare = rarest(found);
        assertThat(found.component(rare).mean(0)).isCloseTo(0, within(0.5));
        assertThat(found.component(rare).mean(1)).isCloseTo(9, within(0.5));
        assertThat(found.weight(rare)).isCloseTo(0.01, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void outliersAreNoCluster(long seed) {
        Random random = new Random(seed);
        List<Point> sample = sample(0, 0.05, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit fit = BatchEm.fit(
                sample,
                new FullGaussian(),
                2,
                prior,
                Noise.of(sample, Noise.FIRST_WEIGHT),
                Schedule.QUICK,
                new Random(seed));

        ClusterCount.Result climbed = new ClusterCount(sample, prior, 1, 6, random).climb(fit, 5);

        assertThat(climbed.fit().mixture().size()).isEqualTo(2);
        assertThat(climbed.fit().statistics().noise()
                        / climbed.fit().statistics().weight())
                .isCloseTo(0.05, within(0.02));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aClusterMoreIsFoundWhereTheNoiseHasSwallowedIt(long seed) {
        Random random = new Random(seed);
        List<Point> sample = sample(0.02, 0.02, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        List<Point> large = sample.stream()
                .filter(point -> Math.abs(point.values()[1]) < 4 && Math.abs(point.values()[0]) < 8)
                .toList();
        Mixture two = new Seeding(large, new FullGaussian(), 2, prior)
                .fromLabels(large.stream()
                        .mapToInt(point -> point.values()[0] < 0 ? 0 : 1)
                        .toArray())
                .withNoise(Noise.of(sample, 0.05));
        Fit fit = BatchEm.iterate(two, sample, prior, 100, 1e-7);

        ClusterCount.Result climbed = new ClusterCount(sample, prior, 1, 6, random).climb(fit, 5);

        assertThat(climbed.fit().mixture().size()).isEqualTo(3);
        assertThat(climbed.fit()
                        .mixture()
                        .component(rarest(climbed.fit().mixture()))
                        .mean(1))
                .isCloseTo(9, within(0.5));
        assertThat(climbed.origins(2)).containsExactly(0, 1, -1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aComponentThatHoldsOutliersIsGivenToTheNoise(long seed) {
        Random random = new Random(seed);
        List<Point> sample = sample(0, 0.05, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        int[] labels = sample.stream()
                .mapToInt(point -> Math.abs(point.values()[1]) < 4 && Math.abs(point.values()[0]) < 8 ? 0 : 1)
                .toArray();
        Mixture start = new Seeding(sample, new FullGaussian(), 2, prior)
                .fromLabels(labels)
                .withNoise(Noise.of(sample, Noise.SMALLEST_WEIGHT));
        Fit wrong = BatchEm.iterate(start, sample, prior, 100, 1e-7);
        assertThat(Math.abs(wrong.mixture().component(0).mean(0))).isLessThan(1);

        Fit right = SplitMerge.improve(wrong, sample, prior, EFFORT, random).fit();

        assertThat(Math.abs(right.mixture().component(0).mean(0))).isCloseTo(4, within(0.3));
        assertThat(Math.abs(right.mixture().component(1).mean(0))).isCloseTo(4, within(0.3));
        assertThat(right.statistics().noise() / right.statistics().weight()).isCloseTo(0.05, within(0.02));
    }

    private static int rarest(Mixture mixture) {
        return IntStream.range(0, mixture.size())
                .boxed()
                .min(Comparator.comparingDouble(mixture::weight))
                .orElseThrow();
    }
}
