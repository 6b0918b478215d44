package io.emstream.family;

import io.emstream.statistics.ScatterLayout;
import java.util.Map;

/** Reads the parameters of a component at the border: what is wrong is said by name, value and limit. */
final class Parameters {
    private static final double ASYMMETRY = 1e-9;

    private Parameters() {}

    static double[] mean(Map<String, Parameter> parameters, int dimension) {
        return vector(parameters, "mean", dimension);
    }

    static double scalar(Map<String, Parameter> parameters, String name) {
        return values(parameters, name, Parameter.Shape.SCALAR, 1)[0];
    }

    static double[] vector(Map<String, Parameter> parameters, String name, int dimension) {
        return values(parameters, name, Parameter.Shape.VECTOR, dimension);
    }

    /** The parameter {@code covariance}: symmetric but for rounding, and positive definite. */
    static Covariance covariance(Map<String, Parameter> parameters, int dimension) {
        double[] rows = values(parameters, "covariance", Parameter.Shape.MATRIX, dimension * dimension);
        double[] packed = new double[ScatterLayout.FULL.length(dimension)];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                double below = rows[i * dimension + j];
                double above = rows[j * dimension + i];
                if (Math.abs(below - above) > ASYMMETRY * (Math.abs(below) + Math.abs(above))) {
                    throw new IllegalArgumentException("covariance: element (" + (i + 1) + "," + (j + 1) + ") is "
                            + below + " and (" + (j + 1) + "," + (i + 1) + ") is " + above + ", must be symmetric");
                }
                packed[ScatterLayout.packed(i, j)] = below;
            }
        }
        return Covariance.of(dimension, packed)
                .orElseThrow(() -> new IllegalArgumentException("covariance: must be positive definite, and is not"));
    }

    static void requirePositive(String name, double[] values) {
        for (int j = 0; j < values.length; j++) {
            if (!(values[j] > 0)) {
                throw new IllegalArgumentException(
                        name + ": value " + (j + 1) + " is " + values[j] + ", must be above 0");
            }
        }
    }

    private static double[] values(Map<String, Parameter> parameters, String name, Parameter.Shape shape, int length) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(name + ": is missing; there are "
                    + parameters.keySet().stream().sorted().toList());
        }
        if (parameter.shape() != shape) {
            throw new IllegalArgumentException(
                    name + ": is a " + inWords(parameter.shape()) + ", must be a " + inWords(shape));
        }
        double[] values = parameter.values().clone();
        if (values.length != length) {
            throw new IllegalArgumentException(name + ": has " + values.length + " values, must have " + length);
        }
        for (int i = 0; i < length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        name + ": value " + (i + 1) + " is " + values[i] + ", must be finite");
            }
        }
        return values;
    }

    private static String inWords(Parameter.Shape shape) {
        return switch (shape) {
            case SCALAR -> "number";
            case VECTOR -> "list of numbers";
            case MATRIX -> "matrix";
        };
    }
}
