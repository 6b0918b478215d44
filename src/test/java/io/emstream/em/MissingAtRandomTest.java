package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.family.Bernoulli;
import io.emstream.family.Component;
import io.emstream.family.DiagonalGaussian;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fits to samples of which 30 % of the values are missing completely at random. */
class MissingAtRandomTest {
    private static final int DIMENSION = 6;

    /** Filling in means costs .65, and complete data .016. */
    @Test
    void fullCovariancesLoseLittle() {
        for (int seed = 0; seed < 10; seed++) {
            assertThat(gap(new FullGaussian(), stream(), seed))
                    .as("seed %d", seed)
                    .isLessThan(0.045);
        }
    }

    @Test
    void independentFeaturesLoseLittle() {
        Mixture truth = Samples.mixture(new DiagonalGaussian(), 3, DIMENSION, new Random(91));
        assertThat(gap(new DiagonalGaussian(), truth, 1)).isLessThan(0.02);
    }

    /** Reading what is missing as a no costs 1.6 nats in 64 features. */
    @Test
    void yesOrNoFeaturesLoseLittle() {
        Mixture truth = Samples.mixture(new Bernoulli(), 3, 12, new Random(92));
        assertThat(gap(new Bernoulli(), truth, 1)).isLessThan(0.03);
    }

    private static double gap(Family family, Mixture truth, int seed) {
        Random random = new Random(seed);
        List<Point> sample = Samples.withMissing(Samples.draw(truth, 3000, random), 0.3, random);
        Fit fit = BatchEm.initialise(sample, family, truth.size(), Prior.of(Prior.Kind.MAP, sample), random);
        List<Point> fresh = Samples.draw(truth, 20_000, random);
        return Samples.meanLogLikelihood(truth, fresh) - Samples.meanLogLikelihood(fit.mixture(), fresh);
    }

    /** Means on the rows of a Hadamard matrix, correlations .6, .3 and −.5 to the power of |i − j|. */
    private static Mixture stream() {
        double[] correlations = {0.6, 0.3, -0.5};
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            double[] mean = new double[DIMENSION];
            double[] covariance = new double[DIMENSION * DIMENSION];
            for (int i = 0; i < DIMENSION; i++) {
                mean[i] = Integer.bitCount(i & (k + 1)) % 2 == 0 ? 1.6 : -1.6;
                for (int j = 0; j < DIMENSION; j++) {
                    covariance[i * DIMENSION + j] = Math.pow(correlations[k], Math.abs(i - j));
                }
            }
            components.add(new FullGaussian()
                    .component(
                            Map.of(
                                    "mean", Parameter.vector("mean", mean),
                                    "covariance", Parameter.matrix("covariance", covariance)),
                            DIMENSION));
        }
        return new Mixture(new FullGaussian(), new double[] {0.2, 0.3, 0.5}, components, new long[] {1, 2, 3});
    }
}
