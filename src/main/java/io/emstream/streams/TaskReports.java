package io.emstream.streams;

import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a task has to tell the learner. It is sent on at each commit, and before that when it grows too large for memory:
 * either way in the transaction of the points that it is made of.
 */
final class TaskReports {
    private final int partition;
    private final int openPanes;
    private final Consumer<TaskReport> to;
    private final long seed;
    private final PaneAccumulators panes;
    private final WarmupReports warmup;
    private final double[] priorities = new double[PointBlock.CAPACITY];
    private TaskReport.@Nullable Progress progress;

    /**
     * Nothing to tell yet.
     *
     * @param openPanes how many panes are kept at most
     * @param to where reports go
     */
    TaskReports(int partition, LearnerSettings learner, int openPanes, Consumer<TaskReport> to) {
        this.partition = partition;
        this.openPanes = openPanes;
        this.to = to;
        this.seed = learner.seed();
        this.panes = new PaneAccumulators(learner.taskSample());
        this.warmup = new WarmupReports(partition, learner.features().dimension());
    }

    /**
     * The point just answered counts in this pane.
     *
     * @param offset of the point in its partition
     */
    void labelled(Responsibilities answer, Point point, long offset, long pane, int layoutEpoch, boolean isLate) {
        panes.observe(answer, point, PointSample.priority(seed, partition, offset), pane, layoutEpoch, isLate);
        if (panes.size() > openPanes) {
            sendPanes();
        }
    }

    /**
     * The rows just answered count in this pane, those that can be learned from.
     *
     * @param offset of the block in its partition
     * @param first the number of the first of these rows in the block
     */
    void labelled(
            RowResponsibilities rows,
            long offset,
            int first,
            long timestamp,
            long pane,
            int layoutEpoch,
            boolean isLate) {
        for (int row = 0; row < rows.size(); row++) {
            priorities[row] = PointSample.priority(seed, partition, offset, first + row);
        }
        panes.observe(rows, priorities, timestamp, pane, layoutEpoch, isLate);
        if (panes.size() > openPanes) {
            sendPanes();
        }
    }

    /** The points just answered together count in this pane; each of them is still to be {@link #sampled}. */
    void learned(RowResponsibilities rows, long pane, int layoutEpoch) {
        panes.observe(rows, pane, layoutEpoch);
    }

    /**
     * A point that was learned in this pane may be one of its sample.
     *
     * @param offset of the point in its partition
     */
    void sampled(CompiledMixture mixture, Point point, long offset, long pane, int layoutEpoch, boolean isLate) {
        panes.sample(mixture, point, PointSample.priority(seed, partition, offset), pane, layoutEpoch, isLate);
        if (panes.size() > openPanes) {
            sendPanes();
        }
    }

    /** A point is held back. */
    void held(Point point) {
        warmup.held(point);
        sendRawIfMany();
    }

    /** A point has left without a model. */
    void passed(Point point) {
        warmup.passed(point);
        sendRawIfMany();
    }

    /** The held points are about to leave without a model. */
    void releaseHeld() {
        warmup.release();
    }

    /** The held points are about to be labelled. */
    void labelHeld() {
        warmup.forgetHeld();
    }

    /** Sends on all there is, and then how far the task has come, if that is news. */
    void send(TaskReport.Progress now) {
        sendPanes();
        sendRaw();
        if (!now.equals(progress)) {
            progress = now;
            to.accept(now);
        }
    }

    private void sendPanes() {
        for (PaneStatistics pane : panes.take()) {
            to.accept(new TaskReport.Pane(partition, pane));
        }
    }

    private void sendRawIfMany() {
        if (warmup.isFull()) {
            sendRaw();
        }
    }

    private void sendRaw() {
        for (RawPoints raw : warmup.take()) {
            to.accept(raw);
        }
    }
}
