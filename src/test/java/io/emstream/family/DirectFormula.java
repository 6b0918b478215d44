package io.emstream.family;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Log-densities straight from the textbook and from a component's written parameters, in the slowest way. */
final class DirectFormula {
    private DirectFormula() {}

    /** The log-density of the observed features: the missing ones are struck out of the parameters first. */
    static double logDensity(Family family, Component component, double[] x) {
        Map<String, double[]> parameters =
                component.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::values));
        int[] observed =
                IntStream.range(0, x.length).filter(j -> !Double.isNaN(x[j])).toArray();
        if (parameters.containsKey("probabilities")) {
            int trials = family.support().trials();
            return Arrays.stream(observed)
                    .mapToDouble(j -> binomial(trials, (int) x[j], parameters.get("probabilities")[j]))
                    .sum();
        }
        double[] mean = Objects.requireNonNull(parameters.get("mean"));
        double[] difference =
                Arrays.stream(observed).mapToDouble(j -> x[j] - mean[j]).toArray();
        if (parameters.size() == 1) {
            return -0.5 * Arrays.stream(difference).map(each -> each * each).sum();
        }
        return gaussian(difference, covariance(parameters, observed, x.length));
    }

    private static double gaussian(double[] difference, double[][] covariance) {
        double[] solved = difference.clone();
        double determinant = eliminate(covariance, solved);
        double squared = 0;
        for (int i = 0; i < difference.length; i++) {
            squared += difference[i] * solved[i];
        }
        return -0.5 * squared - Math.log(Math.sqrt(Math.pow(2 * Math.PI, difference.length) * determinant));
    }

    /** Gauss and Jordan: the right-hand side becomes the solution, and the determinant is returned. */
    static double eliminate(double[][] matrix, double[] rightHandSide) {
        int size = matrix.length;
        double determinant = 1;
        for (int pivot = 0; pivot < size; pivot++) {
            determinant *= matrix[pivot][pivot];
            for (int row = 0; row < size; row++) {
                double factor = row == pivot ? 0 : matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = 0; column < size; column++) {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
                rightHandSide[row] -= factor * rightHandSide[pivot];
            }
        }
        for (int row = 0; row < size; row++) {
            rightHandSide[row] /= matrix[row][row];
        }
        return determinant;
    }

    private static double[][] covariance(Map<String, double[]> parameters, int[] observed, int dimension) {
        double[][] covariance = new double[observed.length][observed.length];
        for (int i = 0; i < observed.length; i++) {
            for (int j = 0; j < observed.length; j++) {
                double[] full = parameters.get("covariance");
                double[] variances = parameters.get("variances");
                if (full != null) {
                    covariance[i][j] = full[observed[i] * dimension + observed[j]];
                } else if (i == j) {
                    covariance[i][j] = variances != null
                            ? variances[observed[i]]
                            : Objects.requireNonNull(parameters.get("variance"))[0];
                }
            }
        }
        return covariance;
    }

    private static double binomial(int trials, int successes, double p) {
        double ways = 1;
        for (int i = 1; i <= successes; i++) {
            ways = ways * (trials - successes + i) / i;
        }
        return Math.log(ways * Math.pow(p, successes) * Math.pow(1 - p, trials - successes));
    }
}
