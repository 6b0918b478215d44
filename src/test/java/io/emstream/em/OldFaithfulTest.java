package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Csv;
import io.emstream.family.Families;
import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Maximum likelihood on Old Faithful, two components: what mclust 6.0 and scikit-learn agree on. The data are R's
 * {@code datasets::faithful}.
 */
class OldFaithfulTest {
    private static final List<Point> POINTS = Csv.points("/faithful/faithful.csv");
    private static final Prior NONE = Prior.of(Prior.Kind.NONE, POINTS);

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, -1130.263960",
        "gaussian-tied, -1140.186759",
        "gaussian-diag, -1147.806353",
        "gaussian-spherical, -1709.529282"
    })
    void theTotalLogLikelihoodIsThatOfOtherPrograms(String family, double expected) {
        for (int seed = 1; seed <= 5; seed++) {
            Fit fit = BatchEm.fit(POINTS, Families.parse(family), 2, NONE, Schedule.THOROUGH, new Random(seed));
            assertThat(fit.converged()).isTrue();
            assertThat(fit.statistics().logLikelihood()).as("seed %d", seed).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void theParametersAreThoseOfOtherPrograms() {
        Mixture mixture = BatchEm.fit(POINTS, new FullGaussian(), 2, NONE, Schedule.THOROUGH, new Random(1))
                .mixture();
        int longer = mixture.component(0).mean(0) > 3 ? 0 : 1;
        assertComponent(mixture, longer, 0.644127, new double[] {4.28966, 79.96812}, new double[] {
            0.169968, 0.940609, 0.940609, 36.046210
        });
        assertComponent(mixture, 1 - longer, 0.355873, new double[] {2.03639, 54.47852}, new double[] {
            0.069168, 0.435168, 0.435168, 33.697282
        });
    }

    private static void assertComponent(Mixture mixture, int k, double weight, double[] mean, double[] covariance) {
        assertThat(mixture.weight(k)).isCloseTo(weight, within(1e-6));
        var parameters = mixture.component(k).parameters();
        assertThat(parameters.get(0).values()).containsExactly(mean, within(6e-6));
        assertThat(parameters.get(1).values()).containsExactly(covariance, within(5e-5));
    }
}
