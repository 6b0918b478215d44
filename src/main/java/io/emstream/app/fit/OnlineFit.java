package io.emstream.app.fit;

import io.emstream.app.Failure;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.LearnerState;
import io.emstream.learn.OnlineLearner;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the online learner over a file, as the stream processor would make it over one partition, but with no delay:
 * each row is labelled by the newest model that it has not been learned into, and rows before the first model wait for it.
 */
public final class OnlineFit {
    private static final int ONLY_PARTITION = 0;

    private final LearnerSettings settings;
    private final boolean isTimed;
    private final Scaling scaling;
    private final ResponsibilityDetail detail;
    private final LabelSink labels;
    private final OnlineLearner learner;
    private final PackedRows rows;
    /** So many rows wait for the first model, the first of the file. */
    private int held;

    private final List<Point> sample = new ArrayList<>();
    /** Of the rows that waited. */
    private final Tally warmUp = new Tally();
    /** Of the others. */
    private final Tally prequential = new Tally();

    /** The rows that are being gathered, under the newest model; all are of one pane. */
    private @Nullable RowLabels answers;

    private int enough;
    private int epoch;
    private @Nullable Accumulator accumulator;
    /** The pane of the rows that came last. */
    private long filling = TaskReport.NONE;
    /** Where that pane ends. */
    private long end = Long.MIN_VALUE;

    private long newest = TaskReport.NONE;

    /** The statistics of the points of one pane so far. */
    private static final class Accumulator {
        private final long pane;
        private final MixtureStatistics statistics;
        private final PointSample sample;
        private long eventTime = Point.NO_TIMESTAMP;

        Accumulator(long pane, MixtureStatistics statistics, PointSample sample) {
            this.pane = pane;
            this.statistics = statistics;
            this.sample = sample;
        }
    }

    private OnlineFit(
            PackedRows rows,
            LearnerSettings settings,
            boolean isTimed,
            Scaling scaling,
            ResponsibilityDetail detail,
            LabelSink labels) {
        this.rows = rows;
        this.settings = settings;
        this.isTimed = isTimed;
        this.scaling = scaling;
        this.detail = detail;
        this.labels = labels;
        this.enough = settings.warmupPoints();
        this.learner = new OnlineLearner(settings, new LearnerState(), Runnable::run);
    }

    /**
     * Learns a file in one pass.
     *
     * @param settings for one partition
     * @param isTimed whether panes go by event time, and not by position
     * @param scaling the units to learn in
     * @param detail which responsibilities a label names
     * @param progress is told how many rows have been seen
     * @throws Failure if there are too few points for a model
     */
    public static Outcome of(
            FileRows rows,
            LearnerSettings settings,
            boolean isTimed,
            Scaling scaling,
            ResponsibilityDetail detail,
            LabelSink labels,
            LongConsumer progress) {
        FileRows scaled = rows.in(scaling);
        OnlineFit fit = new OnlineFit(scaled.rows(), settings, isTimed, scaling, detail, labels);
        int seen = 0;
        while (seen < scaled.rows().size()) {
            seen = fit.take(seen);
            progress.accept(seen);
        }
        fit.end();
        Model last = fit.learner.state().model();
        if (last == null) {
            throw tooFewPoints(rows, settings);
        }
        return fit.outcome(scaled, last);
    }

    /** A first model could not be made of these rows. */
    static Failure tooFewPoints(FileRows rows, LearnerSettings settings) {
        return new Failure(
                rows.name() + " has " + rows.learnable().size() + " rows to learn from, but a first model of "
                        + settings.clusters().words() + " clusters needs " + settings.fewestPoints()
                        + ". Ask for fewer clusters, or fit the file as a whole: emstream fit.");
    }

    private Outcome outcome(FileRows scaled, Model last) {
        Model own = in(last, scaling);
        Outcome all = Scoring.of(scaled, own, last.mixture(), scaling, detail, LabelSink.NONE);
        return new Outcome(
                scaled.count(),
                warmUp.labelled() + prequential.labelled(),
                scaled.refused() + warmUp.notFinite() + prequential.notFinite(),
                own,
                all.totalLogLikelihood(),
                all.meanLogLikelihood(),
                prequential.mean());
    }

    /** The model in the data's own units. */
    static Model in(Model model, Scaling scaling) {
        return new Model(
                model.name(),
                model.version(),
                model.parent(),
                model.layoutEpoch(),
                model.features(),
                scaling.unscaled(model.mixture()),
                model.clusters(),
                model.points(),
                model.effectivePoints(),
                model.forgetting(),
                model.foldMeanLogLikelihood(),
                model.prequentialMeanLogLikelihood(),
                model.eventTime());
    }

    /** Takes rows from here on, no more than are answered together, and returns where the next stands. */
    private int take(int from) {
        if (answers == null) {
            hold(from);
            return from + 1;
        }
        if (isOfLaterPane(from)) {
            closePane();
        }
        RowLabels current = Objects.requireNonNull(answers);
        int next = gather(current, from, rows.size());
        if (current.room() == 0) {
            label(true);
        }
        if (watermark() >= end) {
            closePane();
        }
        return next;
    }

    /** Adds rows of one pane as long as there is room, and returns where the next stands. */
    private int gather(RowLabels current, int from, int to) {
        if (isOfLaterPane(from)) {
            filling = Math.floorDiv(Math.max(position(from), newest), settings.paneLength());
            end = (filling + 1) * settings.paneLength();
        }
        int next = passOver(from, Math.min(to, from + current.room()));
        current.add(from, next);
        return next;
    }

    /** Moves on to the newest of the rows from one on that are of its pane, and returns where the next stands. */
    private int passOver(int from, int to) {
        int at = from;
        do {
            newest = Math.max(newest, position(at));
            at++;
        } while (at < to && !isOfLaterPane(at));
        return at;
    }

    private void hold(int row) {
        held++;
        Point point = rows.point(row);
        if (point.isLearnable()) {
            sample.add(point);
            if (sample.size() >= enough) {
                // Should these not do, the learner wants twice as many.
                enough *= 2;
                sendSample();
                advance(Activity.ACTIVE);
            }
        }
    }

    private void sendSample() {
        learner.receive(new TaskReport.RawPoints(ONLY_PARTITION, TaskReport.RawPoints.Kind.HELD, sample));
        sample.clear();
    }

    /** Rows before the first model are labelled by it, and learned thereafter. */
    private void release() {
        RowLabels current = Objects.requireNonNull(answers);
        for (int at = 0; at < held; ) {
            if (isOfLaterPane(at)) {
                label(false);
                report();
            }
            at = gather(current, at, held);
            if (current.room() == 0) {
                label(false);
            }
        }
        label(false);
        if (watermark() >= end) {
            report();
        }
        advance(Activity.ACTIVE);
    }

    /** Labels the rows that have been gathered, all of one pane, and learns them into it. */
    private void label(boolean isPrequential) {
        RowLabels current = Objects.requireNonNull(answers);
        if (current.size() == 0) {
            return;
        }
        current.answer();
        (isPrequential ? prequential : warmUp).add(current);
        current.tell(labels);
        if (current.hasLearnable()) {
            learn(current);
        }
        current.clear();
    }

    private void learn(RowLabels current) {
        if (accumulator == null) {
            accumulator = new Accumulator(filling, current.emptyStatistics(), new PointSample(settings.taskSample()));
        }
        current.observe(accumulator.statistics);
        accumulator.eventTime = Math.max(accumulator.eventTime, current.latest());
        if (settings.usesSamples()) {
            drawFrom(current, accumulator.sample);
        }
    }

    private void drawFrom(RowLabels current, PointSample into) {
        for (int i = 0; i < current.size(); i++) {
            if (current.isLearnable(i)) {
                into.add(PointSample.priority(settings.seed(), ONLY_PARTITION, current.number(i)), current.point(i));
            }
        }
    }

    private long position(int row) {
        return isTimed ? rows.timestamp(row) : rows.number(row);
    }

    /** Whether a row belongs to a later pane than the one that is being filled; none belongs to an earlier one. */
    private boolean isOfLaterPane(int row) {
        return Math.max(position(row), newest) >= end;
    }

    /** The position before which no more is expected: rows come one by one, but many may have the same time. */
    private long watermark() {
        return isTimed ? newest : newest + 1;
    }

    /** Learns the pane that is being filled, if there is anything to learn in it. */
    private void closePane() {
        label(true);
        if (accumulator != null) {
            newest = Math.max(newest, isTimed ? end : end - 1);
            report();
            advance(Activity.ACTIVE);
        }
    }

    private void report() {
        if (accumulator == null) {
            return;
        }
        Accumulator filled = accumulator;
        accumulator = null;
        learner.receive(new TaskReport.Pane(
                ONLY_PARTITION,
                new PaneStatistics(filled.pane, epoch, filled.statistics, filled.eventTime, 0, filled.sample)));
    }

    private void advance(Activity activity) {
        learner.receive(
                new TaskReport.Progress(ONLY_PARTITION, newest == TaskReport.NONE ? newest : watermark(), activity));
        learner.advance(false).model().ifPresent(this::adopt);
    }

    private void adopt(Model model) {
        boolean isFirst = answers == null;
        answers = new RowLabels(model.version(), model.mixture(), detail, scaling, rows);
        epoch = model.layoutEpoch();
        if (isFirst) {
            release();
        }
    }

    /** All open panes close, and if need be the warm-up. */
    private void end() {
        if (answers == null) {
            sendSample();
            advance(Activity.ENDED);
        }
        if (answers != null) {
            label(true);
            report();
        }
        advance(Activity.ENDED);
    }
}
