package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointSampleTest {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** A point that carries its own priority. */
    private static Point point(double priority) {
        return Point.of(priority);
    }

    private static PointSample sample(int capacity, double... priorities) {
        PointSample sample = new PointSample(capacity);
        for (double priority : priorities) {
            sample.add(priority, point(priority));
        }
        return sample;
    }

    private static double[] priorities(long source, int number) {
        return IntStream.range(0, number)
                .mapToDouble(i -> PointSample.priority(1, source, i))
                .toArray();
    }

    /** That points and priorities belong together, and that there is nothing but these. */
    private static void assertHolds(PointSample sample, double threshold, double... ascending) {
        assertThat(sample.priorities()).containsExactly(ascending);
        assertThat(sample.points()).extracting(each -> each.values()[0]).containsExactly(boxed(ascending));
        assertThat(sample.size()).isEqualTo(ascending.length);
        assertThat(sample.threshold()).isEqualTo(threshold);
    }

    private static Double[] boxed(double[] values) {
        return DoubleStream.of(values).boxed().toArray(Double[]::new);
    }

    @Test
    void theSmallestPrioritiesAreKeptAndTheNextOneIsTheThreshold() {
        for (int number : new int[] {0, 1, 15, 16, 17, 18, 40, 41, 1000}) {
            double[] priorities = priorities(number, number);
            double[] ascending = priorities.clone();
            Arrays.sort(ascending);
            PointSample sample = sample(40, priorities);
            if (number <= 40) {
                assertHolds(sample, 1, ascending);
            } else {
                assertHolds(sample, ascending[40], Arrays.copyOf(ascending, 40));
            }
        }
    }

    @Test
    void samplesOfPartsMergeToTheSampleOfTheWholeInAnyOrder() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            int capacity = 1 + random.nextInt(50);
            PointSample whole = new PointSample(capacity);
            List<double[]> parts = new ArrayList<>();
            for (int part = 0; part < 6; part++) {
                double[] priorities = priorities(1000L * trial + part, random.nextInt(80));
                parts.add(priorities);
                DoubleStream.of(priorities).forEach(priority -> whole.add(priority, point(priority)));
            }
            List<PointSample> samples = new ArrayList<>();
            parts.forEach(part -> samples.add(sample(capacity, part)));
            // Any two become one, until there is one.
            while (samples.size() > 1) {
                Collections.shuffle(samples, random);
                samples.get(0).merge(samples.remove(1));
            }
            assertHolds(samples.get(0), whole.threshold(), whole.priorities());
        }
    }

    @Test
    void aMergedSampleHasTheLargerCapacityAndTheLowerThreshold() {
        PointSample small = sample(2, 0.5, 0.1, 0.6, 0.2);
        PointSample large = sample(3, 0.3, 0.9, 0.55);
        PointSample first = sample(3);
        first.merge(large);
        first.merge(small);
        assertHolds(first, 0.5, 0.1, 0.2, 0.3);
        small.merge(large);
        assertHolds(small, 0.5, 0.1, 0.2, 0.3);
        assertHolds(large, 1, 0.3, 0.55, 0.9);
        small.add(0.4, point(0.4));
        assertHolds(small, 0.4, 0.1, 0.2, 0.3);
    }

    @Test
    void equalPrioritiesComeAndGoTogether() {
        assertHolds(sample(2, 0.5, 0.2, 0.5, 0.1), 0.5, 0.1, 0.2);
        assertHolds(sample(2, 0.2, 0.2, 0.2), 0.2);
    }

    /**
     * Parts at rates as 1 : 3 : 16 : 80, each with a sample of its own. What is merged holds every part at its rate, and of
     * every part the first half of its points as often as the second.
     */
    @Test
    void aMergedSampleIsUniformWhateverTheRatesOfItsParts() {
        int[] sizes = {50, 150, 800, 4000};
        int total = Arrays.stream(sizes).sum();
        double[] kept = new double[4];
        double[] early = new double[4];
        double all = 0;
        int trials = 300;
        for (int trial = 0; trial < trials; trial++) {
            PointSample merged = new PointSample(400);
            for (int part = 0; part < 4; part++) {
                PointSample sample = new PointSample(100);
                for (int i = 0; i < sizes[part]; i++) {
                    sample.add(PointSample.priority(trial, part, i), Point.of(part, i));
                }
                merged.merge(sample);
            }
            for (Point point : merged.points()) {
                int part = (int) point.values()[0];
                kept[part]++;
                early[part] += point.values()[1] < sizes[part] / 2.0 ? 1 : 0;
                all++;
            }
        }
        assertThat(all / trials).isBetween(100.0, 150.0);
        for (int part = 0; part < 4; part++) {
            double share = (double) sizes[part] / total;
            assertThat(kept[part])
                    .as("part %d", part)
                    .isCloseTo(all * share, within(4 * Math.sqrt(all * share * (1 - share))));
            assertThat(early[part])
                    .as("first half of part %d", part)
                    .isCloseTo(kept[part] / 2, within(2 * Math.sqrt(kept[part])));
        }
    }

    @Test
    void prioritiesAreThoseOfSplitMix64() {
        Random random = new Random(12);
        for (int i = 0; i < 1000; i++) {
            long seed = random.nextLong();
            long source = random.nextInt(20) - 10L;
            long number = random.nextInt(1000);
            long start = new SplittableRandom(new SplittableRandom(seed).nextLong() + source * GOLDEN).nextLong();
            SplittableRandom stream = new SplittableRandom(start);
            stream.longs(number).forEach(each -> {});
            assertThat(PointSample.priority(seed, source, number))
                    .isEqualTo(((stream.nextLong() >>> 12) + 0.5) / (1L << 52));
        }
    }

    @Test
    void prioritiesOfNeighboursAreUniformAndIndependent() {
        int number = 100_000;
        for (int source = 0; source < 4; source++) {
            double[] here = priorities(source, number);
            double[] there = priorities(source + 1L, number);
            // Bounds at about 4 standard deviations: of Kolmogorov's distance, and of correlations.
            double[] ascending = here.clone();
            Arrays.sort(ascending);
            double distance = IntStream.range(0, number)
                    .mapToDouble(i -> Math.abs(ascending[i] - (i + 0.5) / number))
                    .max()
                    .orElseThrow();
            assertThat(distance).isLessThan(2.2 / Math.sqrt(number));
            double besides = 0;
            double after = 0;
            for (int i = 1; i < number; i++) {
                besides += (here[i] - 0.5) * (there[i] - 0.5);
                after += (here[i] - 0.5) * (here[i - 1] - 0.5);
            }
            assertThat(12 * besides / number).isCloseTo(0, within(4 / Math.sqrt(number)));
            assertThat(12 * after / number).isCloseTo(0, within(4 / Math.sqrt(number)));
        }
    }

    @Test
    void aSampleIsMadeAnewOfWhatItHolds() {
        PointSample sample = sample(5, priorities(3, 30));
        PointSample again = PointSample.of(9, sample.threshold(), sample.priorities(), sample.points());
        assertHolds(again, sample.threshold(), sample.priorities());
    }

    @Test
    void whatIsNoSampleIsRefused() {
        List<Point> one = List.of(point(0.5));
        List<Point> two = List.of(point(0.5), point(0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PointSample(0))
                .withMessageContaining("capacity is 0");
        for (double threshold : new double[] {0, -0.5, 1.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PointSample.of(2, threshold, new double[0], List.of()))
                    .withMessage("threshold is " + threshold + ", must be above 0 and at most 1");
        }
        for (double priority : new double[] {0, 0.6, 0.7, -1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PointSample.of(2, 0.6, new double[] {priority}, one))
                    .withMessageContaining("priority 0 is " + priority);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointSample.of(2, 0.6, new double[] {0.5, 0.4}, two))
                .withMessageContaining("priority 1 is 0.4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointSample.of(1, 0.6, new double[] {0.4, 0.5}, two))
                .withMessageContaining("2 points", "1 at the most");
        assertThatIllegalArgumentException().isThrownBy(() -> PointSample.of(2, 0.6, new double[] {0.4}, two));
    }
}
