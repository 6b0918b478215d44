package io.emstream.em;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Hard labels for complete points: greedy k-means++ (Arthur &amp; Vassilvitskii 2007, §4) and a few of Lloyd's steps.
 *
 * <p>Its centres are distinct points as long as there are enough of them.
 */
final class KMeansStart {
    private final double[][] points;
    private final double[] weights;

    /**
     * Over these points.
     *
     * @param points complete
     * @param weights one per point, positive
     */
    KMeansStart(double[][] points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    /** The nearest centre of each point, after at most so many of Lloyd's steps. */
    int[] labels(int clusters, int steps, RandomGenerator random) {
        double[][] centres = centres(clusters, random);
        int[] labels = nearest(centres);
        for (int step = 0; step < steps; step++) {
            move(centres, labels);
            int[] next = nearest(centres);
            if (Arrays.equals(next, labels)) {
                break;
            }
            labels = next;
        }
        return labels;
    }

    /**
     * Points far from each other: each is drawn in proportion to weight and squared distance from those before it, the best
     * of 2 + ⌊ln K⌋ draws.
     */
    double[][] centres(int clusters, RandomGenerator random) {
        int trials = 2 + (int) Math.floor(Math.log(clusters));
        double[][] centres = new double[clusters][];
        centres[0] = points[draw(weights, random)].clone();
        double[] distances = new double[points.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        approach(distances, centres[0]);
        double[] odds = new double[points.length];
        double[] candidate = new double[points.length];
        double[] best = new double[points.length];
        for (int k = 1; k < clusters; k++) {
            for (int i = 0; i < odds.length; i++) {
                odds[i] = weights[i] * distances[i];
            }
            double least = Double.POSITIVE_INFINITY;
            for (int trial = 0; trial < trials; trial++) {
                double[] centre = points[draw(odds, random)];
                System.arraycopy(distances, 0, candidate, 0, distances.length);
                double potential = approach(candidate, centre);
                if (potential < least || trial == 0) {
                    least = potential;
                    centres[k] = centre.clone();
                    System.arraycopy(candidate, 0, best, 0, best.length);
                }
            }
            System.arraycopy(best, 0, distances, 0, distances.length);
        }
        return centres;
    }

    /** Lowers the squared distances to those from a new centre, and returns their weighted sum. */
    private double approach(double[] distances, double[] centre) {
        double potential = 0;
        for (int i = 0; i < points.length; i++) {
            double distance = squaredDistance(points[i], centre);
            if (distance < distances[i]) {
                distances[i] = distance;
            }
            potential += weights[i] * distances[i];
        }
        return potential;
    }

    /** Draws an index in proportion to the odds; any index if they are all zero. */
    private static int draw(double[] odds, RandomGenerator random) {
        double total = 0;
        for (double each : odds) {
            total += each;
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            return random.nextInt(odds.length);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < odds.length; i++) {
            if (odds[i] > 0) {
                last = i;
                left -= odds[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private int[] nearest(double[][] centres) {
        int[] labels = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            labels[i] = nearest(centres, points[i]);
        }
        return labels;
    }

    private static int nearest(double[][] centres, double[] point) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centres.length; k++) {
            double distance = squaredDistance(point, centres[k]);
            if (distance < least) {
                least = distance;
                nearest = k;
            }
        }
        return nearest;
    }

    /** Moves each centre to the mean of its points; one that has none stays. */
    private void move(double[][] centres, int[] labels) {
        double[] totals = new double[centres.length];
        for (int i = 0; i < points.length; i++) {
            double[] centre = centres[labels[i]];
            if (totals[labels[i]] == 0) {
                Arrays.fill(centre, 0);
            }
            totals[labels[i]] += weights[i];
            approach(centre, points[i], weights[i] / totals[labels[i]]);
        }
    }

    /** Goes a part of the way to a point. */
    private static void approach(double[] centre, double[] point, double part) {
        for (int j = 0; j < centre.length; j++) {
            centre[j] += part * (point[j] - centre[j]);
        }
    }

    static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            double difference = x[j] - y[j];
            sum += difference * difference;
        }
        return sum;
    }
}
