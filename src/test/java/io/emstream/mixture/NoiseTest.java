package io.emstream.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Bernoulli;
import io.emstream.family.FullGaussian;
import io.emstream.family.KMeans;
import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The box that noise is in, and its place beside the components. */
class NoiseTest {
    @Test
    void theBoxIsTheRangeOfTheSample() {
        List<Point> sample = List.of(
                Point.of(-1, Double.NaN, 100),
                Point.of(3, 5, Double.NaN),
                Point.of(Double.NaN, 5.5, 120),
                new Point(new double[] {99, 99, 99}, 0, Point.NO_TIMESTAMP));
        Noise noise = Noise.of(sample, 0.02);
        assertThat(noise.weight()).isEqualTo(0.02);
        assertThat(noise.widths()).containsExactly(4, 0.5, 20);
        assertThat(noise.logDensity()).isCloseTo(-5 - Math.log(40), within(1e-14));
        assertThat(noise.logDensity(new double[] {7, 7, 7})).isCloseTo(noise.logDensity(), within(1e-14));
        assertThat(noise.logDensity(new double[] {7, Double.NaN, 7})).isCloseTo(-5 - Math.log(80), within(1e-14));
        assertThat(noise.logDensity(new double[] {Double.NaN, Double.NaN, Double.NaN}))
                .isZero();
    }

    @Test
    void aConstantFeatureHasASmallWidthOfItsOwnSize() {
        List<Point> sample = List.of(Point.of(1e9, 0, Double.NaN), Point.of(1e9 + 1e-6, 0, Double.NaN));
        double[] widths = Noise.of(sample, 0.5).widths();
        assertThat(widths[0]).isCloseTo(1, within(1e-6));
        assertThat(widths[1]).isEqualTo(1e-5);
        assertThat(widths[2]).isEqualTo(1e-5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void otherWeightsAreRefused(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Noise(weight, new double[] {1}))
                .withMessage("noise has weight " + weight + ", must be above 0 and below 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void otherWidthsAreRefused(double width) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Noise(0.1, new double[] {1, width}))
                .withMessage("noise has width " + width + " in feature 1, must be positive and finite");
    }

    @Test
    void besideNoiseComponentsKeepTheirProportions() {
        Mixture alone = Samples.mixture(new FullGaussian(), 3, 2, new Random(71));
        Mixture beside = alone.withNoise(new Noise(0.2, new double[] {1, 1}));
        assertThat(Arrays.stream(beside.weights()).sum()).isCloseTo(0.8, within(1e-15));
        Mixture again = beside.withNoise(new Noise(0.7, new double[] {1, 1})).withNoise(null);
        for (int k = 0; k < 3; k++) {
            assertThat(beside.weight(k)).isCloseTo(0.8 * alone.weight(k), within(1e-15));
            assertThat(again.weight(k)).isCloseTo(alone.weight(k), within(1e-15));
        }
        assertThat(again.noise()).isNull();
        assertThat(beside.withClusters(new long[] {7, 8, 9}).noise()).isSameAs(beside.noise());
    }

    @Test
    void samplesComeFromTheComponentsOnly() {
        Mixture alone = Samples.mixture(new FullGaussian(), 3, 2, new Random(72));
        Mixture beside = alone.withNoise(new Noise(0.5, new double[] {1, 1}));
        double[] counts = new double[3];
        Random random = new Random(73);
        for (int i = 0; i < 100_000; i++) {
            counts[beside.sample(random, new double[2])]++;
        }
        for (int k = 0; k < 3; k++) {
            assertThat(counts[k] / 100_000).isCloseTo(alone.weight(k), within(0.01));
        }
    }

    @Test
    void noiseThatDoesNotSuitTheComponentsIsRefused() {
        Mixture gaussians = Samples.mixture(new FullGaussian(), 2, 2, new Random(74));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gaussians.withNoise(new Noise(0.1, new double[] {1})))
                .withMessage("noise has 1 widths, must have 2, one for each feature");
        for (Mixture other : List.of(
                Samples.mixture(new KMeans(), 2, 2, new Random(75)),
                Samples.mixture(new Bernoulli(), 2, 2, new Random(76)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.withNoise(new Noise(0.1, new double[] {1, 1})))
                    .withMessageEndingWith(" has no densities over numbers that noise could be weighed against");
        }
    }
}
