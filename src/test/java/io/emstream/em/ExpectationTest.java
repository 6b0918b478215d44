package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.family.KMeans;
import io.emstream.family.Support;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectationTest {
    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void responsibilitiesStayFiniteFarFromEveryCluster(Family family) {
        Mixture mixture = Samples.mixture(family, 4, 3, new Random(51));
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(mixture));
        for (double distance : new double[] {0, 1, 60, 1e6, 1e50, Support.LARGEST}) {
            double value = family.support().isDiscrete() ? family.support().trials() : distance;
            assertThat(responsibilities.of(Point.of(value, 0, value))).isTrue();
            assertThat(responsibilities.logDensity()).isFinite();
            assertThat(responsibilities.values()).doesNotContain(Double.NaN);
            assertThat(Arrays.stream(responsibilities.values()).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void responsibilitiesAreBayesRule(Family family) {
        Random random = new Random(52);
        Mixture mixture = Samples.mixture(family, 3, 2, random);
        CompiledMixture compiled = new CompiledMixture(mixture);
        Responsibilities responsibilities = new Responsibilities(compiled);
        double[] joint = new double[3];
        for (Point point : Samples.draw(mixture, 100, random)) {
            assertThat(responsibilities.of(point)).isTrue();
            compiled.logJoint(point.values(), 2, joint);
            double total = Arrays.stream(joint).map(Math::exp).sum();
            for (int k = 0; k < 3; k++) {
                double expected = family.assignment() == Family.Assignment.SOFT
                        ? Math.exp(joint[k]) / total
                        : k == Expectation.largest(joint) ? 1 : 0;
                assertThat(responsibilities.value(k)).isCloseTo(expected, within(1e-12));
            }
            assertThat(responsibilities.component()).isEqualTo(Expectation.largest(responsibilities.values()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void ofAPointWithNothingObservedOnlyTheWeightsSpeakAndNothingIsLearned(Family family) {
        Mixture mixture = Samples.mixture(family, 3, 2, new Random(53));
        CompiledMixture compiled = new CompiledMixture(mixture);
        Responsibilities responsibilities = new Responsibilities(compiled);
        Point nothing = Point.of(Double.NaN, Double.NaN);
        assertThat(responsibilities.of(nothing)).isTrue();
        for (int k = 0; k < 3; k++) {
            double expected = family.assignment() == Family.Assignment.SOFT ? mixture.weight(k) : 1.0 / 3;
            assertThat(responsibilities.value(k)).isCloseTo(expected, within(1e-15));
        }
        MixtureStatistics statistics = compiled.emptyStatistics();
        responsibilities.observe(nothing, statistics);
        assertThat(statistics.points()).isZero();
        assertThat(statistics.weight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void aWeightOfThreeCountsLikeThePointThreeTimes(Family family) {
        Mixture mixture = Samples.mixture(family, 3, 2, new Random(54));
        Point point = Samples.draw(mixture, 1, new Random(54)).get(0);
        Point heavy = new Point(point.values(), 3, Point.NO_TIMESTAMP);
        MixtureStatistics thrice = Expectation.statistics(mixture, List.of(point, point, point));
        MixtureStatistics weighted = Expectation.statistics(mixture, List.of(heavy));
        assertThat(weighted.logLikelihood()).isCloseTo(thrice.logLikelihood(), within(1e-12));
        for (int k = 0; k < 3; k++) {
            assertThat(weighted.component(k).weight())
                    .isCloseTo(thrice.component(k).weight(), within(1e-12));
        }
    }

    @Test
    void thereIsNoAnswerWithoutAFiniteDensity() {
        Mixture mixture = Samples.mixture(new KMeans(), 2, 2, new Random(55));
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(mixture));
        assertThat(responsibilities.of(Point.of(1e200, 1e200))).isFalse();
    }
}
