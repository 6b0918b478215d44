package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.family.FullGaussian;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitMergeTest {
    private static final SplitMerge.Effort EFFORT = new SplitMerge.Effort(20, 10);

    /** Points of four clear clusters, whose labels are their index modulo 4. */
    private static List<Point> four(Family family, int points, Random random) {
        double[][] places = {{1, 1, 0, 0, 1, 1}, {0, 0, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 0}};
        int trials = family.support().trials();
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double[] x = new double[6];
            for (int j = 0; j < x.length; j++) {
                double place = places[i % 4][j];
                x[j] = 6 * place + random.nextGaussian();
                if (trials > 0) {
                    x[j] = random.ints(trials, 0, 100)
                            .filter(percent -> percent < 8 + 84 * place)
                            .count();
                }
            }
            sample.add(Point.of(x));
        }
        return sample;
    }

    private static Fit fit(List<Point> sample, Family family, int clusters, IntUnaryOperator label, Prior prior) {
        int[] labels = new int[sample.size()];
        Arrays.setAll(labels, label);
        Mixture mixture = new Seeding(sample, family, clusters, prior).fromLabels(labels);
        return BatchEm.iterate(mixture, sample, prior, 100, 1e-7);
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void twoComponentsOnOneClusterAndOneAcrossTwoAreRepaired(Family family) {
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            for (double missing : new double[] {0, 0.15}) {
                List<Point> sample = Samples.withMissing(four(family, 800, random), missing, random);
                Prior prior = Prior.of(Prior.Kind.MAP, sample);
                Fit truth = fit(sample, family, 4, i -> i % 4, prior);
                // Clusters 1 and 2 share component 2; cluster 0 is divided between components 0 and 1.
                int[] component = {0, 2, 2, 3, 1, 2, 2, 3};
                Fit wrong = fit(sample, family, 4, i -> component[i % 8], prior);

                SplitMerge.Result repaired = SplitMerge.improve(wrong, sample, prior, EFFORT, random);
                assertThat(repaired.fit().meanLogLikelihood())
                        .as("seed %d, missing %s, from %s", seed, missing, wrong.meanLogLikelihood())
                        .isCloseTo(truth.meanLogLikelihood(), within(1e-3));
                if (wrong.meanLogLikelihood() < truth.meanLogLikelihood() - 0.1) {
                    assertThat(repaired.moves()).hasSize(1);
                    SplitMerge.Move move = repaired.moves().get(0);
                    assertThat(move.split()).isEqualTo(2);
                    double together =
                            wrong.statistics().component(move.merged()).weight()
                                    + wrong.statistics().component(move.freed()).weight();
                    assertThat(together / wrong.statistics().weight()).isCloseTo(0.25, within(0.03));
                }
                assertThat(repaired.fit().mixture().clusters()).containsExactly(1, 2, 3, 4);
            }
        }
    }

    @Test
    void indicesMeanWhatTheMoveSays() {
        List<Point> sample = four(new FullGaussian(), 800, new Random(5));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        // Component 3 has a quarter of cluster 0, component 1 the rest; component 0 is across clusters 1 and 2.
        Fit wrong = fit(sample, new FullGaussian(), 4, i -> i % 16 == 0 ? 3 : new int[] {1, 0, 0, 2}[i % 4], prior);
        boolean heavierIsFirst = wrong.mixture().weight(1) >= wrong.mixture().weight(3);
        SplitMerge.Result repaired = SplitMerge.improve(wrong, sample, prior, EFFORT, new Random(6));
        assertThat(repaired.moves())
                .containsExactly(new SplitMerge.Move(0, heavierIsFirst ? 1 : 3, heavierIsFirst ? 3 : 1));
        Mixture mixture = repaired.fit().mixture();
        int merged = heavierIsFirst ? 1 : 3;
        assertThat(mixture.component(merged).mean(0)).isCloseTo(6, within(0.5));
        assertThat(mixture.component(merged).mean(2)).isCloseTo(0, within(0.5));
        assertThat(mixture.component(0).mean(2)).isCloseTo(6, within(0.5));
        assertThat(mixture.component(4 - merged).mean(2)).isCloseTo(6, within(0.5));
    }

    @Test
    void aPairThatLiesAcrossTwoLongClustersIsTurned() {
        Random random = new Random(7);
        List<Point> sample = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sample.add(Point.of(8 * random.nextGaussian(), i % 2 + 0.2 * random.nextGaussian()));
        }
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit truth = fit(sample, new FullGaussian(), 2, i -> i % 2, prior);
        Fit wrong = fit(sample, new FullGaussian(), 2, i -> sample.get(i).values()[0] > 0 ? 1 : 0, prior);
        assertThat(wrong.meanLogLikelihood()).isLessThan(truth.meanLogLikelihood() - 0.1);
        SplitMerge.Result repaired = SplitMerge.improve(wrong, sample, prior, EFFORT, random);
        assertThat(repaired.fit().meanLogLikelihood()).isCloseTo(truth.meanLogLikelihood(), within(1e-3));
        SplitMerge.Move move = repaired.moves().get(0);
        assertThat(move.split()).isEqualTo(move.merged()).isNotEqualTo(move.freed());
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void atTheOptimumNothingIsMoved(Family family) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Point> sample = four(family, 600, random);
            Prior prior = Prior.of(Prior.Kind.MAP, sample);
            Fit truth = fit(sample, family, 4, i -> i % 4, prior);
            assertThat(SplitMerge.improve(truth, sample, prior, EFFORT, random).moves())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whereThereIsOneClusterNothingIsMovedForChance(int clusters) {
        for (int seed = 0; seed < 7; seed++) {
            Random random = new Random(seed);
            List<Point> sample = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sample.add(Point.of(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
            }
            Prior prior = Prior.of(Prior.Kind.MAP, sample);
            Fit fit = BatchEm.initialise(sample, new FullGaussian(), clusters, prior, random);
            SplitMerge.Result improved = SplitMerge.improve(fit, sample, prior, EFFORT, random);
            assertThat(improved.moves()).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.emstream.Samples#families")
    void theLikelihoodNeverFalls(Family family) {
        for (int clusters : new int[] {1, 2, 3, 6}) {
            Random random = new Random(clusters);
            List<Point> drawn =
                    Samples.withMissing(Samples.draw(Samples.mixture(family, 4, 4, random), 300, random), 0.2, random);
            List<Point> sample = new ArrayList<>(drawn.subList(0, 250));
            sample.addAll(Collections.nCopies(60, drawn.get(260)));
            drawn.subList(250, 300).forEach(point -> sample.add(new Point(point.values(), 3.5, Point.NO_TIMESTAMP)));
            for (Prior.Kind kind : Prior.Kind.values()) {
                Prior prior = Prior.of(kind, sample);
                List<Point> learnable =
                        sample.stream().filter(Point::isLearnable).toList();
                int[] labels = random.ints(learnable.size(), 0, clusters).toArray();
                Mixture start = new Seeding(learnable, family, clusters, prior).fromLabels(labels);
                Fit fit = BatchEm.iterate(start, learnable, prior, 100, 1e-6);
                SplitMerge.Result improved = SplitMerge.improve(fit, sample, prior, EFFORT, random);
                assertThat(improved.fit().meanLogLikelihood())
                        .as("%d clusters, %s", clusters, kind)
                        .isFinite()
                        .isGreaterThanOrEqualTo(fit.meanLogLikelihood());
                assertThat(improved.fit().mixture().size()).isEqualTo(clusters);
                if (improved.moves().isEmpty()) {
                    assertThat(improved.fit()).isSameAs(fit);
                }
                if (clusters == 1) {
                    assertThat(improved.moves()).isEmpty();
                } else if (clusters == 2) {
                    assertThat(improved.moves()).allMatch(move -> move.split() == move.merged());
                }
            }
        }
    }

    @Test
    void aDeadComponentIsGivenWork() {
        List<Point> sample = four(new FullGaussian(), 800, new Random(8));
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit truth = fit(sample, new FullGaussian(), 4, i -> i % 4, prior);
        // Component 3 begins with one point far from where it could win any.
        sample.add(Point.of(60, -60, 60, -60, 60, -60));
        Fit wrong = fit(sample, new FullGaussian(), 4, i -> i == 800 ? 3 : new int[] {0, 1, 1, 2}[i % 4], prior);
        SplitMerge.Result repaired = SplitMerge.improve(wrong, sample.subList(0, 800), prior, EFFORT, new Random(9));
        assertThat(repaired.fit().meanLogLikelihood()).isCloseTo(truth.meanLogLikelihood(), within(1e-3));
    }

    @Test
    void noiseIsLeftAlone() {
        Random random = new Random(10);
        List<Point> sample = four(new FullGaussian(), 800, random);
        for (int i = 0; i < 40; i++) {
            sample.add(Point.of(random.doubles(6, -60, 60).toArray()));
        }
        Prior prior = Prior.of(Prior.Kind.MAP, sample.subList(0, 800));
        int[] component = {0, 2, 2, 3, 1, 2, 2, 3};
        int[] labels = new int[800];
        Arrays.setAll(labels, i -> component[i % 8]);
        Mixture start = new Seeding(sample.subList(0, 800), new FullGaussian(), 4, prior)
                .fromLabels(labels)
                .withNoise(Noise.of(sample, 0.05));
        Fit wrong = BatchEm.iterate(start, sample, prior, 100, 1e-7);
        Mixture repaired =
                SplitMerge.improve(wrong, sample, prior, EFFORT, random).fit().mixture();
        assertThat(repaired.noise()).isNotNull();
        assertThat(1 - Arrays.stream(repaired.weights()).sum()).isCloseTo(40 / 840.0, within(0.003));
        assertThat(Arrays.stream(repaired.weights())).allMatch(weight -> Math.abs(weight - 200 / 840.0) < 0.003);
    }

    @Test
    void theSameSeedMakesTheSameMoves() {
        Random random = new Random(11);
        List<Point> sample = Samples.draw(Samples.mixture(new FullGaussian(), 6, 3, random), 600, random);
        Prior prior = Prior.of(Prior.Kind.MAP, sample);
        Fit fit = fit(sample, new FullGaussian(), 6, i -> i % 6, prior);
        SplitMerge.Result one = SplitMerge.improve(fit, sample, prior, EFFORT, new Random(1));
        SplitMerge.Result other = SplitMerge.improve(fit, sample, prior, EFFORT, new Random(1));
        assertThat(other.moves()).isEqualTo(one.moves());
        assertThat(other.fit().trace()).isEqualTo(one.fit().trace());
    }
}
