package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each feature adds to how far a point is from a component. */
class ContributionsTest {
    private static final int DIMENSION = 5;

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void theyAddUpToTheDistanceWhateverIsMissing(Family family) {
        Random random = new Random(21);
        List<Component> components = Samples.components(family, 3, DIMENSION, random);
        for (int pattern = 1; pattern < 1 << DIMENSION; pattern++) {
            double[] x = new double[DIMENSION];
            components.get(0).sample(random, x);
            for (int j = 0; j < DIMENSION; j++) {
                x[j] = (pattern >> j & 1) == 0 ? Double.NaN : x[j];
            }
            for (Component component : components) {
                double[] contributions = component.contributions(x);
                assertThat(Arrays.stream(contributions).sum())
                        .as("%s of %s", Arrays.toString(x), family.name())
                        .isCloseTo(distance(family, component, x), within(1e-9 * (1 + distance(family, component, x))));
                for (int j = 0; j < DIMENSION; j++) {
                    assertThat(Double.isNaN(x[j]) && contributions[j] != 0).isFalse();
                }
            }
        }
    }

    /** By the density, which is another way to it: the largest there is less that of the point. */
    private static double distance(Family family, Component component, double[] x) {
        double below = highest(family, component, x) - logDensity(family, component, x);
        return family.support().isDiscrete() ? below : 2 * below;
    }

    private static double highest(Family family, Component component, double[] x) {
        double[] best = x.clone();
        for (int j = 0; j < best.length; j++) {
            if (!Double.isNaN(best[j])) {
                best[j] = family.support().isDiscrete() ? mostProbable(family, component, j) : component.mean(j);
            }
        }
        return logDensity(family, component, best);
    }

    private static double mostProbable(Family family, Component component, int feature) {
        return IntStream.rangeClosed(0, family.support().trials())
                .boxed()
                .max((one, other) -> Double.compare(
                        alone(family, component, feature, one), alone(family, component, feature, other)))
                .orElseThrow();
    }

    private static double alone(Family family, Component component, int feature, double value) {
        double[] x = new double[component.dimension()];
        Arrays.fill(x, Double.NaN);
        x[feature] = value;
        return logDensity(family, component, x);
    }

    private static double logDensity(Family family, Component component, double[] x) {
        double[] density = new double[1];
        family.compile(List.of(component)).logDensities(x, density);
        return density[0];
    }

    /** Worked by hand: Σ⁻¹ = [[4, −2], [−2, 4]] / 3 for correlation ½ and variances 1. */
    @Test
    void aFeatureThatAnotherForetellsAddsLess() {
        Component component = Families.parse("gaussian-full")
                .component(
                        Map.of(
                                "mean", Parameter.vector("mean", new double[] {0, 0}),
                                "covariance", Parameter.matrix("covariance", new double[] {1, 0.5, 0.5, 1})),
                        2);
        assertThat(component.contributions(new double[] {2, 1})).containsExactly(new double[] {4, 0}, within(1e-12));
        assertThat(component.contributions(new double[] {2, 0.5}))
                .containsExactly(new double[] {14 / 3.0, -1 / 3.0}, within(1e-12));
        assertThat(component.contributions(new double[] {2, Double.NaN}))
                .containsExactly(new double[] {4, 0}, within(1e-12));
    }

    @Test
    void aRareAnswerAddsTheLogarithmOfItsOdds() {
        Component component = Families.parse("bernoulli")
                .component(Map.of("probabilities", Parameter.vector("probabilities", new double[] {0.9, 0.5, 0.2})), 3);
        assertThat(component.contributions(new double[] {0, 1, 0}))
                .containsExactly(new double[] {Math.log(9), 0, 0}, within(1e-12));
    }
}
