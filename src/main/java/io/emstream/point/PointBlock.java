package io.emstream.point;

/**
 * Up to {@value #CAPACITY} complete points, feature by feature, so that what is done to one point is done to all in one loop.
 * Filled, worked on and filled again by one thread; the points themselves are not copied.
 */
public final class PointBlock {
    /** How many points a block takes: enough for long loops, few enough to stay in the cache. */
    public static final int CAPACITY = 256;

    private final double[][] points = new double[CAPACITY][];
    private final double[] weights = new double[CAPACITY];
    private final double[][] features;
    private int size;

    /** An empty block for points with so many features. */
    public PointBlock(int dimension) {
        this.features = new double[dimension][CAPACITY];
    }

    /**
     * Adds a point.
     *
     * @param values finite, one per feature, none missing; not copied, and not to be changed while the block is in use
     * @param weight how many times the point counts, 0 or more
     */
    public void add(double[] values, double weight) {
        points[size] = values;
        weights[size] = weight;
        for (int j = 0; j < features.length; j++) {
            features[j][size] = values[j];
        }
        size++;
    }

    /**
     * Adds a point unless it has a missing value.
     *
     * @param values one per feature, {@code NaN} where missing; otherwise as in {@link #add}
     * @return whether it was added
     */
    public boolean addIfComplete(double[] values, double weight) {
        points[size] = values;
        weights[size] = weight;
        boolean isComplete = true;
        for (int j = 0; j < features.length; j++) {
            features[j][size] = values[j];
            isComplete &= !Double.isNaN(values[j]);
        }
        size += isComplete ? 1 : 0;
        return isComplete;
    }

    /** Whether there is no room for another point. */
    public boolean isFull() {
        return size == CAPACITY;
    }

    /** How many points there are. */
    public int size() {
        return size;
    }

    /** The number of features. */
    public int dimension() {
        return features.length;
    }

    /** The values of point p; not a copy. */
    public double[] point(int p) {
        return points[p];
    }

    /** How many times point p counts. */
    public double weight(int p) {
        return weights[p];
    }

    /** The values of feature j, by point; not a copy, and meaningless from {@link #size} on. */
    public double[] feature(int j) {
        return features[j];
    }

    /** The weights of the points; not a copy, and meaningless from {@link #size} on. */
    public double[] weights() {
        return weights;
    }

    /** Makes room for other points. */
    public void clear() {
        size = 0;
    }
}
