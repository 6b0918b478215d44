package io.emstream.learn;

import static io.emstream.point.Point.NO_TIMESTAMP;

import io.emstream.point.Point;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Moments of event time in epoch milliseconds, of which {@link Point#NO_TIMESTAMP} is none. */
final class EventTime {
    private EventTime() {}

    /** The earliest of the points' own times, or none. */
    static long earliest(List<Point> points) {
        return known(points).min().orElse(NO_TIMESTAMP);
    }

    /** The latest of the points' own times, or none. */
    static long latest(List<Point> points) {
        return known(points).max().orElse(NO_TIMESTAMP);
    }

    private static LongStream known(List<Point> points) {
        return points.stream().mapToLong(Point::timestamp).filter(time -> time != NO_TIMESTAMP);
    }

    /** Milliseconds from one moment to another; 0 if it is no later, or if one of them is none. */
    static double elapsed(long from, long to) {
        return from == NO_TIMESTAMP || to <= from ? 0 : (double) to - from;
    }

    /** A duration in milliseconds, however long or short. */
    static double millis(Duration duration) {
        return duration.getSeconds() * 1e3 + duration.getNano() / 1e6;
    }
}
