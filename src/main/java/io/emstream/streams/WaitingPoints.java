package io.emstream.streams;

import io.emstream.em.RowResponsibilities;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Points that came in one by one and are answered together, because many E-steps at once cost a third of as many alone. They
 * wait for others, but never beyond the commit that their offsets belong to: nobody who reads committed records sees a
 * difference. In memory only, as the statistics of a task are.
 */
final class WaitingPoints {
    private final @Nullable Entry[] entries = new Entry[PointBlock.CAPACITY];
    private int size;

    /** A point with its record, and where it counts. */
    static final class Entry {
        private final Record<byte[], byte[]> input;
        private final Point point;
        private final long offset;
        private long pane;
        private boolean late;

        private Entry(Record<byte[], byte[]> input, Point point, long offset) {
            this.input = input;
            this.point = point;
            this.offset = offset;
        }

        Record<byte[], byte[]> input() {
            return input;
        }

        Point point() {
            return point;
        }

        long offset() {
            return offset;
        }

        /** The pane that it counts in. */
        long pane() {
            return pane;
        }

        /** Whether its own pane had closed before. */
        boolean isLate() {
            return late;
        }

        private void place(TaskClock clock, boolean isLearnable) {
            long position = clock.position(offset, point.timestamp());
            late = isLearnable && clock.isLate(position);
            pane = late ? clock.newestPane() : clock.pane(position);
            clock.advance(position);
        }
    }

    /** Lets a point wait. */
    void add(Record<byte[], byte[]> input, Point point, long offset) {
        entries[size++] = new Entry(input, point, offset);
    }

    boolean isFull() {
        return size == entries.length;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The point of a row. */
    Entry get(int row) {
        Entry entry = entries[row];
        if (entry == null) {
            throw new IndexOutOfBoundsException("row is " + row + ", must be below " + size);
        }
        return entry;
    }

    /** The E-step of all of them. */
    void answer(RowResponsibilities rows) {
        rows.clear();
        for (int row = 0; row < size; row++) {
            Point point = get(row).point;
            rows.add(point.values(), point.observed(), point.weight());
        }
        rows.answer();
    }

    /**
     * Finds the pane of each point, in order, as the clock goes on.
     *
     * @param rows the answers; a point without one does not move the clock
     * @return whether all points from which something can be learned are in the pane of the first, which is one of them
     */
    boolean place(RowResponsibilities rows, TaskClock clock) {
        boolean isOnePane = rows.isLearnable(0);
        for (int row = 0; row < size; row++) {
            boolean isLearnable = rows.isLearnable(row);
            if (rows.isAnswered(row)) {
                get(row).place(clock, isLearnable);
            }
            isOnePane &= !isLearnable || get(row).pane == get(0).pane;
        }
        return isOnePane;
    }

    /** None waits any more. */
    void clear() {
        // Records are let go, which may be large.
        Arrays.fill(entries, 0, size, null);
        size = 0;
    }
}
