package io.emstream.learn;

import io.emstream.em.Maximization;
import io.emstream.em.Responsibilities;
import io.emstream.family.Prior;
import io.emstream.learn.LearnerState.PaneKey;
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
    private final StepSize stepSize;

    Folding(LearnerSettings settings, LearnerState state) {
        this.settings = settings;
        this.state = state;
        this.panes = new PaneWindow(settings.partitions(), settings.paneLength());
        this.stepSize = new StepSize(settings.stepExponent(), settings.forgetting());
    }

    /** Takes a part of a pane over; if the pane has been folded, its points count in the newest open one. */
    void add(PaneStatistics part) {
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
        PointSample sample = new PointSample(PointSample.FOLD_CAPACITY);
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

    /** Folds what has closed by now; gives the next version if that was anything. */
    Optional<Model> advance(Model model) {
        double foldMeanLogLikelihood = Double.NaN;
        boolean folded = false;
        for (List<PaneKey> run : panes.closedRuns(state, settings.foldPoints())) {
            PaneStatistics pane = take(run, model);
            if (pane.statistics().weight() > 0) {
                score(pane.statistics());
                average(pane);
                foldMeanLogLikelihood = pane.statistics().meanLogLikelihood();
                folded = true;
            }
        }
        if (!folded) {
            return Optional.empty();
        }
        Model next = nextModel(model, foldMeanLogLikelihood);
        state.model(next);
        return Optional.of(next);
    }

    /** Takes the panes of a run out and merges them; those of another layout can only be counted. */
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
                new PointSample(PointSample.FOLD_CAPACITY));
        for (PaneKey key : run) {
            PaneStatistics pane = Objects.requireNonNull(state.open().get(key));
            state.change().close(pane);
            if (key.layoutEpoch() == model.layoutEpoch()) {
                merged = merged.merged(pane);
            }
            state.removeOpen(key);
        }
        return merged;
    }

    /** How likely the model before found a fold, unless that model was made of the same points. */
    private void score(MixtureStatistics fold) {
        Counters counters = state.change();
        if (counters.learnedWeight() >= counters.stepOffset()) {
            counters.score(fold.logLikelihood(), fold.weight());
        }
    }

    /** Takes a pane into the running statistics. */
    void average(PaneStatistics pane) {
        double effective = settings.forgetting() instanceof Forgetting.Window window
                ? slide(pane, EventTime.millis(window.span()))
                : step(pane);
        state.change().fold(pane.statistics().weight(), effective, pane.eventTime());
    }

    /** A step of stochastic approximation; returns Kish's effective size of what comes of it. */
    private double step(PaneStatistics pane) {
        Counters counters = state.counters();
        MixtureStatistics before = state.statistics();
        double weight = pane.statistics().weight();
        if (before == null) {
            state.statistics(pane.statistics().scaled(1 / weight));
            return weight;
        }
        double elapsed = EventTime.elapsed(counters.eventTime(), pane.eventTime());
        double gamma = stepSize.of(counters.stepOffset(), counters.learnedWeight(), weight, elapsed);
        MixtureStatistics next = before.scaled(1 - gamma);
        next.merge(pane.statistics().scaled(gamma / weight));
        state.statistics(next);
        return 1 / ((1 - gamma) * (1 - gamma) / counters.effectivePoints() + gamma * gamma / weight);
    }

    /** Merges anew what lies within the span, because statistics cannot be subtracted; returns its weight. */
    private double slide(PaneStatistics pane, double span) {
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
        double weight = all.weight();
        all.scale(1 / weight);
        state.statistics(all);
        return weight;
    }

    private Model nextModel(Model model, double foldMeanLogLikelihood) {
        Counters counters = state.counters();
        Prior prior = Objects.requireNonNull(state.prior());
        MixtureStatistics statistics =
                Objects.requireNonNull(state.statistics()).scaled(counters.effectivePoints());
        Mixture mixture = Maximization.nextMixture(model.mixture(), statistics, prior);
        List<Model.Cluster> clusters = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            clusters.add(new Model.Cluster(
                    model.clusters().get(k).born(), statistics.component(k).weight()));
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
                counters.effectivePoints(),
                settings.forgetting().toString(),
                foldMeanLogLikelihood,
                counters.prequentialLogLikelihood() / counters.prequentialWeight(),
                counters.eventTime());
    }
}
