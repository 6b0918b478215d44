package io.emstream.streams;

import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;

/** The points that met no model since the last report, as the learner is told of them. In memory only. */
final class WarmupReports {
    /** How many bytes one report takes at most: half of what a topic takes if nobody says otherwise. */
    private static final int MOST_BYTES = 512 << 10;
    /** The weight and the time of a point. */
    private static final int BESIDE_VALUES = Double.BYTES + Long.BYTES;

    private final int partition;
    private final int pointsInReport;
    private final List<Point> points = new ArrayList<>();
    private RawPoints.Kind first = RawPoints.Kind.HELD;
    private RawPoints.Kind rest = RawPoints.Kind.HELD;

    WarmupReports(int partition, int dimension) {
        this.partition = partition;
        this.pointsInReport = Math.max(1, MOST_BYTES / (BESIDE_VALUES + dimension * Double.BYTES));
    }

    /** A point is held back. */
    void held(Point point) {
        add(point);
    }

    /** A point has left without a model. */
    void passed(Point point) {
        if (first == RawPoints.Kind.HELD) {
            first = RawPoints.Kind.PASSED;
            rest = RawPoints.Kind.PASSED;
        }
        add(point);
    }

    /** The held points are about to leave without a model: those reported so far no longer count. */
    void release() {
        points.clear();
        first = RawPoints.Kind.RELEASED;
        rest = RawPoints.Kind.PASSED;
    }

    /** The held points are about to be labelled: those not yet reported need not be. */
    void forgetHeld() {
        if (first == RawPoints.Kind.HELD) {
            points.clear();
        }
    }

    private void add(Point point) {
        if (point.isLearnable()) {
            points.add(point);
        }
    }

    /** Whether there are points enough for a report. */
    boolean isFull() {
        return points.size() >= pointsInReport;
    }

    /** Hands over what is to be reported, in pieces of bounded size, and starts anew. */
    List<RawPoints> take() {
        if (points.isEmpty() && first != RawPoints.Kind.RELEASED) {
            return List.of();
        }
        List<RawPoints> reports = new ArrayList<>();
        RawPoints.Kind kind = first;
        int from = 0;
        do {
            int to = Math.min(points.size(), from + pointsInReport);
            reports.add(new RawPoints(partition, kind, points.subList(from, to)));
            kind = rest;
            from = to;
        } while (from < points.size());
        points.clear();
        first = rest;
        return reports;
    }
}
