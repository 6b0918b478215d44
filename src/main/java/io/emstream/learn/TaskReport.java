package io.emstream.learn;

import io.emstream.point.Point;
import java.util.List;

/**
 * What a task that assigns the points of one partition tells the learner when it commits: statistics by pane, or raw points
 * while there is no model, and last how far it has come.
 */
public sealed interface TaskReport {
    /** The partition of the input that the report speaks of. */
    int partition();

    /**
     * Statistics of a part of a pane.
     *
     * @param statistics of the points since the report before
     */
    record Pane(int partition, PaneStatistics statistics) implements TaskReport {}

    /**
     * Points that met no model.
     *
     * @param kind what becomes of them
     * @param points in order; learnable ones only
     */
    record RawPoints(int partition, Kind kind, List<Point> points) implements TaskReport {
        /** What becomes of points that met no model. */
        public enum Kind {
            /** They are held back and come again in statistics once there is a model: a sample to start from, no more. */
            HELD,
            /** They have left with the status NO_MODEL: this is the only time that the learner hears of them. */
            PASSED,
            /**
             * Like {@link #PASSED}, and the first of its partition since points were held: those held before are among
             * them, so that the earlier samples of the partition are void.
             */
            RELEASED
        }

        /** Copies the list. */
        public RawPoints {
            points = List.copyOf(points);
        }
    }

    /**
     * How far the task has come.
     *
     * @param watermark no earlier position of the clock is expected, but for late points; {@link #NONE} before the first
     *     point
     * @param holds whether points are held back until there is a model: they are still to come in statistics, and panes wait
     *     for them whatever the activity
     */
    record Progress(int partition, long watermark, Activity activity, boolean holds) implements TaskReport {
        /** How far a task has come that holds nothing back. */
        public Progress(int partition, long watermark, Activity activity) {
            this(partition, watermark, activity, false);
        }
    }

    /** The watermark of a partition without points. */
    long NONE = Long.MIN_VALUE;

    /** Whether points can be expected of a partition. */
    enum Activity {
        /** Points arrive: panes wait for its watermark. */
        ACTIVE,
        /** None for some time: panes do not wait for it. */
        IDLE,
        /** The producer has said that there are no more: panes do not wait, and what is left over is learned. */
        ENDED
    }
}
