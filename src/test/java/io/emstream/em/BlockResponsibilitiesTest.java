package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A block is nothing but its points. */
class BlockResponsibilitiesTest {
    static Stream<Arguments> shapes() {
        return Samples.families()
                .flatMap(family -> Stream.of(1, 2, 3, 5, 6, 8, 11, 12, 17, 18, 35)
                        .flatMap(dimension -> Stream.of(1, 7, PointBlock.CAPACITY)
                                .map(size -> Arguments.of(family, dimension, size))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void answersAndStatisticsAreThoseOfThePoints(Family family, int dimension, int size) {
        Random random = new Random(91);
        Mixture mixture = Samples.mixture(family, 4, dimension, random);
        if (Noise.suits(family)) {
            mixture = mixture.withNoise(Noise.of(Samples.draw(mixture, 50, random), 0.05));
        }
        CompiledMixture compiled = new CompiledMixture(mixture);
        Responsibilities one = new Responsibilities(compiled);
        BlockResponsibilities many = new BlockResponsibilities(compiled);
        MixtureStatistics expected = compiled.emptyStatistics();
        MixtureStatistics actual = compiled.emptyStatistics();
        PointBlock block = new PointBlock(dimension);
        for (int round = 0; round < 3; round++) {
            block.clear();
            List<Point> points = weighted(Samples.draw(mixture, size, random), random);
            points.forEach(point -> block.add(point.values(), point.weight()));
            many.of(block);
            many.observe(block, actual);
            for (int p = 0; p < size; p++) {
                assertThat(one.of(points.get(p))).isTrue();
                one.observe(points.get(p), expected);
                assertThat(many.logDensity(p))
                        .isCloseTo(one.logDensity(), within(1e-12 * (1 + Math.abs(one.logDensity()))));
                assertThat(many.outlier(p)).isCloseTo(one.outlier(), within(1e-12));
                for (int k = 0; k < mixture.size(); k++) {
                    assertThat(many.values(k)[p]).isCloseTo(one.value(k), within(1e-12));
                }
            }
        }
        assertSame(actual, expected);
    }

    private static List<Point> weighted(List<Point> points, Random random) {
        List<Point> weighted = new ArrayList<>();
        for (Point point : points) {
            weighted.add(new Point(point.values(), random.nextInt(4), Point.NO_TIMESTAMP));
        }
        return weighted;
    }

    private static void assertSame(MixtureStatistics actual, MixtureStatistics expected) {
        assertThat(actual.points()).isEqualTo(expected.points());
        assertThat(actual.weight()).isEqualTo(expected.weight());
        assertThat(actual.noise()).isCloseTo(expected.noise(), within(1e-11));
        assertThat(actual.logLikelihood())
                .isCloseTo(expected.logLikelihood(), within(1e-11 * Math.abs(expected.logLikelihood())));
        for (int k = 0; k < expected.components().size(); k++) {
            Moments mine = actual.component(k);
            Moments theirs = expected.component(k);
            assertThat(mine.weight()).isCloseTo(theirs.weight(), within(1e-11));
            assertThat(mine.featureWeights()).containsExactly(theirs.featureWeights(), within(1e-11));
            // Responsibilities may differ by so much each, and the samples spread over about ten.
            double error = 1e-11 + 1e-12 / Math.max(theirs.weight(), 1e-12);
            assertThat(mine.mean()).containsExactly(theirs.mean(), within(error));
            assertThat(mine.scatter()).containsExactly(theirs.scatter(), within(1e-10 * (1 + theirs.weight())));
        }
    }

    /** As if the density beside were that of one more component. */
    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void whatIsBesideTheMixtureHasItsPart(Family family) {
        Random random = new Random(93);
        Mixture mixture = Samples.mixture(family, 2, 3, random);
        CompiledMixture compiled = new CompiledMixture(mixture);
        BlockResponsibilities many = new BlockResponsibilities(compiled);
        PointBlock block = new PointBlock(3);
        List<Point> points = Samples.draw(mixture, PointBlock.CAPACITY, random);
        points.forEach(point -> block.add(point.values(), 1));
        double[] rest = random.doubles(block.size(), -60, 20).toArray();
        rest[7] = Double.NEGATIVE_INFINITY;
        many.logJoint(block);
        // Among equals the component has the point.
        rest[8] = Math.max(many.values(0)[8], many.values(1)[8]);
        many.normaliseBeside(rest, block.size());
        for (int p = 0; p < block.size(); p++) {
            double[] joint = new double[3];
            double[] own = new double[2];
            compiled.logJoint(points.get(p).values(), 3, own);
            System.arraycopy(own, 0, joint, 0, 2);
            joint[2] = rest[p];
            if (p == 8) {
                joint[2] = Math.max(own[0], own[1]);
            }
            double logDensity = Expectation.normalise(
                    family.assignment(), joint, Expectation.largest(joint), Double.NEGATIVE_INFINITY);
            assertThat(many.logDensity(p)).isCloseTo(logDensity, within(1e-12 * (1 + Math.abs(logDensity))));
            assertThat(many.values(0)[p]).isCloseTo(joint[0], within(1e-12));
            assertThat(many.values(1)[p]).isCloseTo(joint[1], within(1e-12));
        }
    }

    @Test
    void whatHasNoFiniteDensityIsLeftOut() {
        Mixture mixture = Samples.mixture(Samples.families().findFirst().orElseThrow(), 3, 2, new Random(92));
        CompiledMixture compiled = new CompiledMixture(mixture);
        BlockResponsibilities answer = new BlockResponsibilities(compiled);
        PointBlock block = new PointBlock(2);
        block.add(new double[] {1e200, 1e200}, 1);
        block.add(new double[] {0, 0}, 1);
        MixtureStatistics statistics = compiled.emptyStatistics();
        answer.of(block);
        answer.observe(block, statistics);
        assertThat(answer.logDensity(0)).isNaN();
        assertThat(answer.logDensity(1)).isFinite();
        assertThat(statistics.points()).isEqualTo(1);
        assertThat(statistics.components())
                .allSatisfy(moments -> assertThat(moments.mean()).containsExactly(new double[2], within(1e-15)));
    }
}
