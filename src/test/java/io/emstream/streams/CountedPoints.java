package io.emstream.streams;

import io.emstream.codec.Assignment.Status;
import io.emstream.em.Responsibilities;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException.Reason;

/** Counts and samples points as the processors do, for tests of what looks on. */
public final class CountedPoints {
    private CountedPoints() {}

    /** A point was labelled. */
    public static void label(
            StreamCounts counts, Point point, Responsibilities answer, long model, int partition, long offset) {
        counts.labelled(Status.OK);
        counts.sample().labelled(point, answer, model, partition, offset);
    }

    /** A record was no point. */
    public static void refuse(StreamCounts counts, Reason reason) {
        counts.refused(reason);
    }
}
