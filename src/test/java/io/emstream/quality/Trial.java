package io.emstream.quality;

import io.emstream.em.Responsibilities;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.LearnerState;
import io.emstream.learn.OnlineLearner;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import io.emstream.quality.QualityStream.Drawn;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the learner over a stream, as the stream processor would make it: panes of positions, one task per partition,
 * each point labelled by the newest model that has arrived and learned thereafter, points before the first model held back
 * for it. Heavy work is done at once, so that the seed decides everything.
 */
final class Trial {
    private final QualityStream stream;
    private final LearnerSettings settings;
    private final Conditions conditions;
    private final OnlineLearner learner;
    private final Measures measures;
    private final List<Drawn> held = new ArrayList<>();
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private int enough;
    private int position;
    private long closedPanes;
    private @Nullable Responsibilities responsibilities;
    private int epoch;
    private final @Nullable MixtureStatistics[] parts;
    private final PointSample[] samples;

    private record Sent(Model model, long arrival) {}

    private Trial(QualityStream stream, LearnerSettings settings, Conditions conditions) {
        this.stream = stream;
        this.settings = settings;
        this.conditions = conditions;
        this.learner = new OnlineLearner(settings, new LearnerState(), Runnable::run);
        this.measures = new Measures(stream);
        this.enough = settings.warmupPoints();
        this.parts = new MixtureStatistics[settings.partitions()];
        this.samples = new PointSample[settings.partitions()];
    }

    /** What comes of one pass with one task and no delay. */
    static Outcome run(QualityStream stream, LearnerSettings settings) {
        return run(stream, settings, Conditions.PLAIN);
    }

    /**
     * What comes of one pass.
     *
     * @throws IllegalStateException if there is no model at the end
     */
    static Outcome run(QualityStream stream, LearnerSettings settings, Conditions conditions) {
        Trial trial = new Trial(stream, settings, conditions);
        trial.measures.start();
        for (int i = 0; i < stream.size(); i++) {
            trial.take(conditions.disturbance().apply(i, stream.at(i)));
        }
        trial.end();
        Model last = trial.learner.state().model();
        if (last == null) {
            throw new IllegalStateException(stream.name() + " has led to no model");
        }
        return trial.measures.outcome(settings, last);
    }

    private void take(Drawn drawn) {
        if (responsibilities != null) {
            label(drawn);
            return;
        }
        held.add(drawn);
        if (held.size() >= enough) {
            // Should these not do, the learner wants twice as many.
            enough *= 2;
            askForTheFirst();
        }
    }

    private void askForTheFirst() {
        learner.receive(new TaskReport.RawPoints(
                0,
                TaskReport.RawPoints.Kind.HELD,
                held.stream().map(Drawn::point).toList()));
        learner.receive(new TaskReport.Progress(0, TaskReport.NONE, Activity.ACTIVE));
        Learned learned = measures.learning(() -> learner.advance(false));
        measures.note(learned);
        learned.model().ifPresent(first -> {
            adopt(conditions.start().apply(first, learner.state()));
            held.forEach(this::label);
            held.clear();
        });
    }

    private void label(Drawn drawn) {
        Responsibilities answer = Objects.requireNonNull(responsibilities);
        if (!answer.of(drawn.point())) {
            throw new IllegalStateException(stream.name() + ": point " + position + " is beyond all clusters");
        }
        measures.label(position, drawn, answer);
        int partition = conditions.partitions().applyAsInt(position);
        MixtureStatistics part = parts[partition];
        if (part == null) {
            part = answer.mixture().emptyStatistics();
            parts[partition] = part;
            samples[partition] = new PointSample(settings.taskSample());
        }
        answer.observe(drawn.point(), part);
        samples[partition].add(PointSample.priority(settings.seed(), partition, position), drawn.point());
        position++;
        if (position % settings.paneLength() == 0) {
            closePane(Activity.ACTIVE);
        }
    }

    private void closePane(Activity activity) {
        report(activity);
        closedPanes++;
        Learned learned;
        do {
            learned = measures.learning(() -> learner.advance(false));
            measures.note(learned);
            learned.model().ifPresent(model -> underWay.add(new Sent(model, closedPanes + conditions.lag())));
        } while (learned.model().isPresent());
        Model newest = null;
        while (!underWay.isEmpty() && underWay.getFirst().arrival <= closedPanes) {
            newest = underWay.removeFirst().model;
        }
        if (newest != null) {
            adopt(newest);
        }
    }

    /** Hands the statistics of the pane over. */
    private void report(Activity activity) {
        long pane = (position - 1) / settings.paneLength();
        for (int partition = 0; partition < parts.length; partition++) {
            MixtureStatistics part = parts[partition];
            if (part != null) {
                learner.receive(new TaskReport.Pane(
                        partition, new PaneStatistics(pane, epoch, part, position - 1, 0, samples[partition])));
            }
            parts[partition] = null;
            learner.receive(new TaskReport.Progress(partition, (pane + 1) * settings.paneLength(), activity));
        }
    }

    private void adopt(Model model) {
        responsibilities = new Responsibilities(new CompiledMixture(model.mixture()));
        epoch = model.layoutEpoch();
    }

    private void end() {
        if (responsibilities != null) {
            closePane(Activity.ENDED);
        }
    }
}
