package io.emstream.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.emstream.em.BatchEm;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    private static List<Point> points(Scenario scenario, int number) {
        Random random = new Random(3);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            points.add(scenario.source().point(i / 10, random));
        }
        return points;
    }
}
