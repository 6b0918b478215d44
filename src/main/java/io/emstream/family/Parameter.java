package io.emstream.family;

/**
 * A named parameter of a component: a number, one number per feature, or a square matrix.
 *
 * <p>A final class rather than a record, because it holds an array.
 */
public final class Parameter {
    /** What the values are. */
    public enum Shape {
        /** One number. */
        SCALAR,
        /** One number per feature. */
        VECTOR,
        /** Rows of a square matrix, one after the other. */
        MATRIX
    }

    private final String name;
    private final Shape shape;
    private final double[] values;

    private Parameter(String name, Shape shape, double[] values) {
        this.name = name;
        this.shape = shape;
        this.values = values;
    }

    /** One number. */
    public static Parameter scalar(String name, double value) {
        return new Parameter(name, Shape.SCALAR, new double[] {value});
    }

    /** One number per feature; the array is taken over. */
    public static Parameter vector(String name, double[] values) {
        return new Parameter(name, Shape.VECTOR, values);
    }

    /** A square matrix, its rows one after the other; the array is taken over. */
    public static Parameter matrix(String name, double[] rowByRow) {
        return new Parameter(name, Shape.MATRIX, rowByRow);
    }

    /** The name in model records: {@code mean}, {@code covariance}, … */
    public String name() {
        return name;
    }

    /** What the values are. */
    public Shape shape() {
        return shape;
    }

    /** The values themselves, not a copy. */
    public double[] values() {
        return values;
    }
}
