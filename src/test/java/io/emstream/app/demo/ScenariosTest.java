package io.emstream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.emstream.em.BatchEm;
import io.emstream.em.Expectation;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenariosTest {
    static Stream<String> names() {
        return Scenarios.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPointIsOfTheFeaturesAndTheFamilyThatTheScenarioNames(String name) {
        Scenario scenario = Scenarios.named(name);
        Family family = Families.parse(scenario.family());
        for (Point point : points(scenario, 1000)) {
            assertThat(point.values()).hasSize(scenario.features().dimension());
            for (double value : point.values()) {
                assertThat(Double.isNaN(value) || family.support().contains(value))
                        .as("%s", value)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whereTheTruthIsKnownTheTruthIsNoWorseThanAFitOfThePoints(String name) {
        Scenario scenario = Scenarios.named(name);
        Scenario.Source source = scenario.source();
        if (source.truth(0).isEmpty()) {
            assertThat(source.population()).isNotEmpty();
            return;
        }
        List<Point> points = points(scenario, 3000);
        Mixture fitted = BatchEm.initialise(
                        points,
                        Families.parse(scenario.family()),
                        scenario.clusters(),
                        Prior.of(Prior.Kind.MAP, points),
                        new Random(1))
                .mixture();
        Fit fit = Fit.of(fitted, source, 0, new Random(2));
        assertThat(fit.reference().orElseThrow()).isCloseTo(fit.meanLogLikelihood(), within(0.03));
        assertThat(fit.farthestCentre().orElseThrow()).isLessThan(0.6);
    }

    @Test
    void aScenarioThatIsNoneIsToldTogetherWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenarios.named("tides"))
                .withMessage("there is no scenario tides, must be one of drift, faithful, flights, kmeans, gmm, coins");
    }

    @Test
    void inADriftOneIsBornOnePartsItsPartsJoinAndOneGoesAndAllOfItComesAgain() {
        assertThat(LongStream.of(
                                0,
                                Drift.BIRTH - 1,
                                Drift.BIRTH,
                                Drift.SPLIT + 1000,
                                Drift.MERGER,
                                Drift.MERGER + 3000,
                                Drift.DEATH,
                                Drift.CYCLE,
                                Drift.CYCLE + Drift.BIRTH)
                        .mapToInt(number -> Drift.truth(number).size()))
                .containsExactly(3, 3, 4, 5, 5, 4, 3, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000, 35_500, 50_000, 61_000, 120_000, 170_000})
    void theWeightsOfADriftSumToOne(long number) {
        Mixture truth = Drift.truth(number);
        assertThat(IntStream.range(0, truth.size()).mapToDouble(truth::weight).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void singleFlipsDoNotTellCoinsApartAndThoseOfTheScenarioAreEnough() {
        Mixture two = coins("binomial:1", 0.2, 0.8);
        Mixture one = coins("binomial:1", 0.5, 0.5);
        for (double heads : new double[] {0, 1}) {
            assertThat(logDensity(two, heads)).isCloseTo(logDensity(one, heads), within(1e-12));
        }
        Scenario scenario = Scenarios.named("coins");
        assertThat(scenario.note()).contains("2K - 1 flips");
        assertThat(Integer.parseInt(scenario.family().split(":", -1)[1]))
                .isGreaterThanOrEqualTo(2 * scenario.clusters() - 1);
        assertThat(logDensity(coins("binomial:20", 0.2, 0.8), 10))
                .isLessThan(logDensity(coins("binomial:20", 0.5, 0.5), 10) - 1);
    }

    private static double logDensity(Mixture mixture, double value) {
        return Expectation.statistics(mixture, List.of(Point.of(value))).meanLogLikelihood();
    }

    private static Mixture coins(String family, double... probabilities) {
        Family coin = Families.parse(family);
        return new Mixture(
                coin,
                new double[] {0.5, 0.5},
                Arrays.stream(probabilities)
                        .mapToObj(each -> coin.component(
                                Map.of("probabilities", Parameter.vector("probabilities", new double[] {each})), 1))
                        .toList(),
                new long[] {1, 2});
    }

    private static List<Point> points(Scenario scenario, int number) {
        Random random = new Random(3);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            points.add(scenario.source().point(i / 10, random));
        }
        return points;
    }
}
