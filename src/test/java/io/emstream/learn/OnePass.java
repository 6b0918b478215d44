package io.emstream.learn;

import io.emstream.em.Expectation;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** One pass of the learner over points in order: one partition, and a commit whenever so many points have come. */
public final class OnePass {
    private final SimulatedTask task;
    private final long pointsPerCommit;
    private final UnaryOperator<LearnerState> store;
    private final LearnerSettings settings;
    private final List<Model> models = new ArrayList<>();
    private final List<ModelEvent> events = new ArrayList<>();
    private OnlineLearner learner;
    private long fed;

    /** With points held back in the warm-up, and a commit per pane. */
    public OnePass(LearnerSettings settings) {
        this(settings, true, settings.paneLength(), UnaryOperator.identity());
    }

    /**
     * One pass.
     *
     * @param holds whether points are held back in the warm-up
     * @param store what the state goes through at each commit
     */
    public OnePass(LearnerSettings settings, boolean holds, long pointsPerCommit, UnaryOperator<LearnerState> store) {
        this.settings = settings;
        this.task = new SimulatedTask(settings, 0, holds);
        this.pointsPerCommit = pointsPerCommit;
        this.store = store;
        this.learner = new OnlineLearner(settings, new LearnerState(), Runnable::run);
    }

    /** Feeds points. */
    public OnePass feed(List<Point> points) {
        for (Point point : points) {
            task.process(point);
            fed++;
            if (fed % pointsPerCommit == 0) {
                commit();
            }
        }
        return this;
    }

    /** Ends the input. */
    public OnePass end() {
        task.end();
        commit();
        return this;
    }

    /** Commits until no new model comes of it. */
    private void commit() {
        Learned learned;
        do {
            task.commit().forEach(learner::receive);
            learned = learner.advance(false);
            learned.model().ifPresent(task::adopt);
            learned.model().ifPresent(models::add);
            events.addAll(learned.events());
            learner = new OnlineLearner(settings, store.apply(learner.state()), Runnable::run);
        } while (learned.model().isPresent());
    }

    /** The learner's memory. */
    public LearnerState state() {
        return learner.state();
    }

    /** All versions. */
    public List<Model> models() {
        return models;
    }

    /** All events. */
    public List<ModelEvent> events() {
        return events;
    }

    /** The newest version; fails if there is none. */
    public Model model() {
        return Objects.requireNonNull(learner.state().model(), "there is no model yet");
    }

    /** The mean log-likelihood of points under the newest version. */
    public double meanLogLikelihood(List<Point> points) {
        return Expectation.statistics(model().mixture(), points).meanLogLikelihood();
    }
}
