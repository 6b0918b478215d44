package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.statistics.MixtureStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics that are made of parameters lead back to them. */
class ImpliedStatisticsTest {
    private static final double POINTS = 2000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gaussian-full",
                "gaussian-tied",
                "gaussian-diag",
                "gaussian-spherical",
                "bernoulli",
                "binomial:10",
                "kmeans"
            })
    void withoutAPriorTheNextMaximumIsTheSameMixture(String family) {
        for (int seed = 1; seed <= 20; seed++) {
            Mixture mixture = mixture(family, seed);
            Mixture after = maximised(mixture, Prior.Kind.NONE);
            for (int k = 0; k < mixture.size(); k++) {
                if (mixture.family().assignment() == Family.Assignment.SOFT) {
                    assertThat(after.weight(k)).as("seed %d", seed).isCloseTo(mixture.weight(k), within(1e-9));
                }
                assertSame(mixture, after, k, seed);
            }
        }
    }

    private static void assertSame(Mixture mixture, Mixture after, int k, int seed) {
        List<Parameter> before = mixture.component(k).parameters();
        for (int p = 0; p < before.size(); p++) {
            double[] values = after.component(k).parameters().get(p).values();
            for (int i = 0; i < values.length; i++) {
                double expected = before.get(p).values()[i];
                assertThat(values[i])
                        .as(
                                "seed %d, component %d, %s %d",
                                seed, k, before.get(p).name(), i)
                        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** σ² = (N σ₀² + ν₀ Ψ) / (N + ν₀) + ε g lies no further from σ₀² than ν₀ pseudo-counts and the ridge can move it. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian-full", "gaussian-diag"})
    void aPriorShrinksVariancesOnceAndLeavesTheMeans(String family) {
        Mixture mixture = mixture(family, 3);
        Mixture after = maximised(mixture, Prior.Kind.MAP);
        Prior prior = ImpliedStatistics.prior(Prior.Kind.MAP, mixture);
        double pseudoCounts = mixture.dimension() + 2;
        for (int k = 0; k < mixture.size(); k++) {
            double count = POINTS * mixture.weight(k);
            for (int j = 0; j < mixture.dimension(); j++) {
                double pooled = 0;
                for (int i = 0; i < mixture.size(); i++) {
                    pooled += mixture.weight(i) * mixture.component(i).variance(j);
                }
                double shrunk =
                        (count * mixture.component(k).variance(j) + pseudoCounts * pooled) / (count + pseudoCounts)
                                + 1e-6 * prior.variance()[j];
                assertThat(after.component(k).variance(j)).isCloseTo(shrunk, within(1e-9));
                assertThat(after.component(k).mean(j))
                        .isCloseTo(mixture.component(k).mean(j), within(1e-9));
            }
        }
    }

    @Test
    void theNoiseHasItsShareOfThePoints() {
        Mixture plain = mixture("gaussian-full", 5);
        Mixture mixture = plain.withNoise(ImpliedStatistics.noise(plain, 0.02));
        MixtureStatistics statistics = ImpliedStatistics.of(mixture, POINTS);
        assertThat(statistics.noise()).isCloseTo(40, within(1e-9));
        assertThat(statistics.weight()).isEqualTo(POINTS);
        Noise noise = Objects.requireNonNull(maximised(mixture, Prior.Kind.NONE).noise());
        assertThat(noise.weight()).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void theBackgroundIsThatOfAVeryLargeSample() {
        Mixture mixture = mixture("gaussian-full", 8);
        Prior drawn = Prior.of(Prior.Kind.MAP, Samples.draw(mixture, 200_000, new Random(1)));
        Prior implied = ImpliedStatistics.prior(Prior.Kind.MAP, mixture);
        for (int j = 0; j < mixture.dimension(); j++) {
            assertThat(implied.mean()[j]).isCloseTo(drawn.mean()[j], within(0.03));
            assertThat(implied.variance()[j]).isCloseTo(drawn.variance()[j], within(0.02 * drawn.variance()[j]));
        }
    }

    private static Mixture mixture(String family, int seed) {
        return Samples.mixture(Families.parse(family), 3, 4, new Random(seed));
    }

    private static Mixture maximised(Mixture mixture, Prior.Kind kind) {
        return Maximization.nextMixture(
                mixture, ImpliedStatistics.of(mixture, POINTS), ImpliedStatistics.prior(kind, mixture));
    }
}
