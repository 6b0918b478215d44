package io.emstream.app.produce;

import io.emstream.codec.PointRow;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Rows that go into one record when there are enough of them. They follow each other in the file, so that a record says which
 * they are by the first and the last; and they are of one key and one time, since a record has no more.
 */
final class PendingRows {
    private final List<Point> points = new ArrayList<>();
    private final CRC32C checksum = new CRC32C();
    private long first;
    private byte[] bytes = {};
    private byte @Nullable [] key;

    /** Whether a row may go along with those that are here. */
    boolean suits(PointRow row, Point point, byte @Nullable [] itsKey) {
        return points.isEmpty()
                || (row.number() == first + points.size()
                        && point.timestamp() == points.get(0).timestamp()
                        && Arrays.equals(key, itsKey));
    }

    void add(PointRow row, Point point, byte @Nullable [] itsKey) {
        if (points.isEmpty()) {
            first = row.number();
            bytes = row.bytes();
            key = itsKey;
            checksum.reset();
        }
        points.add(point);
        checksum.update(row.bytes());
    }

    void clear() {
        points.clear();
    }

    int size() {
        return points.size();
    }

    /** The number of the first row. */
    long first() {
        return first;
    }

    /** The points, in order; not a copy. */
    List<Point> points() {
        return points;
    }

    /** The first row as it stands in the file. */
    byte[] bytes() {
        return bytes;
    }

    /** The key of all. */
    byte @Nullable [] key() {
        return key;
    }

    /** The event time of all. */
    long timestamp() {
        return points.get(0).timestamp();
    }

    /**
     * What a record with these rows says of them.
     *
     * @param run when the writing of the file began, epoch milliseconds
     */
    RowMark mark(long run, String source) {
        return new RowMark(first, points.size(), (int) checksum.getValue(), run, source);
    }
}
