package io.emstream.learn;

import io.emstream.em.Expectation;
import io.emstream.em.Responsibilities;
import io.emstream.learn.LearnerState.PaneKey;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Folds closed panes into the running statistics, and maximises anew. */
final class Folding {
    private final LearnerSettings settings;
    private final LearnerState state;
    private final PaneWindow panes;
    private final Ladder ladder;
    private final Checks checks;

    Folding(LearnerSettings settings, LearnerState state, Ladder ladder, Checks checks) {
        this.settings = settings;
        this.state = state;
        this.ladder = ladder;
        this.checks = checks;
        this.panes = new PaneWindow(settings.partitions(), settings.paneLength());
    }

    private int sampleCapacity() {
        return PointSample.foldCapacity(settings.features().dimension());
    }

    /** Takes a part of a pane over; if the pane has been folded, its points count in the newest open one. */
    void add(PaneStatistics part) {
        // A task samples its share, and several shares come together here.
        part.sample().widen(sampleCapacity());
        long folded = state.counters().foldedPane();
        if (folded == TaskReport.NONE || part.pane() > folded) {
            state.addOpen(part);
            return;
        }
        long late = part.statistics().points();
        long pane = PaneWindow.paneOfLatePoint(state.open(), folded);
        state.addOpen(
                new PaneStatistics(pane, part.layoutEpoch(), part.statistics(), part.eventTime(), late, part.sample()));
    }

    /** Points that left without a model although there is one by now: they count in the newest open pane. */
    void add(Model model, List<Point> points) {
        Responsibilities answer = new Responsibilities(new CompiledMixture(model.mixture()));
        MixtureStatistics statistics = answer.mixture().emptyStatistics();
        PointSample sample = new PointSample(sampleCapacity());
        // Nobody knows any more where they stood in a partition: they are numbered anew.
        long source = ~state.change().takeSequence();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.isLearnable() && answer.of(point)) {
                answer.observe(point, statistics);
                sample.add(PointSample.priority(settings.seed(), source, i), point);
            }
        }
        state.change().leaveUnlearned(points.size() - statistics.points());
        if (statistics.points() > 0) {
            long pane =
                    PaneWindow.paneOfLatePoint(state.open(), state.counters().foldedPane());
            state.addOpen(
                    new PaneStatistics(pane, model.layoutEpoch(), statistics, EventTime.latest(points), 0, sample));
        }
    }

    /** Whether no more will come of any partition. */
    boolean hasInputEnded() {
        return panes.hasEnded(state.partitions().values());
    }

    /** Folds what has closed by now, and takes over what a search has found; gives the next version if that was anything. */
    Learned advance(Model published) {
        if (state.pin() != null) {
            count(published);
            return Learned.NOTHING;
        }
        List<ModelEvent> events = new ArrayList<>();
        Optional<Model> found = checks.adopt(published, events);
        if (checks.isAwaited()) {
            return new Learned(Optional.empty(), events);
        }
        boolean isNew = found.isPresent();
        Model model = found.orElse(published);
        double foldMeanLogLikelihood = published.foldMeanLogLikelihood();
        for (List<PaneKey> run : panes.closedRuns(state, settings.foldPoints())) {
            PaneStatistics pane = take(run, model);
            if (pane.statistics().weight() > 0) {
                foldMeanLogLikelihood = pane.statistics().meanLogLikelihood();
                fold(pane, model, events);
                model = checks.adopt(model, events).orElse(model);
                isNew = true;
            }
            if (checks.isAwaited()) {
                break;
            }
        }
        if (!isNew) {
            return new Learned(Optional.empty(), events);
        }
        Model next = nextModel(model, foldMeanLogLikelihood);
        state.model(next);
        return new Learned(Optional.of(next), events);
    }

    /** Lets the panes go that have closed by now: their points count, and show how good the model is, but teach nothing. */
    private void count(Model pinned) {
        for (List<PaneKey> run : panes.closedRuns(state, settings.foldPoints())) {
            PaneStatistics pane = take(run, pinned);
            if (pane.statistics().weight() > 0) {
                score(pane.statistics());
            }
        }
    }

    /** Has the running statistics stand at these, which are of no points at hand. */
    void restart(MixtureStatistics given, int layoutEpoch, long eventTime) {
        ladder.restart(given, layoutEpoch, eventTime);
    }

    /** The rule of forgetting in force. */
    String forgetting() {
        return ladder.inForce();
    }

    private void fold(PaneStatistics pane, Model model, List<ModelEvent> events) {
        score(pane.statistics());
        ladder.compare(pane.sample(), model.mixture());
        double elapsed = EventTime.elapsed(state.counters().eventTime(), pane.eventTime());
        average(pane, model);
        checks.afterFold(pane, elapsed, model, events);
    }

    /**
     * Takes the panes of a run out and merges them. The statistics of another layout mean nothing any more; those of the
     * pane's sample take their place, as if it were the whole pane.
     */
    private PaneStatistics take(List<PaneKey> run, Model model) {
        PaneStatistics merged = new PaneStatistics(
                run.get(run.size() - 1).pane(),
                model.layoutEpoch(),
                new MixtureStatistics(
                        settings.family().scatter(),
                        model.mixture().size(),
                        model.mixture().dimension()),
                Point.NO_TIMESTAMP,
                0,
                new PointSample(sampleCapacity()));
        for (PaneKey key : run) {
            PaneStatistics pane = Objects.requireNonNull(state.open().get(key));
            state.change().close(pane);
            state.removeOpen(key);
            merged = merged.merged(key.layoutEpoch() == model.layoutEpoch() ? pane : anew(pane, model));
        }
        return merged;
    }

    private static PaneStatistics anew(PaneStatistics pane, Model model) {
        MixtureStatistics statistics =
                Expectation.statistics(model.mixture(), pane.sample().points());
        if (statistics.weight() > 0) {
            statistics.scale(pane.statistics().weight() / statistics.weight());
        }
        return new PaneStatistics(
                pane.pane(), model.layoutEpoch(), statistics, pane.eventTime(), pane.late(), pane.sample());
    }

    /** How likely the model before found a fold, unless that model was made of the same points. */
    private void score(MixtureStatistics fold) {
        Counters counters = state.change();
        if (counters.learnedWeight() >= counters.stepOffset()) {
            counters.score(fold.logLikelihood(), fold.weight());
        }
    }

    /** Takes a pane into the running statistics. */
    void average(PaneStatistics pane, Model model) {
        double elapsed = EventTime.elapsed(state.counters().eventTime(), pane.eventTime());
        if (settings.forgetting() instanceof Forgetting.Window window) {
            slide(pane, EventTime.millis(window.span()));
        } else {
            ladder.fold(pane, elapsed, model.mixture());
        }
        state.change().fold(pane.statistics().weight(), ladder.published().effectivePoints(), pane.eventTime());
    }

    /** Merges anew what lies within the span, because statistics cannot be subtracted. */
    private void slide(PaneStatistics pane, double span) {
        Counters counters = state.counters();
        state.addWindow(counters.folds(), pane.withoutSample());
        long newest = Math.max(counters.eventTime(), pane.eventTime());
        state.window().entrySet().stream()
                .filter(entry -> EventTime.elapsed(entry.getValue().eventTime(), newest) >= span)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(state::removeWindow);
        MixtureStatistics all = pane.statistics().copy();
        all.clear();
        state.window().values().forEach(each -> all.merge(each.statistics()));
        ladder.slide(all, pane.statistics().weight());
    }

    private Model nextModel(Model model, double foldMeanLogLikelihood) {
        Counters counters = state.counters();
        Track track = ladder.published();
        Mixture mixture = ladder.mixture(track, model.mixture());
        MixtureStatistics statistics = Objects.requireNonNull(track.statistics());
        List<Model.Cluster> clusters = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            clusters.add(new Model.Cluster(
                    model.clusters().get(k).born(),
                    track.effectivePoints() * statistics.component(k).weight()));
        }
        return new Model(
                model.name(),
                model.version() + 1,
                model.version(),
                model.layoutEpoch(),
                model.features(),
                mixture,
                clusters,
                counters.points(),
                track.effectivePoints(),
                ladder.inForce(),
                foldMeanLogLikelihood,
                counters.prequentialLogLikelihood() / counters.prequentialWeight(),
                counters.eventTime());
    }
}
