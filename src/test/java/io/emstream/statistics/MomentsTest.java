package io.emstream.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MomentsTest {
    @ParameterizedTest
    @CsvSource({"1e6, 1e-9", "1e8, 1e-7"})
    void farFromTheOriginNoDigitsAreLost(double origin, double tolerance) {
        List<double[]> points = points(100_000, origin, new Random(41));
        Moments merged = new Moments(ScatterLayout.FULL, 2);
        for (Moments pane : panes(points, 100, ScatterLayout.FULL)) {
            merged.merge(pane);
        }
        double[] mean = new double[2];
        points.forEach(x -> {
            mean[0] += (x[0] - origin) / points.size();
            mean[1] += (x[1] - origin) / points.size();
        });
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (double[] x : points) {
                    sum += (x[i] - origin - mean[i]) * (x[j] - origin - mean[j]);
                }
                assertThat(merged.scatter(i, j) / merged.weight()).isCloseTo(sum / points.size(), within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ScatterLayout.class)
    void theOrderOfMergingDoesNotMatter(ScatterLayout layout) {
        List<Moments> panes = panes(points(100_000, 1e6, new Random(42)), 1000, layout);
        Moments inOrder = new Moments(layout, 2);
        panes.forEach(inOrder::merge);
        for (int seed = 0; seed < 5; seed++) {
            List<Moments> shuffled = new ArrayList<>(panes);
            Collections.shuffle(shuffled, new Random(seed));
            Moments other = new Moments(layout, 2);
            shuffled.forEach(other::merge);
            assertSame(other, inOrder, 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(ScatterLayout.class)
    void partsMergedAreTheWhole(ScatterLayout layout) {
        List<double[]> points = points(1000, 5, new Random(43));
        Moments whole = new Moments(layout, 2);
        points.forEach(x -> whole.observe(x, 1));
        for (int parts : new int[] {1, 7, 1000}) {
            Moments merged = new Moments(layout, 2);
            panes(points, 1 + 999 / parts, layout).forEach(merged::merge);
            assertSame(merged, whole, 1e-11);
        }
    }

    @ParameterizedTest
    @EnumSource(ScatterLayout.class)
    void weightThreeIsThePointThreeTimes(ScatterLayout layout) {
        Moments weighted = new Moments(layout, 2);
        Moments repeated = new Moments(layout, 2);
        for (double[] x : points(200, 5, new Random(44))) {
            weighted.observe(x, 3);
            for (int i = 0; i < 3; i++) {
                repeated.observe(x, 1);
            }
        }
        assertSame(weighted, repeated, 1e-11);
    }

    @ParameterizedTest
    @EnumSource(ScatterLayout.class)
    void scalingIsLikeWeighingEveryPoint(ScatterLayout layout) {
        Moments scaled = new Moments(layout, 2);
        Moments weighted = new Moments(layout, 2);
        for (double[] x : points(200, 5, new Random(45))) {
            scaled.observe(x, 1);
            weighted.observe(x, 0.3);
        }
        scaled.scale(0.3);
        assertSame(scaled, weighted, 1e-11);
    }

    @ParameterizedTest
    @EnumSource(ScatterLayout.class)
    void noPointsAndPointsOfNoWeightChangeNothing(ScatterLayout layout) {
        Moments moments = new Moments(layout, 2);
        points(50, 5, new Random(46)).forEach(x -> moments.observe(x, 1));
        Moments before = moments.copy();
        moments.observe(new double[] {1e9, 1e9}, 0);
        moments.merge(new Moments(layout, 2));
        assertSame(moments, before, 0);

        Moments empty = new Moments(layout, 2);
        empty.merge(before);
        assertSame(empty, before, 1e-15);
        empty.clear();
        assertSame(empty, new Moments(layout, 2), 0);
    }

    @Test
    void aMissingValueIsNotCounted() {
        Moments moments = new Moments(ScatterLayout.DIAGONAL, 2);
        moments.observe(new double[] {1, Double.NaN}, 1);
        moments.observe(new double[] {3, 10}, 1);
        assertThat(moments.weight()).isEqualTo(2);
        assertThat(moments.featureWeights()).containsExactly(2, 1);
        assertThat(moments.mean()).containsExactly(2, 10);
        assertThat(moments.scatter()).containsExactly(2, 0);
    }

    @Test
    void momentsOfDifferentShapesDoNotMerge() {
        Moments moments = new Moments(ScatterLayout.FULL, 2);
        assertThatThrownBy(() -> moments.merge(new Moments(ScatterLayout.FULL, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("moments of FULL and dimension 3 do not merge with FULL and dimension 2");
    }

    private static void assertSame(Moments one, Moments other, double tolerance) {
        assertThat(one.weight()).isCloseTo(other.weight(), within(tolerance * other.weight()));
        assertThat(one.weight(1)).isCloseTo(other.weight(1), within(tolerance * other.weight()));
        for (int i = 0; i < other.mean().length; i++) {
            assertThat(one.mean(i)).isCloseTo(other.mean(i), within(tolerance * Math.abs(other.mean(i))));
        }
        for (int i = 0; i < other.scatter().length; i++) {
            double element = other.scatter()[i];
            assertThat(one.scatter()[i]).isCloseTo(element, within(tolerance * Math.abs(element)));
        }
    }

    private static List<Moments> panes(List<double[]> points, int size, ScatterLayout layout) {
        List<Moments> panes = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (i % size == 0) {
                panes.add(new Moments(layout, 2));
            }
            panes.get(panes.size() - 1).observe(points.get(i), 1);
        }
        return panes;
    }

    /** Covariance [1 .8; .8 1]. */
    private static List<double[]> points(int count, double origin, Random random) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double one = random.nextGaussian();
            double other = random.nextGaussian();
            points.add(new double[] {origin + one, origin + 0.8 * one + 0.6 * other});
        }
        return points;
    }
}
