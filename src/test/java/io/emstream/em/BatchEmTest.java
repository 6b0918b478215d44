package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchEmTest {
    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void withoutAPriorTheLikelihoodNeverFalls(Family family) {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<Point> complete = Samples.draw(Samples.mixture(family, 3, 4, random), 400, random);
            for (double missing : new double[] {0, 0.3}) {
                List<Point> sample = Samples.withMissing(complete, missing, random);
                Prior none = Prior.of(Prior.Kind.NONE, sample);
                List<Point> learnable =
                        sample.stream().filter(Point::isLearnable).toList();
                for (Seeding.Start start : Seeding.Start.of(family)) {
                    Mixture mixture = new Seeding(learnable, family, 3, none).mixture(start, random);
                    List<Double> trace =
                            BatchEm.iterate(mixture, sample, none, 60, 0).trace();
                    for (int i = 1; i < trace.size(); i++) {
                        assertThat(trace.get(i))
                                .as("iteration %d from %s, seed %d, %s missing", i, start, seed, missing)
                                .isGreaterThanOrEqualTo(trace.get(i - 1) - 1e-12 * Math.abs(trace.get(i - 1)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void theTruthIsFoundAgain(Family family) {
        Random random = new Random(61);
        Mixture truth = Samples.mixture(family, 2, 8, random);
        List<Point> sample = Samples.draw(truth, 3000, random);
        Fit fit = BatchEm.initialise(sample, family, 2, Prior.of(Prior.Kind.MAP, sample), random);
        List<Point> fresh = Samples.draw(truth, 20_000, random);
        assertThat(Samples.meanLogLikelihood(fit.mixture(), fresh))
                .isGreaterThan(Samples.meanLogLikelihood(truth, fresh) - 0.03);
        assertThat(fit.converged()).isTrue();
        assertThat(fit.mixture().clusters()).containsExactly(1, 2);
        assertThat(fit.meanLogLikelihood())
                .isEqualTo(fit.trace().get(fit.iterations()))
                .isEqualTo(Samples.meanLogLikelihood(fit.mixture(), sample));
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void theSameSeedGivesTheSameFit(Family family) {
        Random random = new Random(62);
        List<Point> sample = Samples.draw(Samples.mixture(family, 3, 5, random), 300, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit one = BatchEm.initialise(sample, family, 3, prior, new Random(1));
        Fit other = BatchEm.initialise(sample, family, 3, prior, new Random(1));
        assertThat(one.trace()).isEqualTo(other.trace());
        assertThat(one.mixture().component(1).parameters())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(other.mixture().component(1).parameters());
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void aWeightOfThreeFitsLikeThePointThreeTimes(Family family) {
        Random random = new Random(63);
        Mixture start = Samples.mixture(family, 3, 5, random);
        List<Point> weighted = new ArrayList<>();
        List<Point> repeated = new ArrayList<>();
        for (Point point : Samples.draw(start, 200, random)) {
            int times = 1 + random.nextInt(3);
            weighted.add(new Point(point.values(), times, Point.NO_TIMESTAMP));
            for (int i = 0; i < times; i++) {
                repeated.add(point);
            }
        }
        Fit one = BatchEm.iterate(start, weighted, Prior.of(Prior.Kind.MAP, weighted), 10, 0);
        Fit other = BatchEm.iterate(start, repeated, Prior.of(Prior.Kind.MAP, repeated), 10, 0);
        assertThat(one.meanLogLikelihood()).isCloseTo(other.meanLogLikelihood(), within(1e-10));
    }

    /** Multiplying the data by c takes log c per feature from the log-density, and changes nothing else. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 1e4, 1e8})
    void unitsDoNotMatter(double scale) {
        Random random = new Random(64);
        List<Point> sample = Samples.draw(Samples.mixture(new FullGaussian(), 3, 4, random), 600, random);
        List<Point> scaled = sample.stream()
                .map(point -> Point.of(
                        Arrays.stream(point.values()).map(x -> scale * x).toArray()))
                .toList();
        for (Prior.Kind kind : Prior.Kind.values()) {
            Fit one = BatchEm.initialise(sample, new FullGaussian(), 3, Prior.of(kind, sample), new Random(1));
            Fit other = BatchEm.initialise(scaled, new FullGaussian(), 3, Prior.of(kind, scaled), new Random(1));
            assertThat(other.meanLogLikelihood() + 4 * Math.log(scale))
                    .isCloseTo(one.meanLogLikelihood(), within(1e-6));
        }
    }

    @Test
    void thereMustBeSomethingToLearnFrom() {
        List<Point> sample = List.of(Point.of(Double.NaN), new Point(new double[] {1}, 0, Point.NO_TIMESTAMP));
        assertThatThrownBy(() -> BatchEm.initialise(
                        sample, new FullGaussian(), 2, Prior.of(Prior.Kind.MAP, sample), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none of 2 points has a weight and an observed value to learn from");
    }
}
