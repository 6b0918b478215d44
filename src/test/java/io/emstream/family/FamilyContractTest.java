package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every family promises, whichever it is: a new line in {@link Families} is tried here without being named. */
@ParameterizedClass
@MethodSource("io.emstream.Samples#families")
class FamilyContractTest {
    private final Family family;

    FamilyContractTest(Family family) {
        this.family = family;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theEstimateIsAMaximum(int dimension) {
        Random random = new Random(11);
        List<Component> components = Samples.components(family, 3, dimension, random);
        List<double[]> points = points(components, 60, random);
        double[][] parts = parts(points.size(), components.size(), random);
        Prior none = Prior.of(Prior.Kind.NONE, points, ones(points.size()));
        List<Component> estimate =
                family.estimate(statistics(components, points, parts).components(), components, none);

        double best = weightedLogLikelihood(estimate, points, parts);
        for (double step : new double[] {1e-4, 1e-3, 1e-2, 0.1}) {
            for (int direction = 0; direction < 20; direction++) {
                List<Component> other = Perturbation.of(family, estimate, step, new Random(direction));
                assertThat(weightedLogLikelihood(other, points, parts))
                        .as("step %s, direction %d", step, direction)
                        .isLessThan(step < 0.1 ? best + 1e-11 * Math.abs(best) : best);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void parametersMakeTheSameComponentAgain(int dimension) {
        Component component =
                Samples.components(family, 1, dimension, new Random(12)).get(0);
        Component again = family.component(byName(component.parameters()), dimension);

        assertThat(again.dimension()).isEqualTo(dimension);
        assertThat(again.parameters())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(component.parameters());
        assertThat(family.distance(component, again)).isCloseTo(0, within(1e-14));
    }

    @Test
    void theDensityIsThatOfTheDirectFormulaWhateverIsMissing() {
        int dimension = 5;
        Random random = new Random(13);
        List<Component> components = Samples.components(family, 3, dimension, random);
        Kernel kernel = family.compile(components);
        double[] densities = new double[components.size()];
        for (int pattern = 1; pattern < 1 << dimension; pattern++) {
            for (double[] x : points(components, 2, random)) {
                hide(x, pattern);
                kernel.logDensities(x, densities);
                for (int k = 0; k < components.size(); k++) {
                    double expected = DirectFormula.logDensity(family, components.get(k), x);
                    assertThat(densities[k])
                            .as("component %d at %s", k, Arrays.toString(x))
                            .isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theDensityAddsUpToOne(int dimension) {
        if (family.assignment() == Family.Assignment.HARD) {
            return; // Only a score.
        }
        Component component =
                Samples.components(family, 1, dimension, new Random(14)).get(0);
        assertThat(integral(component, x -> Math.exp(logDensity(component, x)))).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theDistanceIsThatOfBhattacharyya(int dimension) {
        if (family.assignment() == Family.Assignment.HARD) {
            return; // There is no density to integrate.
        }
        List<Component> two = Samples.components(family, 2, dimension, new Random(15));
        Component one = two.get(0);
        Component other = two.get(1);
        double overlap = integral(one, x -> Math.exp(0.5 * (logDensity(one, x) + logDensity(other, x))));
        assertThat(family.distance(one, other)).isCloseTo(-Math.log(overlap), within(1e-9));
    }

    @Test
    void theDistanceIsSymmetricAndZeroOnlyToItself() {
        List<Component> components = Samples.components(family, 4, 3, new Random(16));
        for (Component one : components) {
            for (Component other : components) {
                double distance = family.distance(one, other);
                assertThat(distance).isCloseTo(family.distance(other, one), within(1e-12));
                assertThat(distance == 0 || distance > 1e-3).isTrue();
                assertThat(distance < 1e-12).isEqualTo(one == other);
            }
        }
    }

    @Test
    void mergingCostsNothingOnlyForEqualsAndDoesNotDependOnTheirOrder() {
        List<Component> components = Samples.components(family, 4, 3, new Random(22));
        for (Component one : components) {
            for (Component other : components) {
                double cost = family.mergeCost(0.2, one, 0.3, other);
                assertThat(cost).isCloseTo(family.mergeCost(0.3, other, 0.2, one), within(1e-12));
                assertThat(cost < 1e-12).isEqualTo(one == other);
                assertThat(cost >= 0).isTrue();
                assertThat(family.mergeCost(0.4, one, 0.6, other)).isCloseTo(2 * cost, within(1e-12));
                assertThat(family.mergeCost(1, one, 0, other)).isCloseTo(0, within(1e-12));
            }
        }
    }

    @Test
    void aMergedComponentHasTheMomentsOfTheTwoTogether() {
        int dimension = 3;
        List<Component> two = Samples.components(family, 2, dimension, new Random(23));
        Component one = two.get(0);
        Component other = two.get(1);
        Component merged = family.merged(0.1, one, 0.3, other);
        double variances = 0;
        double expected = 0;
        for (int j = 0; j < dimension; j++) {
            double mean = 0.25 * one.mean(j) + 0.75 * other.mean(j);
            assertThat(merged.mean(j)).isCloseTo(mean, within(1e-12));
            variances += merged.variance(j);
            expected += 0.25 * (one.variance(j) + Math.pow(one.mean(j) - mean, 2))
                    + 0.75 * (other.variance(j) + Math.pow(other.mean(j) - mean, 2));
        }
        if (!family.support().isDiscrete() && family.assignment() == Family.Assignment.SOFT) {
            assertThat(variances).isCloseTo(expected, within(1e-11));
        }
        if (family.scatter() == ScatterLayout.FULL) {
            double covariance = 0.25 * covariance(one, 2, 0) + 0.75 * covariance(other, 2, 0);
            covariance += 0.25 * 0.75 * (one.mean(2) - other.mean(2)) * (one.mean(0) - other.mean(0));
            assertThat(covariance(merged, 2, 0)).isCloseTo(covariance, within(1e-12));
        }
        assertThat(family.merged(0, one, 1, other).mean(0)).isCloseTo(other.mean(0), within(1e-12));
    }

    private static double covariance(Component component, int row, int column) {
        return component.parameters().get(1).values()[row * component.dimension() + column];
    }

    @Test
    void mergingLosesAtMostItsCost() {
        Random random = new Random(24);
        List<Component> two = Samples.components(family, 2, 3, random);
        Component merged = family.merged(0.4, two.get(0), 0.6, two.get(1));
        Kernel kernel = family.compile(List.of(two.get(0), two.get(1), merged));
        boolean hard = family.assignment() == Family.Assignment.HARD;
        double[] densities = new double[3];
        double[] x = new double[3];
        int points = 50_000;
        double lost = 0;
        double own = 0;
        for (int i = 0; i < points; i++) {
            int from = i % 5 < 2 ? 0 : 1;
            two.get(from).sample(random, x);
            kernel.logDensities(x, densities);
            double one = densities[0] + (hard ? 0 : Math.log(0.4));
            double other = densities[1] + (hard ? 0 : Math.log(0.6));
            double peak = Math.max(one, other);
            double before = hard ? peak : peak + Math.log(Math.exp(one - peak) + Math.exp(other - peak));
            lost += (before - densities[2]) / points;
            own += (densities[from] - densities[2]) / points;
        }
        double cost = family.mergeCost(0.4, two.get(0), 0.6, two.get(1));
        assertThat(lost).isLessThan(cost + 0.03);
        assertThat(own).isCloseTo(cost, within(0.03 + 0.02 * cost));
    }

    @Test
    void whatIsSampledIsWhatIsEstimated() {
        int points = 200_000;
        Random random = new Random(17);
        Component component = Samples.components(family, 1, 3, random).get(0);
        List<double[]> sample = points(List.of(component), points, random);
        Moments moments = new Moments(family.scatter(), 3);
        sample.forEach(x -> moments.observe(x, 1));
        Component estimate = family.estimate(List.of(moments), null, Prior.of(Prior.Kind.NONE, sample, ones(points)))
                .get(0);

        // The expected distance is about an eighth of the number of parameters over the number of points.
        assertThat(family.distance(component, estimate)).isLessThan(1e-4);
        for (int j = 0; j < 3; j++) {
            double deviation = Math.sqrt(component.variance(j));
            assertThat(estimate.mean(j))
                    .isCloseTo(component.mean(j), within(5 * deviation / Math.sqrt(points) + 1e-12));
            assertThat(estimate.variance(j)).isCloseTo(component.variance(j), within(0.03 * component.variance(j)));
        }
    }

    @Test
    void partsMergedAreTheWholeAlsoWithMissingValues() {
        Random random = new Random(18);
        List<Component> components = Samples.components(family, 3, 4, random);
        List<double[]> points = points(components, 100, random);
        points.forEach(x -> hide(x, 1 + random.nextInt(15)));
        double[][] parts = parts(points.size(), 3, random);
        MixtureStatistics whole = statistics(components, points, parts);
        MixtureStatistics merged = statistics(components, points.subList(0, 37), parts);
        merged.merge(
                statistics(components, points.subList(37, points.size()), Arrays.copyOfRange(parts, 37, parts.length)));
        for (int k = 0; k < 3; k++) {
            Moments one = merged.component(k);
            Moments other = whole.component(k);
            assertThat(one.weight()).isCloseTo(other.weight(), within(1e-11));
            assertThat(one.featureWeights()).containsExactly(other.featureWeights(), within(1e-11));
            assertThat(one.mean()).containsExactly(other.mean(), within(1e-11));
            assertThat(one.scatter()).containsExactly(other.scatter(), within(1e-9));
        }
    }

    @Test
    void aDeadComponentKeepsWhatItWas() {
        Random random = new Random(19);
        List<Component> components = Samples.components(family, 2, 3, random);
        List<double[]> points = points(components, 50, random);
        double[][] parts = new double[points.size()][];
        Arrays.fill(parts, new double[] {1, 0});
        for (Prior.Kind kind : Prior.Kind.values()) {
            Component kept = family.estimate(
                            statistics(components, points, parts).components(),
                            components,
                            Prior.of(kind, points, ones(points.size())))
                    .get(1);
            for (int j = 0; j < 3; j++) {
                assertThat(kept.mean(j)).isEqualTo(components.get(1).mean(j));
            }
        }
    }

    @Test
    void thereAreAsManyFreeParametersAsAreWrittenDown() {
        int written = Samples.components(family, 1, 3, new Random(20)).get(0).parameters().stream()
                .mapToInt(parameter -> parameter.shape() == Parameter.Shape.MATRIX ? 6 : parameter.values().length)
                .sum();
        assertThat(family.parameters(1, 3)).isEqualTo(written);
        assertThat(family.parameters(4, 3)).isLessThanOrEqualTo(3 + 4 * written);
    }

    @Test
    void squaredDistancesFollowTheChiSquareDistribution() {
        Random random = new Random(21);
        List<Component> components = Samples.components(family, 2, 3, random);
        Kernel kernel = family.compile(components);
        double[] x = new double[3];
        components.get(1).sample(random, x);
        if (Double.isNaN(kernel.squaredDistance(x, 1))) {
            return; // The family has no such distance.
        }
        int beyond = 0;
        for (int i = 0; i < 20_000; i++) {
            components.get(1).sample(random, x);
            hide(x, 1 + i % 7);
            double tail =
                    ChiSquare.tail(kernel.squaredDistance(x, 1), Point.of(x).observed());
            beyond += tail < 0.1 ? 1 : 0;
        }
        assertThat(beyond).isBetween(1850, 2150);
    }

    private double logDensity(Component component, double[] x) {
        double[] density = new double[1];
        family.compile(List.of(component)).logDensities(x, density);
        return density[0];
    }

    private double weightedLogLikelihood(List<Component> components, List<double[]> points, double[][] parts) {
        Kernel kernel = family.compile(components);
        double[] densities = new double[components.size()];
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            kernel.logDensities(points.get(i), densities);
            for (int k = 0; k < densities.length; k++) {
                sum += parts[i][k] * densities[k];
            }
        }
        return sum;
    }

    private MixtureStatistics statistics(List<Component> components, List<double[]> points, double[][] parts) {
        MixtureStatistics statistics = new MixtureStatistics(
                family.scatter(), components.size(), components.get(0).dimension());
        Kernel kernel = family.compile(components);
        for (int i = 0; i < points.size(); i++) {
            kernel.observe(points.get(i), 1, parts[i], statistics);
        }
        return statistics;
    }

    /** The sum over all counts, or a fine sum over a grid of 20 standard deviations round a component. */
    private double integral(Component around, ToDoubleFunction<double[]> function) {
        int dimension = around.dimension();
        boolean discrete = family.support().isDiscrete();
        int steps = discrete ? family.support().trials() + 1 : 401;
        double sum = 0;
        for (int cell = 0; cell < Math.pow(steps, dimension); cell++) {
            double[] x = new double[dimension];
            double volume = 1;
            int rest = cell;
            for (int j = 0; j < dimension; j++) {
                double width = discrete ? 1 : 30 * Math.sqrt(around.variance(j)) / (steps - 1);
                x[j] = discrete ? rest % steps : around.mean(j) + (rest % steps - steps / 2) * width;
                volume *= width;
                rest /= steps;
            }
            sum += volume * function.applyAsDouble(x);
        }
        return sum;
    }

    private static List<double[]> points(List<Component> components, int each, Random random) {
        List<double[]> points = new ArrayList<>();
        for (Component component : components) {
            for (int i = 0; i < each; i++) {
                double[] x = new double[component.dimension()];
                component.sample(random, x);
                points.add(x);
            }
        }
        return points;
    }

    private static double[][] parts(int points, int components, Random random) {
        double[][] parts = new double[points][];
        for (int i = 0; i < points; i++) {
            double[] part = random.doubles(components, 0.05, 1).toArray();
            double total = Arrays.stream(part).sum();
            parts[i] = Arrays.stream(part).map(each -> each / total).toArray();
        }
        return parts;
    }

    private static void hide(double[] x, int observedBits) {
        for (int j = 0; j < x.length; j++) {
            if ((observedBits >> j & 1) == 0) {
                x[j] = Double.NaN;
            }
        }
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Map<String, Parameter> byName(List<Parameter> parameters) {
        return parameters.stream().collect(Collectors.toMap(Parameter::name, parameter -> parameter));
    }
}
