package io.emstream.point;

import java.util.Objects;

/**
 * One vector of observed values, its weight and its event time.
 *
 * <p>A value is finite, or {@code NaN} where the feature was not observed. The weight is finite and not negative; a point
 * of weight 0 is labelled but not learned, one of weight 3 counts like the same point three times.
 */
public final class Point {
    /** The event time of a point that carries none of its own. */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    private final double[] values;
    private final double weight;
    private final long timestamp;

    /**
     * Takes over the array without copying it.
     *
     * @param values one per feature, finite or {@code NaN} for a missing one
     * @param weight finite, 0 or more
     * @param timestamp event time in epoch milliseconds, or {@link #NO_TIMESTAMP}
     */
    public Point(double[] values, double weight, long timestamp) {
        this.values = Objects.requireNonNull(values);
        this.weight = weight;
        this.timestamp = timestamp;
    }

    /** A point of weight 1 without a time of its own. */
    public static Point of(double... values) {
        return new Point(values, 1, NO_TIMESTAMP);
    }

    /** The values themselves, not a copy; never written to after construction. */
    public double[] values() {
        return values;
    }

    /** The number of features, observed or not. */
    public int dimension() {
        return values.length;
    }

    /** How many times the point counts. */
    public double weight() {
        return weight;
    }

    /** Event time in epoch milliseconds, or {@link #NO_TIMESTAMP}. */
    public long timestamp() {
        return timestamp;
    }

    /** How many features are observed. */
    public int observed() {
        int observed = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                observed++;
            }
        }
        return observed;
    }

    /** Whether the point says something that can be learned: a positive weight and at least one observed value. */
    public boolean isLearnable() {
        return weight > 0 && observed() > 0;
    }
}
