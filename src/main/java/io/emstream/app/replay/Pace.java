package io.emstream.app.replay;

import io.emstream.learn.LearnerSettings;
import io.emstream.point.Point;
import io.emstream.streams.StreamSettings;
import java.util.List;

/**
 * How far a file may be fed ahead of the newest model. Rows are numbered by the fold that they will be in, as far as that can
 * be told beforehand; a row may be fed when the fold that is being filled is at most one before its own, so that the model
 * which labels it is at most two folds old, as it would be in a live stream.
 */
final class Pace {
    /** A fold of the warm-up: such rows are fed without waiting. */
    private static final int FIRST = 0;

    private final int[] folds;
    private final boolean unlimited;

    private Pace(int[] folds, boolean unlimited) {
        this.folds = folds;
        this.unlimited = unlimited;
    }

    /** As fast as it goes. */
    static Pace unlimited() {
        return new Pace(new int[0], true);
    }

    /** At most two folds ahead. */
    static Pace ofFolds(List<ReplayRow> rows, LearnerSettings learner, StreamSettings stream) {
        int[] folds = new int[rows.size()];
        int fold = FIRST;
        int inFold = 0;
        long pane = Long.MIN_VALUE;
        for (int row = 0; row < folds.length; row++) {
            long ofRow = pane(rows.get(row), row, learner, stream);
            if (ofRow > pane) {
                if (inFold >= learner.foldPoints()) {
                    fold++;
                    inFold = 0;
                }
                pane = ofRow;
            }
            inFold++;
            folds[row] = fold;
        }
        return new Pace(folds, false);
    }

    private static long pane(ReplayRow row, int number, LearnerSettings learner, StreamSettings stream) {
        if (stream.clock() == StreamSettings.Clock.POSITION) {
            return number / learner.paneLength();
        }
        return row.timestamp() == Point.NO_TIMESTAMP
                ? Long.MIN_VALUE
                : Math.floorDiv(row.timestamp(), learner.paneLength());
    }

    /**
     * The row before which to stop.
     *
     * @param settled how many rows are learned, or never will be
     */
    int limit(int settled, int rows) {
        if (unlimited || settled >= folds.length) {
            return rows;
        }
        int last = folds[settled] + 1;
        int row = settled;
        while (row < rows && folds[row] <= last) {
            row++;
        }
        return row;
    }
}
