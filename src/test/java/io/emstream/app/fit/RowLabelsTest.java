package io.emstream.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.codec.Assignment;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.Responsibilities;
import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are labelled together are told what each would be told alone. */
class RowLabelsTest {
    private static final int DIMENSION = 3;

    static Stream<Family> families() {
        return Samples.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void manyAreAnsweredAsOne(Family family) {
        Random random = new Random(61);
        Mixture mixture = Samples.mixture(family, 4, DIMENSION, random);
        if (Noise.suits(family)) {
            mixture = mixture.withNoise(Noise.of(Samples.draw(mixture, 50, random), 0.05));
        }
        List<Point> points = points(mixture, random);
        PackedRows rows = new PackedRows();
        for (int i = 0; i < points.size(); i++) {
            rows.add(i, points.get(i));
        }
        RowLabels many = new RowLabels(7, mixture, ResponsibilityDetail.parse("all"), Scaling.none(DIMENSION), rows);
        CompiledMixture compiled = new CompiledMixture(mixture);
        Responsibilities one = new Responsibilities(compiled);
        MixtureStatistics expected = compiled.emptyStatistics();
        many.add(0, rows.size());
        assertThat(many.room()).isZero();
        many.answer();
        int refused = 0;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            boolean isFinite = one.of(point);
            assertThat(many.isFinite(i)).isEqualTo(isFinite);
            if (isFinite) {
                assertLabel(many.label(i), one, mixture, i);
                one.observe(point, expected);
            } else {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(family.support().isDiscrete() ? 0 : 1);
        Tally tally = new Tally();
        tally.add(many);
        assertThat(tally.notFinite()).isEqualTo(refused);
        MixtureStatistics actual = many.emptyStatistics();
        many.observe(actual);
        assertThat(actual.points()).isEqualTo(expected.points());
        assertThat(actual.weight()).isEqualTo(expected.weight());
        assertThat(actual.logLikelihood())
                .isCloseTo(expected.logLikelihood(), within(1e-11 * Math.abs(expected.logLikelihood())));
        for (int k = 0; k < mixture.size(); k++) {
            assertThat(actual.component(k).weight())
                    .isCloseTo(expected.component(k).weight(), within(1e-10));
        }
        many.clear();
        assertThat(many.size()).isZero();
    }

    private static void assertLabel(Assignment label, Responsibilities one, Mixture mixture, int row) {
        assertThat(label.offset()).isEqualTo(row);
        assertThat(label.model()).isEqualTo(7);
        assertThat(label.cluster()).isEqualTo(mixture.cluster(one.component()));
        assertThat(label.status() == Assignment.Status.OK).isEqualTo(one.observed() > 0);
        if (one.observed() > 0) {
            assertThat(label.logDensity())
                    .isCloseTo(one.logDensity(), within(1e-12 * (1 + Math.abs(one.logDensity()))));
        } else {
            assertThat(label.logDensity()).isNaN();
        }
        label.responsibilities()
                .forEach((cluster, part) ->
                        assertThat(part).isCloseTo(one.value(Math.toIntExact(cluster - 1)), within(1e-12)));
        if (mixture.noise() != null) {
            assertThat(label.outlier()).isCloseTo(one.outlier(), within(1e-12));
        }
    }

    /** A block of points of which some miss values, count not at all or many times, or lie far off. */
    private static List<Point> points(Mixture mixture, Random random) {
        boolean isDiscrete = mixture.family().support().isDiscrete();
        List<Point> points = new ArrayList<>();
        for (Point drawn : Samples.draw(mixture, PointBlock.CAPACITY, random)) {
            double[] x = drawn.values().clone();
            for (int j = 0; j < x.length; j++) {
                if (random.nextInt(10) == 0) {
                    x[j] = Double.NaN;
                }
            }
            points.add(new Point(x, random.nextInt(4), Point.NO_TIMESTAMP));
        }
        points.set(20, new Point(new double[] {Double.NaN, Double.NaN, Double.NaN}, 1, Point.NO_TIMESTAMP));
        if (!isDiscrete) {
            points.set(10, Point.of(1e200, 1e200, 1e200));
            points.set(30, Point.of(1e3, -1e3, 1e3));
            points.set(40, Point.of(-1e6, 2e5, 0));
        }
        return points;
    }
}
