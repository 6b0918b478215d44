package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {
    /** From {@code scipy.stats.chi2.sf} of SciPy 1.10.1. */
    @ParameterizedTest
    @CsvSource({
        "3.84, 1, 0.05004352124870519",
        "18.3, 10, 0.050109061411462506",
        "6.63, 1, 0.010027526446317957",
        "93.2, 64, 0.010031047375563592",
        "0.5, 3, 0.9188914116546758",
        "400, 5, 2.9666446590828377e-84",
        "0, 3, 1"
    })
    void theTailIsThatOfAnotherProgram(double squaredDistance, int degreesOfFreedom, double expected) {
        assertThat(ChiSquare.tail(squaredDistance, degreesOfFreedom)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void withTwoDegreesItIsAnExponential() {
        for (double squared = 0; squared < 100; squared += 0.37) {
            assertThat(ChiSquare.tail(squared, 2)).isCloseTo(Math.exp(-squared / 2), within(1e-14));
        }
    }

    @Test
    void finiteSumsAreTheIncompleteGammaFunction() {
        for (int degrees = 1; degrees <= 70; degrees++) {
            for (double squared = 0; squared < 1500; squared = 1.3 * squared + 0.01) {
                double expected = RegularizedGamma.Q.value(0.5 * degrees, 0.5 * squared);
                assertThat(ChiSquare.tail(squared, degrees))
                        .as("%s degrees, %s", degrees, squared)
                        .isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    @Test
    void ofNothingObservedNothingIsUnusual() {
        assertThat(ChiSquare.tail(0, 0)).isEqualTo(1);
        assertThat(ChiSquare.tail(Double.NaN, 3)).isNaN();
    }
}
