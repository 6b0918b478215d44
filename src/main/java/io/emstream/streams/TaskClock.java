package io.emstream.streams;

import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.Activity;
import java.time.Duration;

/**
 * The clock of one partition: which pane a point belongs to, how far the partition has come, and whether points can be
 * expected of it. It runs on the points themselves; the wall clock only tells silence from activity.
 */
final class TaskClock {
    private final int partition;
    private final int partitions;
    private final StreamSettings.Clock clock;
    private final long paneLength;
    private final long lateness;
    private final long idleMillis;
    private long newest = TaskReport.NONE;
    private long lastHeard;
    private Activity activity = Activity.ACTIVE;

    TaskClock(
            int partition,
            int partitions,
            StreamSettings.Clock clock,
            long paneLength,
            Duration lateness,
            Duration idleTimeout,
            long now) {
        this.partition = partition;
        this.partitions = partitions;
        this.clock = clock;
        this.paneLength = paneLength;
        this.lateness = lateness.toMillis();
        this.idleMillis = idleTimeout.toMillis();
        this.lastHeard = now;
    }

    /** Where a point stands on the clock. */
    long position(long offset, long eventTime) {
        return clock == StreamSettings.Clock.POSITION ? offset * partitions + partition : eventTime;
    }

    /** A point at this position has been dealt with. */
    void advance(long position) {
        newest = Math.max(newest, position);
    }

    /** The pane of a position. */
    long pane(long position) {
        return Math.floorDiv(position, paneLength);
    }

    /** Whether the pane of this position had closed before; to be asked before the clock advances. */
    boolean isLate(long position) {
        return newest != TaskReport.NONE && (pane(position) + 1) * paneLength <= watermark();
    }

    /** The newest pane so far. */
    long newestPane() {
        return pane(newest);
    }

    /** The position before which nothing but late points is expected. */
    private long watermark() {
        if (newest == TaskReport.NONE) {
            return TaskReport.NONE;
        }
        return clock == StreamSettings.Clock.POSITION ? newest + partitions : newest - lateness;
    }

    /** The partition has delivered a record. */
    void heard(long now) {
        lastHeard = now;
        activity = Activity.ACTIVE;
    }

    /** The producer has said that no more will come. */
    void ended() {
        activity = Activity.ENDED;
    }

    /** Notices silence. */
    void look(long now) {
        // Silence counts from now on if the clock was set back.
        lastHeard = Math.min(lastHeard, now);
        if (activity == Activity.ACTIVE && now - lastHeard >= idleMillis) {
            activity = Activity.IDLE;
        }
    }

    /**
     * How far the partition has come.
     *
     * @param holds whether points are held back, which the clock has not seen yet
     */
    TaskReport.Progress progress(boolean holds) {
        return new TaskReport.Progress(partition, watermark(), activity, holds);
    }
}
