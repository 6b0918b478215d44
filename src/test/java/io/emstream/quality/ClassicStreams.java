package io.emstream.quality;

import io.emstream.learn.TrueMixture;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Fourteen streams of 20 000 points with known figures: seven stationary ones, and seven based on four clusters on a circle,
 * most of which drift. A name is followed by a seed: {@code well-3}.
 */
final class ClassicStreams {
    /** The stationary ones. */
    static final List<String> STATIONARY = List.of("well", "overlap", "unequal", "aniso", "aniso45", "grid25", "highd");
    /** Those on the circle. */
    static final List<String> DRIFTING =
            List.of("abrupt", "newcluster", "vanish", "gradual", "recurring", "jump", "stationary");

    private static final int SIZE = 20_000;
    private static final int HALF = SIZE / 2;
    private static final double HOME = Math.PI / 4;

    private ClassicStreams() {}

    /** Whether there is a stream of this name. */
    static boolean has(String name) {
        String kind = name.replaceAll("-\\d+$", "");
        return STATIONARY.contains(kind) || DRIFTING.contains(kind);
    }

    /** The stream of a name and seed. */
    static QualityStream named(String name) {
        int dash = name.lastIndexOf('-');
        return of(name.substring(0, dash), Long.parseLong(name.substring(dash + 1)));
    }

    /** A stream by kind and seed. */
    static QualityStream of(String kind, long seed) {
        TrueMixture ring = TrueMixture.ring(HOME);
        TrueMixture turned = TrueMixture.ring(Math.PI / 2);
        return switch (kind) {
            case "abrupt" -> drifting(kind, seed, 4, HALF, atHalf(ring, turned));
            case "newcluster" -> drifting(kind, seed, 5, HALF, atHalf(star(0), star(0.2)));
            case "vanish" -> drifting(kind, seed, 4, HALF, atHalf(ring, withoutTheLast()));
            case "jump" -> drifting(kind, seed, 4, HALF, atHalf(ring, away()));
            case "gradual" ->
                drifting(
                        kind,
                        seed,
                        4,
                        SIZE / 4,
                        i -> TrueMixture.ring(HOME + 1.5 * Math.PI * Math.max(0, i / (double) SIZE - 0.25)));
            case "recurring" -> drifting(kind, seed, 4, 5000, i -> i / 5000 % 2 == 0 ? ring : turned);
            case "stationary" -> drifting(kind, seed, 4, 0, i -> ring);
            default -> {
                TrueMixture truth = TrueMixture.named(kind);
                yield drifting(kind, seed, truth.clusters(), 0, i -> truth);
            }
        };
    }

    private static QualityStream drifting(
            String kind, long seed, int clusters, int change, IntFunction<TrueMixture> truths) {
        return new QualityStream(kind + "-" + seed, seed, clusters, SIZE, change, truths);
    }

    private static IntFunction<TrueMixture> atHalf(TrueMixture before, TrueMixture after) {
        return i -> i < HALF ? before : after;
    }

    /** The circle with a fifth cluster in its middle. */
    private static TrueMixture star(double middle) {
        double each = (1 - middle) / 4;
        double[][] means = new double[5][];
        TrueMixture ring = TrueMixture.ring(HOME);
        for (int k = 0; k < 4; k++) {
            means[k] = ring.mean(k);
        }
        means[4] = new double[2];
        return round(new double[] {each, each, each, each, middle}, means);
    }

    private static TrueMixture withoutTheLast() {
        TrueMixture ring = TrueMixture.ring(HOME);
        double third = 1.0 / 3;
        return round(
                new double[] {third, third, third, 0},
                new double[][] {ring.mean(0), ring.mean(1), ring.mean(2), ring.mean(3)});
    }

    private static TrueMixture away() {
        return round(new double[] {.1, .2, .3, .4}, new double[][] {{12, 12}, {16, 12}, {12, 16}, {16, 17}});
    }

    private static TrueMixture round(double[] weights, double[][] means) {
        double[][][] covariances = new double[weights.length][][];
        for (int k = 0; k < weights.length; k++) {
            covariances[k] = new double[][] {{1, 0}, {0, 1}};
        }
        return new TrueMixture(weights, means, covariances);
    }
}
