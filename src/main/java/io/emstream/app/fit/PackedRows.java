package io.emstream.app.fit;

import io.emstream.point.Point;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Rows of which only the values are kept, and weights, times and numbers where they are not those of most files; a row is made
 * when it is asked for. Of three objects a row the garbage collector would copy and mark each, which took as long as the E-step.
 */
public final class PackedRows extends AbstractList<FileRows.Row> implements RandomAccess {
    private double[][] values = new double[1024][];
    /** {@code null} while all are 1. */
    private double @Nullable [] weights;
    /** {@code null} while no row has a time. */
    private long @Nullable [] timestamps;
    /** {@code null} while all rows are counted on end from 0. */
    private long @Nullable [] numbers;

    private int size;

    /** Adds a row at the end. */
    void add(long number, Point point) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size] = point.values();
        addWeight(point.weight());
        addTimestamp(point.timestamp());
        addNumber(number);
        size++;
    }

    private void addWeight(double weight) {
        if (weights == null && weight != 1) {
            weights = new double[values.length];
            Arrays.fill(weights, 1);
        }
        if (weights != null) {
            weights = size < weights.length ? weights : Arrays.copyOf(weights, values.length);
            weights[size] = weight;
        }
    }

    private void addTimestamp(long timestamp) {
        if (timestamps == null && timestamp != Point.NO_TIMESTAMP) {
            timestamps = new long[values.length];
            Arrays.fill(timestamps, Point.NO_TIMESTAMP);
        }
        if (timestamps != null) {
            timestamps = size < timestamps.length ? timestamps : Arrays.copyOf(timestamps, values.length);
            timestamps[size] = timestamp;
        }
    }

    private void addNumber(long number) {
        if (numbers == null && number != size) {
            numbers = new long[values.length];
            Arrays.setAll(numbers, i -> i);
        }
        if (numbers != null) {
            numbers = size < numbers.length ? numbers : Arrays.copyOf(numbers, values.length);
            numbers[size] = number;
        }
    }

    @Override
    public FileRows.Row get(int i) {
        return new FileRows.Row(number(i), point(i));
    }

    Point point(int i) {
        Objects.checkIndex(i, size);
        return new Point(values[i], weight(i), timestamp(i));
    }

    /** The values of a row; not a copy. */
    double[] values(int i) {
        return values[i];
    }

    /** How many times a row counts. */
    double weight(int i) {
        return weights == null ? 1 : weights[i];
    }

    /** Whether any row has an event time. */
    boolean isTimed() {
        return timestamps != null;
    }

    /** The event time of a row, or {@link Point#NO_TIMESTAMP}. */
    long timestamp(int i) {
        return timestamps == null ? Point.NO_TIMESTAMP : timestamps[i];
    }

    /** The number of a row in its file, from 0. */
    long number(int i) {
        return numbers == null ? i : numbers[i];
    }

    @Override
    public int size() {
        return size;
    }
}
