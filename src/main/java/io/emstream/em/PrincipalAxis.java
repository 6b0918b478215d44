package io.emstream.em;

import java.util.Arrays;

/** The direction in which a cloud of points is longest, by power iteration. */
final class PrincipalAxis {
    private static final int ITERATIONS = 20;

    private PrincipalAxis() {}

    /** Labels 0 and 1: on which side of its mean along that direction each point lies. */
    static int[] halves(double[][] points, double[] weights) {
        double[] mean = mean(points, weights);
        double[] axis = axis(points, weights, mean);
        return Arrays.stream(points)
                .mapToInt(point -> projection(point, mean, axis) > 0 ? 1 : 0)
                .toArray();
    }

    private static double[] mean(double[][] points, double[] weights) {
        double[] mean = new double[points[0].length];
        double total = 0;
        for (int i = 0; i < points.length; i++) {
            total += weights[i];
            for (int j = 0; j < mean.length; j++) {
                mean[j] += weights[i] / total * (points[i][j] - mean[j]);
            }
        }
        return mean;
    }

    /** Of length 1; the direction of the farthest point, turned towards the axis again and again. */
    private static double[] axis(double[][] points, double[] weights, double[] mean) {
        double[] axis = new double[mean.length];
        double farthest = -1;
        for (double[] point : points) {
            double[] difference = new double[axis.length];
            Arrays.setAll(difference, j -> point[j] - mean[j]);
            double length = length(difference);
            if (length > farthest) {
                farthest = length;
                axis = difference;
            }
        }
        normalise(axis);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[axis.length];
            for (int i = 0; i < points.length; i++) {
                double part = weights[i] * projection(points[i], mean, axis);
                for (int j = 0; j < next.length; j++) {
                    next[j] += part * (points[i][j] - mean[j]);
                }
            }
            normalise(next);
            axis = next;
        }
        return axis;
    }

    private static double projection(double[] point, double[] mean, double[] axis) {
        double sum = 0;
        for (int j = 0; j < axis.length; j++) {
            sum += (point[j] - mean[j]) * axis[j];
        }
        return sum;
    }

    private static double length(double[] vector) {
        double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            return 0;
        }
        return largest
                * Math.sqrt(Arrays.stream(vector)
                        .map(x -> x / largest * (x / largest))
                        .sum());
    }

    private static void normalise(double[] vector) {
        double length = length(vector);
        for (int j = 0; j < vector.length && length > 0; j++) {
            vector[j] /= length;
        }
    }
}
