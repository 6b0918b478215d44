package io.emstream.streams;

import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;

/** The points that met no model since the last commit, as the learner is told of them. In memory only. */
final class WarmupReports {
    /** How many values one report carries at most: half a megabyte. */
    private static final int MOST_VALUES = 65_536;

    private final int partition;
    private final List<Point> points = new ArrayList<>();
    private RawPoints.Kind first = RawPoints.Kind.HELD;
    private RawPoints.Kind rest = RawPoints.Kind.HELD;

    WarmupReports(int partition) {
        this.partition = partition;
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

    /** Hands over what is to be reported, in pieces of bounded size, and starts anew. */
    List<RawPoints> take() {
        if (points.isEmpty() && first != RawPoints.Kind.RELEASED) {
            return List.of();
        }
        int piece =
                points.isEmpty() ? 1 : Math.max(1, MOST_VALUES / points.get(0).dimension());
        List<RawPoints> reports = new ArrayList<>();
        RawPoints.Kind kind = first;
        int from = 0;
        do {
            int to = Math.min(points.size(), from + piece);
            reports.add(new RawPoints(partition, kind, points.subList(from, to)));
            kind = rest;
            from = to;
        } while (from < points.size());
        points.clear();
        first = rest;
        return reports;
    }
}
