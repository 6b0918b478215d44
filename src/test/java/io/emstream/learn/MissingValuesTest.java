package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.em.Expectation;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A third of all values is missing, at random, and the truth is found nevertheless. */
class MissingValuesTest {
    private static final double MISSING = 0.3;

    private static List<Point> withHoles(List<Point> points, Random random) {
        List<Point> holed = new ArrayList<>();
        for (Point point : points) {
            double[] values = point.values().clone();
            for (int j = 0; j < values.length; j++) {
                if (random.nextDouble() < MISSING) {
                    values[j] = Double.NaN;
                }
            }
            holed.add(Point.of(values));
        }
        return holed;
    }

    private static OnePass learn(String family, int clusters, List<Point> points, int seed) {
        Settings settings = new Settings(family, clusters, points.get(0).dimension());
        settings.seed = seed;
        OnePass pass = new OnePass(settings.build()).feed(points).end();
        assertThat(pass.models()).allMatch(Learners::isFinite);
        return pass;
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, mcar, 0.03",
        "gaussian-tied, balls, 0.015",
        "gaussian-diag, balls, 0.015",
        "gaussian-spherical, balls, 0.015"
    })
    void gaussiansComeNearTheTruth(String family, String stream, double largestGap) {
        TrueMixture truth = TrueMixture.named(stream);
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            OnePass pass = learn(family, truth.clusters(), withHoles(truth.draw(6000, random), random), seed);
            List<Point> complete = truth.draw(10_000, random);
            assertThat(truth.meanLogLikelihood(complete) - pass.meanLogLikelihood(complete))
                    .as("gap with seed %d", seed)
                    .isLessThan(largestGap);
        }
    }

    @ParameterizedTest
    @CsvSource({"bernoulli, 24", "binomial:4, 8"})
    void countsComeNearTheTruth(String name, int dimension) {
        Family family = Families.parse(name);
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Mixture truth = counts(family, dimension);
            List<Point> drawn = draw(truth, 6000, random);
            OnePass pass = learn(name, 3, withHoles(drawn, random), seed);
            List<Point> complete = draw(truth, 10_000, random);
            assertThat(Expectation.statistics(truth, complete).meanLogLikelihood() - pass.meanLogLikelihood(complete))
                    .as("gap with seed %d", seed)
                    .isLessThan(0.03);
        }
    }

    private static Mixture counts(Family family, int dimension) {
        double[][] rates = new double[3][dimension];
        for (int j = 0; j < dimension; j++) {
            rates[0][j] = j % 2 == 0 ? 0.9 : 0.3;
            rates[1][j] = j < dimension / 2 ? 0.2 : 0.8;
            rates[2][j] = j % 3 == 0 ? 0.7 : 0.1;
        }
        return new Mixture(
                family,
                new double[] {0.2, 0.3, 0.5},
                Arrays.stream(rates)
                        .map(rate -> family.component(
                                Map.of("probabilities", Parameter.vector("probabilities", rate)), dimension))
                        .toList(),
                new long[] {1, 2, 3});
    }

    private static List<Point> draw(Mixture mixture, int number, Random random) {
        return IntStream.range(0, number)
                .mapToObj(i -> {
                    double[] into = new double[mixture.dimension()];
                    mixture.sample(random, into);
                    return Point.of(into);
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void kMeansFindsTheCentres(int seed) {
        TrueMixture truth = TrueMixture.named("balls");
        Random random = new Random(seed);
        OnePass pass = learn("kmeans", 3, withHoles(truth.draw(6000, random), random), seed);
        for (int k = 0; k < 3; k++) {
            double[] centre = truth.mean(k);
            double nearest = pass.model().mixture().components().stream()
                    .mapToDouble(component -> IntStream.range(0, centre.length)
                            .mapToDouble(j -> Math.abs(component.mean(j) - centre[j]))
                            .max()
                            .orElseThrow())
                    .min()
                    .orElseThrow();
            assertThat(nearest).isLessThan(0.25);
        }
    }
}
