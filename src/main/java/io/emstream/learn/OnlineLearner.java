package io.emstream.learn;

import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.Model;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Learns a mixture from a stream: reports of tasks go in, and at each commit a new model and events may come out.
 *
 * <p>While there is no model it gathers raw points, from which batch EM makes the first one ({@link WarmUp}). Thereafter it
 * folds each closed pane into the running statistics by a step of stochastic approximation and maximises anew
 * ({@link Folding}). What it has learned is looked after by {@link Checks}.
 *
 * <p>Its whole memory is the {@link LearnerState} that it is given, so that another learner with the same state goes on in
 * the same way. Heavy work runs on the executor and is adopted at a later call; a direct executor makes all of it
 * reproducible from the seed. Not thread-safe.
 */
public final class OnlineLearner {
    private final LearnerState state;
    private final WarmUp warmUp;
    private final Checks checks;
    private final Folding folding;
    private final CpuBudget budget;
    private final Governance governance;

    /**
     * What came of the reports so far.
     *
     * @param model the new version, if there is one
     * @param events what happened to it
     */
    public record Learned(Optional<Model> model, List<ModelEvent> events) {
        static final Learned NOTHING = new Learned(Optional.empty(), List.of());
    }

    /**
     * A learner that goes on where the state stands.
     *
     * @param executor runs heavy work; its tasks touch nothing of this object
     */
    public OnlineLearner(LearnerSettings settings, LearnerState state, Executor executor) {
        this.state = state;
        this.budget = new CpuBudget(settings.cpu(), System::nanoTime);
        Ladder ladder = new Ladder(settings, state);
        this.checks = new Checks(settings, state, ladder, executor, budget);
        this.folding = new Folding(settings, state, ladder, checks);
        this.warmUp = new WarmUp(settings, state, folding, checks, executor);
        this.governance = new Governance(settings, state, warmUp, folding, checks);
    }

    /** The memory. */
    public LearnerState state() {
        return state;
    }

    /** Takes a report in; panes are taken over. */
    public void receive(TaskReport report) {
        if (report instanceof TaskReport.Pane pane) {
            folding.add(pane.statistics());
        } else if (report instanceof TaskReport.RawPoints raw) {
            receive(raw);
        } else if (report instanceof TaskReport.Progress progress) {
            receive(progress);
        }
    }

    private void receive(TaskReport.RawPoints raw) {
        Model model = state.model();
        if (model == null) {
            warmUp.add(raw);
        } else if (raw.kind() != TaskReport.RawPoints.Kind.HELD) {
            folding.add(model, raw.points());
        }
    }

    /**
     * A task that has just been restarted does not know how far it had come, nor that the input had ended; this learner
     * does, and what it knows stands until the task has seen another point.
     */
    private void receive(TaskReport.Progress progress) {
        TaskReport.Progress before = state.partitions().get(progress.partition());
        if (before == null) {
            state.progress(progress);
            return;
        }
        boolean hasEnded = before.activity() == Activity.ENDED && progress.watermark() == TaskReport.NONE;
        state.progress(new TaskReport.Progress(
                progress.partition(),
                Math.max(before.watermark(), progress.watermark()),
                hasEnded ? Activity.ENDED : progress.activity(),
                progress.holds()));
    }

    /**
     * Does what can be done by now; to be called when reports have come in, and while work is under way.
     *
     * @param hurry whether the first model is wanted from fewer points than the warm-up asks for
     */
    public Learned advance(boolean hurry) {
        Model model = state.model();
        return model == null ? warmUp.advance(hurry) : folding.advance(model);
    }

    /**
     * Does what an operator says, or says in an event why not. A model that comes of it is the next version, whose
     * parameters are those that were given; what is learned thereafter goes on from it.
     */
    public Learned obey(Command command) {
        return governance.obey(command);
    }

    /** Has versions and cluster ids go on behind those that were given away before; nothing changes once there is a model. */
    public void goOnBehind(Lineage lineage) {
        governance.goOnBehind(lineage);
    }

    /** That the model is pinned, as an event; empty if it is not. */
    public Optional<ModelEvent> pinned() {
        return governance.pinned();
    }

    /** Whether heavy work is under way, so that {@link #advance} may have a result without any report. */
    public boolean isBusy() {
        return warmUp.isBusy() || checks.isBusy();
    }

    /** How often a check of the model was due but put off, because checks had used their share of a core. */
    public long putOffChecks() {
        return budget.putOff();
    }

    /** Whether there are raw points, but no model yet. */
    public boolean isWarmingUp() {
        return state.model() == null && state.rawPoints() > 0;
    }

    /**
     * What heavy work last failed with, for a log; see {@link ModelEvent.Type#INITIALISATION_FAILED} and
     * {@link ModelEvent.Type#CHECK_FAILED}.
     */
    public Optional<RuntimeException> failure() {
        return checks.failure().or(warmUp::failure);
    }
}
