package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data on which a careless M-step gives NaN, with a prior and without one. */
class HardDataTest {
    static Stream<Arguments> hardData() {
        return Samples.families()
                .flatMap(family -> Stream.of(Prior.Kind.values())
                        .flatMap(kind ->
                                data(family).map(data -> Arguments.of(family, kind, data.name(), data.points()))));
    }

    private record Data(String name, List<Point> points) {}

    private static Stream<Data> data(Family family) {
        Random random = new Random(71);
        List<Point> discrete =
                Stream.generate(() -> counts(family, random)).limit(60).toList();
        Stream<Data> any = Stream.of(
                new Data("one point", List.of(Point.of(1, 0, 1))),
                new Data("two points", List.of(Point.of(1, 0, 1), Point.of(0, 0, 1))),
                new Data("one point many times", repeat(Point.of(1, 1, 0), 50)),
                new Data("nothing but zeros", repeat(Point.of(0, 0, 0), 50)),
                new Data(
                        "one feature",
                        Stream.generate(() -> Point.of(random.nextInt(2)))
                                .limit(30)
                                .toList()),
                new Data("a feature never observed", change(discrete, 1, x -> Double.NaN)),
                new Data("almost nothing observed", Samples.withMissing(discrete, 0.9, random)),
                new Data("a constant feature", change(discrete, 1, x -> 1)),
                new Data("tiny weights", weighted(discrete, 1e-9)),
                new Data("huge weights", weighted(discrete, 1e9)));
        if (family.support().isDiscrete()) {
            return any;
        }
        List<Point> numbers = Samples.draw(Samples.mixture(family, 3, 3, random), 400, random);
        Stream<Data> continuous = Stream.of(
                new Data("duplicates and a constant", duplicatesAndAConstant(random)),
                new Data("one feature twice another", collinear(numbers)),
                new Data("means at 1e8", change(numbers, 0, x -> x + 1e8)),
                new Data("a constant of 1e8", change(numbers, 0, x -> 1e8)),
                new Data("scales of 1e-4 and 1e4", change(change(numbers, 0, x -> x * 1e-4), 1, x -> x * 1e4)),
                new Data("values of 1e90", change(numbers, 0, x -> x * 1e90)),
                new Data("values of 1e-90", change(numbers, 0, x -> x * 1e-90)),
                new Data("one outlier", withOutlier(numbers)));
        return Stream.concat(any, continuous);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("hardData")
    void aFitIsAlwaysFinite(Family family, Prior.Kind kind, String name, List<Point> sample) {
        for (int clusters : new int[] {1, 2, 7}) {
            Fit fit = BatchEm.initialise(sample, family, clusters, Prior.of(kind, sample), new Random(1));
            assertThat(fit.meanLogLikelihood()).as("%d clusters", clusters).isFinite();
            assertThat(fit.statistics().points())
                    .isEqualTo(sample.stream().filter(Point::isLearnable).count());
            assertFinite(fit.mixture());
        }
    }

    private static void assertFinite(Mixture mixture) {
        assertThat(Arrays.stream(mixture.weights()).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
        for (Component component : mixture.components()) {
            for (Parameter parameter : component.parameters()) {
                for (double value : parameter.values()) {
                    assertThat(value).as(parameter.name()).isFinite();
                }
            }
        }
    }

    @Test
    void everyClusterKeepsAVolumeThoughAThirdOfThePointsAreOne() {
        List<Point> sample = duplicatesAndAConstant(new Random(72));
        Fit fit = BatchEm.initialise(sample, new FullGaussian(), 4, Prior.of(Prior.Kind.MAP, sample), new Random(1));
        for (Component component : fit.mixture().components()) {
            double[] covariance = component.parameters().get(1).values();
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(3, false, true);
            assertThat(eigen.decompose(DMatrixRMaj.wrap(3, 3, covariance.clone())))
                    .isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(eigen.getEigenvalue(i).getReal()).isPositive();
            }
        }
    }

    private static Point counts(Family family, Random random) {
        int most = Math.max(1, family.support().trials());
        return Point.of(random.nextInt(most + 1), random.nextInt(most + 1), random.nextInt(most + 1));
    }

    /** 600 points, 200 of them the same, and a third feature that never changes. */
    private static List<Point> duplicatesAndAConstant(Random random) {
        List<Point> sample = new ArrayList<>(repeat(Point.of(2, 2, 7), 200));
        for (int i = 0; i < 400; i++) {
            sample.add(Point.of(random.nextGaussian(), 3 * random.nextGaussian(), 7));
        }
        return sample;
    }

    private static List<Point> collinear(List<Point> sample) {
        return sample.stream()
                .map(point -> Point.of(point.values()[0], 2 * point.values()[0], point.values()[2]))
                .toList();
    }

    private static List<Point> withOutlier(List<Point> sample) {
        List<Point> all = new ArrayList<>(sample);
        all.add(Point.of(1e15, -1e15, 0));
        return all;
    }

    private static List<Point> repeat(Point point, int times) {
        return Stream.generate(() -> point).limit(times).toList();
    }

    private static List<Point> weighted(List<Point> sample, double weight) {
        return sample.stream()
                .map(point -> new Point(point.values(), weight, Point.NO_TIMESTAMP))
                .toList();
    }

    private static List<Point> change(List<Point> sample, int feature, DoubleUnaryOperator change) {
        return sample.stream()
                .map(point -> {
                    double[] x = point.values().clone();
                    x[feature] = change.applyAsDouble(x[feature]);
                    return Point.of(x);
                })
                .toList();
    }
}
