package io.emstream.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a full Gaussian makes of the values it does not see. */
class MissingValuesTest {
    private static final int DIMENSION = 4;

    @Test
    void aMissingValueIsFilledInByItsConditionalMeanAndSpread() {
        Random random = new Random(31);
        Component component =
                Samples.components(new FullGaussian(), 1, DIMENSION, random).get(0);
        Kernel kernel = new FullGaussian().compile(List.of(component));
        double[] covariance = component.parameters().get(1).values();
        for (int pattern = 1; pattern < (1 << DIMENSION) - 1; pattern++) {
            double[] x = new double[DIMENSION];
            component.sample(random, x);
            for (int j = 0; j < DIMENSION; j++) {
                x[j] = (pattern >> j & 1) == 0 ? Double.NaN : x[j];
            }
            MixtureStatistics statistics = new MixtureStatistics(ScatterLayout.FULL, 1, DIMENSION);
            kernel.observe(x, 0.5, new double[] {0.5}, statistics);
            Moments moments = statistics.component(0);

            assertThat(moments.weight()).isEqualTo(0.25);
            for (int i = 0; i < DIMENSION; i++) {
                double mean = Double.isNaN(x[i]) ? conditionalMean(i, x, component, covariance) : x[i];
                assertThat(moments.mean(i)).isCloseTo(mean, within(1e-11));
                for (int j = 0; j <= i; j++) {
                    boolean spread = Double.isNaN(x[i]) && Double.isNaN(x[j]);
                    double expected = spread ? 0.25 * conditionalCovariance(i, j, x, covariance) : 0;
                    assertThat(moments.scatter(i, j)).isCloseTo(expected, within(1e-11));
                }
            }
        }
    }

    @Test
    void morePatternsThanAreRememberedGiveTheSameAnswers() {
        int dimension = 10;
        Random random = new Random(32);
        List<Component> components = Samples.components(new FullGaussian(), 2, dimension, random);
        Kernel kernel = new FullGaussian().compile(components);
        double[] densities = new double[2];
        double[] again = new double[2];
        for (int round = 0; round < 3; round++) {
            for (int pattern = 1; pattern < 1 << dimension; pattern += 2) {
                double[] x = new double[dimension];
                Arrays.setAll(x, j -> j - 4);
                for (int j = 0; j < dimension; j++) {
                    x[j] = (pattern >> j & 1) == 0 ? Double.NaN : x[j];
                }
                kernel.logDensities(x, densities);
                new FullGaussian().compile(components).logDensities(x, again);
                assertThat(densities).containsExactly(again);
            }
        }
    }

    /** μ_m + Σ_mo Σ_oo⁻¹ (x_o − μ_o). */
    private static double conditionalMean(int missing, double[] x, Component component, double[] covariance) {
        int[] observed = observed(x);
        double[] solved = Arrays.stream(observed)
                .mapToDouble(j -> x[j] - component.mean(j))
                .toArray();
        DirectFormula.eliminate(submatrix(observed, covariance), solved);
        double mean = component.mean(missing);
        for (int j = 0; j < observed.length; j++) {
            mean += covariance[missing * DIMENSION + observed[j]] * solved[j];
        }
        return mean;
    }

    /** Σ_mm − Σ_mo Σ_oo⁻¹ Σ_om. */
    private static double conditionalCovariance(int row, int column, double[] x, double[] covariance) {
        int[] observed = observed(x);
        double[] solved = Arrays.stream(observed)
                .mapToDouble(j -> covariance[column * DIMENSION + j])
                .toArray();
        DirectFormula.eliminate(submatrix(observed, covariance), solved);
        double conditional = covariance[row * DIMENSION + column];
        for (int j = 0; j < observed.length; j++) {
            conditional -= covariance[row * DIMENSION + observed[j]] * solved[j];
        }
        return conditional;
    }

    private static int[] observed(double[] x) {
        return IntStream.range(0, x.length).filter(j -> !Double.isNaN(x[j])).toArray();
    }

    private static double[][] submatrix(int[] features, double[] covariance) {
        return Arrays.stream(features)
                .mapToObj(i -> Arrays.stream(features)
                        .mapToDouble(j -> covariance[i * DIMENSION + j])
                        .toArray())
                .toArray(double[][]::new);
    }
}
