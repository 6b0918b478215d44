package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a block of points, as a decoder has found them: points, and rows that are none, each with its reason. Filled and
 * filled again by one thread; for rows without missing values nothing is allocated once the table is large enough.
 */
public final class PointTable {
    private final int dimension;
    private int rows;
    private int refused;
    private long timestamp = Point.NO_TIMESTAMP;
    private double[][] values = {};
    private double[] weights = {};
    private int[] observed = {};
    private int[] from = {};
    private int[] to = {};
    private @Nullable RejectedPointException[] refusals = {};

    /** A table of no rows for points with so many features. */
    public PointTable(int dimension) {
        this.dimension = dimension;
    }

    /** Forgets all rows. */
    void clear() {
        Arrays.fill(refusals, 0, rows, null);
        rows = 0;
        refused = 0;
        timestamp = Point.NO_TIMESTAMP;
    }

    /** Makes room for so many rows beside those that are there. */
    void ensure(int more) {
        int needed = rows + more;
        if (needed > weights.length) {
            int length = Math.max(needed, 2 * weights.length);
            values = Arrays.copyOf(values, length);
            weights = Arrays.copyOf(weights, length);
            observed = Arrays.copyOf(observed, length);
            from = Arrays.copyOf(from, length);
            to = Arrays.copyOf(to, length);
            refusals = Arrays.copyOf(refusals, length);
        }
    }

    /**
     * Begins one more row, of weight 1 until it is given another.
     *
     * @param start where it begins in the value of its record, in bytes
     * @return its values, to be written to
     */
    double[] add(int start) {
        ensure(1);
        if (values[rows] == null) {
            values[rows] = new double[dimension];
        }
        weights[rows] = 1;
        from[rows] = start;
        return values[rows++];
    }

    /** Begins a row that is no point, and needs no room for values. */
    void addRefused(int start, RejectedPointException why) {
        ensure(1);
        weights[rows] = 1;
        from[rows] = start;
        refuse(rows++, why);
    }

    /** Ends the row that was begun last. */
    void end(int observedValues, int end) {
        observed[rows - 1] = observedValues;
        to[rows - 1] = end;
    }

    void weigh(int row, double weight) {
        weights[row] = weight;
    }

    void setTimestamp(long time) {
        timestamp = time;
    }

    /** Notes that a row is no point; the first reason stands. */
    public void refuse(int row, RejectedPointException why) {
        if (refusals[row] == null) {
            refusals[row] = why;
            refused++;
        }
    }

    /** How many rows there are, points or not. */
    public int rows() {
        return rows;
    }

    /** How many of them are no points. */
    public int refused() {
        return refused;
    }

    /** Why a row is no point; {@code null} if it is one. */
    public @Nullable RejectedPointException refusal(int row) {
        return refusals[row];
    }

    /** The event time of all rows, or {@link Point#NO_TIMESTAMP}. */
    public long timestamp() {
        return timestamp;
    }

    /** The values of a row that is a point, {@code NaN} where missing; not a copy, and the next block's later on. */
    public double[] values(int row) {
        return values[row];
    }

    /** How many times a row counts. */
    public double weight(int row) {
        return weights[row];
    }

    /** How many values of a row are not missing. */
    public int observed(int row) {
        return observed[row];
    }

    /** A row that is a point, as a point of its own. */
    public Point point(int row, long time) {
        return new Point(values[row].clone(), weights[row], time);
    }

    /** The bytes of a row in the value of its record. */
    public byte[] bytes(int row, byte[] value) {
        return Arrays.copyOfRange(Objects.requireNonNull(value), from[row], to[row]);
    }
}
