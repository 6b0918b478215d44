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
        double[] axis = farthest(points, mean);
        normalise(axis);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            axis = turned(axis, points, weights, mean);
            normalise(axis);
        }
        return axis;
    }

    private static double[] farthest(double[][] points, double[] mean) {
        double[] farthest = new double[mean.length];
        double longest = -1;
        for (double[] point : points) {
            double[] difference = difference(point, mean);
            double length = length(difference);
            if (length > longest) {
                longest = length;
                farthest = difference;
            }
        }
        return farthest;
    }

    private static double[] difference(double[] point, double[] mean) {
        double[] difference = new double[mean.length];
        for (int j = 0; j < mean.length; j++) {
            difference[j] = point[j] - mean[j];
        }
        return difference;
    }

    /** The scatter of the points times a direction. */
    private static double[] turned(double[] axis, double[][] points, double[] weights, double[] mean) {
        double[] next = new double[axis.length];
        for (int i = 0; i < points.length; i++) {
            addDifference(weights[i] * projection(points[i], mean, axis), points[i], mean, next);
        }
        return next;
    }

    private static void addDifference(double part, double[] point, double[] mean, double[] into) {
        for (int j = 0; j < into.length; j++) {
            into[j] += part * (point[j] - mean[j]);
        }
    }

    private static double projection(double[] point, double[] mean, double[] axis) {
        double sum = 0;
        for (int j = 0; j < axis.length; j++) {
            sum += (point[j] - mean[j]) * axis[j];
        }
        return sum;
    }

    private static double length(double[] vector) {
        double largest = 0;
        for (double x : vector) {
            largest = Math.max(largest, Math.abs(x));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (double x : vector) {
            sum += x / largest * (x / largest);
        }
        return largest * Math.sqrt(sum);
    }

    private static void normalise(double[] vector) {
        double length = length(vector);
        for (int j = 0; j < vector.length && length > 0; j++) {
            vector[j] /= length;
        }
    }
}
