package io.emstream.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void theExponentialIsOffByLessThanItSays() {
        Random random = new Random(7);
        double[] peak = new double[256];
        double[] x = new double[256];
        double[] sum = new double[256];
        for (int round = 0; round < 400; round++) {
            double[] exponent = new double[256];
            for (int p = 0; p < 256; p++) {
                peak[p] = random.nextGaussian() * 100;
                x[p] = peak[p] - 45 * Math.pow(random.nextDouble(), 1 + round % 9);
                exponent[p] = x[p] - peak[p];
                sum[p] = 0.5;
            }
            Lanes.exp(peak, x, sum, 256);
            for (int p = 0; p < 256; p++) {
                assertThat(x[p])
                        .as("exp(%s)", exponent[p])
                        .isBetween(0.0, 1.0)
                        .isCloseTo(StrictMath.exp(exponent[p]), within(4e-16));
                assertThat(sum[p]).isEqualTo(0.5 + x[p]);
            }
        }
    }

    @Test
    void theExponentialOfNothingIsOneAndOfNoNumberNone() {
        double[] x = {3, Double.NEGATIVE_INFINITY, Double.NaN, 1};
        double[] sum = new double[4];
        Lanes.exp(new double[] {3, 3, 3, Double.NaN}, x, sum, 4);
        assertThat(x[0]).isEqualTo(1);
        assertThat(x[1]).isBetween(0.0, 4e-16);
        assertThat(x[2]).isNaN();
        assertThat(x[3]).isNaN();
    }

    @Test
    void onlyTheFirstAreTouched() {
        double[] ones = {1, 1, 1, 1, 1, 1, 1};
        double[] into = {0, 0, 0, 0, 0, 0, 0};
        Lanes.addAll(
                new double[] {9, 1, 2, 3, 4, 5, 6},
                1,
                new double[][] {ones, ones, ones, ones, ones, ones},
                0,
                6,
                into,
                5);
        assertThat(into).containsExactly(21, 21, 21, 21, 21, 0, 0);
        assertThat(Lanes.sum(into, 6)).isEqualTo(105);
        assertThat(Lanes.dot(into, ones, 7)).isEqualTo(105);
    }
}
