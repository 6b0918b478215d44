package io.emstream.app.replay;

import io.emstream.codec.PointJson;
import io.emstream.point.Point;

/** A row of a file as a record of the points topic. */
public final class ReplayRow {
    private final byte[] value;
    private final long timestamp;
    private final boolean isLearnable;

    private ReplayRow(byte[] value, long timestamp, boolean isLearnable) {
        this.value = value;
        this.isLearnable = isLearnable;
        this.timestamp = timestamp;
    }

    /** A row that is a point. */
    public static ReplayRow of(Point point) {
        return new ReplayRow(PointJson.encode(point), point.timestamp(), point.isLearnable());
    }

    /** A row that is no point, as it stands in the file: the processor will say what is wrong with it. */
    public static ReplayRow refused(byte[] line) {
        return new ReplayRow(line, Point.NO_TIMESTAMP, false);
    }

    /** Whether there is something to learn from it. */
    boolean isLearnable() {
        return isLearnable;
    }

    /** The value of the record; not a copy. */
    byte[] value() {
        return value;
    }

    /** The event time, or {@link Point#NO_TIMESTAMP}. */
    long timestamp() {
        return timestamp;
    }

    /** The time of the record: Kafka knows none before 1970. */
    long recordTimestamp(long now) {
        return timestamp == Point.NO_TIMESTAMP ? now : Math.max(0, timestamp);
    }
}
