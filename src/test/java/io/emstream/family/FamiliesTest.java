package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliesTest {
    private static final Parameter MEAN = Parameter.vector("mean", new double[] {1, 2});

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void aFamilyIsFoundByItsName(Family family) {
        assertThat(Families.parse(family.name())).isEqualTo(family);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "Gaussian-Full", "", "binomial", "binomial:", "binomial:x", "binomial:-1"})
    void anUnknownNameIsAnsweredByTheKnownOnes(String name) {
        assertThatThrownBy(() -> Families.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no family " + name + "; there are gaussian-full, gaussian-tied, gaussian-diag, "
                        + "gaussian-spherical, bernoulli, binomial:N, kmeans");
    }

    @ParameterizedTest
    @ValueSource(strings = {"binomial:0", "binomial:1000001"})
    void aNumberOfTrialsOutOfRangeIsSaid(String name) {
        assertThatThrownBy(() -> Families.parse(name))
                .hasMessage(name + ": the number of trials must be from 1 to 1000000");
    }

    @Test
    void aBernoulliIsABinomialOfOneTrial() {
        Component one = new Bernoulli().component(byName(probabilities(0.2, 0.7)), 2);
        Component other = new Binomial(1).component(byName(probabilities(0.2, 0.7)), 2);
        assertThat(DirectFormula.logDensity(new Bernoulli(), one, new double[] {1, 0}))
                .isEqualTo(DirectFormula.logDensity(new Binomial(1), other, new double[] {1, 0}));
        assertThat(new Bernoulli().support()).isEqualTo(new Binomial(1).support());
    }

    @ParameterizedTest
    @CsvSource({
        // one count: identifiable if and only if n >= 2K - 1
        "bernoulli, 1, 1, false",
        "bernoulli, 2, 1, true",
        "binomial:2, 2, 1, true",
        "binomial:3, 2, 1, false",
        "binomial:4, 3, 1, true",
        "binomial:5, 3, 1, false",
        // fewer different points than parameters
        "bernoulli, 2, 2, true",
        "bernoulli, 2, 3, false",
        "bernoulli, 10, 64, false",
        // numbers match, and yet
        "bernoulli, 3, 4, true",
        "binomial:2, 3, 2, true",
        "gaussian-full, 50, 1, false",
        "kmeans, 2, 1, false"
    })
    void onlyWhatIsSurelyNotIdentifiableIsRefused(String family, int clusters, int dimension, boolean refused) {
        assertThat(Families.parse(family).refusal(clusters, dimension).isPresent())
                .isEqualTo(refused);
    }

    @Test
    void aRefusalSaysWhyAndWhatToDo() {
        assertThat(new Bernoulli().refusal(2, 1))
                .contains("2 clusters of 1 count of 0 to 1 are not identifiable: many different mixtures of bernoulli "
                        + "give the same probability to each of the 2 different points; use fewer clusters or more "
                        + "features");
    }

    @Test
    void parametersOutOfRangeAreNamed() {
        refused("gaussian-full", "covariance: is missing; there are [mean]", MEAN);
        refused("gaussian-full", "mean: is missing; there are [covariance]", covariance(1, 0, 0, 1));
        refused("gaussian-full", "mean: has 3 values, must have 2", Parameter.vector("mean", new double[3]));
        refused("gaussian-full", "mean: is a number, must be a list of numbers", Parameter.scalar("mean", 1));
        refused(
                "gaussian-full",
                "covariance: is a list of numbers, must be a matrix",
                MEAN,
                Parameter.vector("covariance", new double[4]));
        refused("gaussian-full", "covariance: must be positive definite, and is not", MEAN, covariance(1, 2, 2, 1));
        refused("gaussian-full", "covariance: must be positive definite, and is not", MEAN, covariance(1, 1, 1, 1));
        refused(
                "gaussian-tied",
                "covariance: element (2,1) is 0.5 and (1,2) is 0.4, must be symmetric",
                MEAN,
                covariance(1, 0.4, 0.5, 1));
        refused(
                "gaussian-tied",
                "covariance: value 2 is NaN, must be finite",
                MEAN,
                covariance(1, Double.NaN, Double.NaN, 1));
        refused(
                "gaussian-diag",
                "variances: value 2 is 0.0, must be above 0",
                MEAN,
                Parameter.vector("variances", new double[] {1, 0}));
        refused(
                "gaussian-spherical",
                "variance: value 1 is -1.0, must be above 0",
                MEAN,
                Parameter.scalar("variance", -1));
        refused("kmeans", "mean: value 1 is Infinity, must be finite", Parameter.vector("mean", new double[] {
            Double.POSITIVE_INFINITY, 0
        }));
        refused("bernoulli", "probabilities: value 1 is 0.0, must be between 0 and 1", probabilities(0, 0.5));
        refused("binomial:3", "probabilities: value 2 is 1.0, must be between 0 and 1", probabilities(0.5, 1));
    }

    private static void refused(String family, String message, Parameter... parameters) {
        assertThatThrownBy(() -> Families.parse(family).component(byName(parameters), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Parameter covariance(double... rowByRow) {
        return Parameter.matrix("covariance", rowByRow);
    }

    private static Parameter probabilities(double... values) {
        return Parameter.vector("probabilities", values);
    }

    private static Map<String, Parameter> byName(Parameter... parameters) {
        return Arrays.stream(parameters).collect(Collectors.toMap(Parameter::name, parameter -> parameter));
    }
}
