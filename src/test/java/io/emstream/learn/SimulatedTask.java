package io.emstream.learn;

import io.emstream.em.Responsibilities;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task that assigns the points of one partition tells the learner, without any Kafka: panes of positions, and a
 * warm-up that holds points back or lets them pass. Mutable.
 */
final class SimulatedTask {
    private final LearnerSettings settings;
    private final int partition;
    private boolean holds;
    private final List<Held> held = new ArrayList<>();
    private final List<Point> raw = new ArrayList<>();
    private final TreeMap<Long, PaneStatistics> panes = new TreeMap<>();
    private RawPoints.Kind kind;
    private long next;
    private long newest = TaskReport.NONE;
    private Activity activity = Activity.ACTIVE;
    private TaskReport.@Nullable Progress progress;
    private @Nullable Model model;
    private @Nullable Responsibilities responsibilities;

    private record Held(long position, Point point) {}

    SimulatedTask(LearnerSettings settings, int partition, boolean holds) {
        this.settings = settings;
        this.partition = partition;
        this.holds = holds;
        this.kind = holds ? RawPoints.Kind.HELD : RawPoints.Kind.PASSED;
    }

    /** The next point of the partition. */
    void process(Point point) {
        process(List.of(point));
    }

    /** The rows of the next block of the partition, which have one position. */
    void process(List<Point> rows) {
        activity = Activity.ACTIVE;
        long position = next++ * settings.partitions() + partition;
        rows.forEach(row -> process(position, row));
    }

    private void process(long position, Point point) {
        if (model != null) {
            label(position, point);
        } else if (kind == RawPoints.Kind.HELD) {
            raw.add(point);
            held.add(new Held(position, point));
        } else {
            raw.add(point);
            newest = position;
        }
    }

    private void label(long position, Point point) {
        Responsibilities answer = Objects.requireNonNull(responsibilities);
        newest = position;
        if (!answer.of(point)) {
            throw new IllegalStateException("a point of the tests is beyond all clusters");
        }
        if (point.isLearnable()) {
            long pane = Math.floorDiv(position, settings.paneLength());
            PaneStatistics part = new PaneStatistics(
                    pane,
                    1,
                    answer.mixture().emptyStatistics(),
                    point.timestamp(),
                    0,
                    new PointSample(PointSample.FOLD_CAPACITY));
            answer.observe(point, part.statistics());
            part.sample().add(PointSample.priority(settings.seed(), partition, position), point);
            panes.merge(pane, part, PaneStatistics::merged);
        }
    }

    /** Lets the held points leave without a model, if there are any, and all that follow. */
    void giveUpHolding() {
        if (!held.isEmpty()) {
            holds = false;
            kind = RawPoints.Kind.RELEASED;
            raw.clear();
            for (Held each : held) {
                raw.add(each.point);
                newest = each.position;
            }
            held.clear();
        }
    }

    /** A version of the model has arrived. */
    void adopt(Model arrived) {
        if (model != null && arrived.version() <= model.version()) {
            return;
        }
        model = arrived;
        responsibilities = new Responsibilities(new CompiledMixture(arrived.mixture()));
        if (kind == RawPoints.Kind.HELD) {
            raw.clear();
        }
        held.forEach(each -> label(each.position, each.point));
        held.clear();
    }

    /** Nothing has come for some time. */
    void fallSilent() {
        activity = Activity.IDLE;
    }

    /** No more will come. */
    void end() {
        activity = Activity.ENDED;
    }

    /**
     * The task is taken up elsewhere after a commit: it has its stores, but no longer knows how far it had come, nor what it
     * has told.
     */
    void restart() {
        newest = TaskReport.NONE;
        progress = null;
        activity = Activity.ACTIVE;
        kind = holds ? RawPoints.Kind.HELD : RawPoints.Kind.PASSED;
    }

    /** What the learner is told at a commit. */
    List<TaskReport> commit() {
        List<TaskReport> reports = new ArrayList<>();
        panes.values().forEach(pane -> reports.add(new TaskReport.Pane(partition, pane)));
        panes.clear();
        List<Point> learnable = raw.stream().filter(Point::isLearnable).toList();
        if (!learnable.isEmpty() || kind == RawPoints.Kind.RELEASED) {
            reports.add(new RawPoints(partition, kind, learnable));
        }
        raw.clear();
        if (kind == RawPoints.Kind.RELEASED) {
            kind = RawPoints.Kind.PASSED;
        }
        long watermark = newest == TaskReport.NONE ? TaskReport.NONE : newest + settings.partitions();
        TaskReport.Progress now = new TaskReport.Progress(partition, watermark, activity, !held.isEmpty());
        if (!now.equals(progress)) {
            progress = now;
            reports.add(now);
        }
        return reports;
    }
}
