package io.emstream.learn;

import io.emstream.em.BatchEm;
import io.emstream.em.Expectation;
import io.emstream.em.Fit;
import io.emstream.em.Maximization;
import io.emstream.family.Prior;
import io.emstream.learn.LearnerState.PaneKey;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Learns a mixture from a stream: reports of tasks go in, and at each commit a new model and events may come out.
 *
 * <p>While there is no model it gathers raw points, from which batch EM makes the first one. Thereafter it folds each closed
 * pane into the running statistics by a step of stochastic approximation and maximises anew.
 *
 * <p>Its whole memory is the {@link LearnerState} that it is given, so that another learner with the same state goes on in
 * the same way. Heavy work runs on the executor and is adopted at a later call; a direct executor makes all of it
 * reproducible from the seed. Not thread-safe.
 */
public final class OnlineLearner {
    /** How many raw points are kept for the first statistics; those beyond are counted as unlearned. */
    static final int MOST_RAW_POINTS = 100_000;

    private final LearnerSettings settings;
    private final LearnerState state;
    private final Executor executor;
    private final PaneWindow panes;
    private final StepSize stepSize;
    private @Nullable CompletableFuture<FirstModel> initialisation;

    /**
     * What came of the reports so far.
     *
     * @param model the new version, if there is one
     * @param events what happened to it
     */
    public record Learned(Optional<Model> model, List<ModelEvent> events) {
        static final Learned NOTHING = new Learned(Optional.empty(), List.of());
    }

    /** What the warm-up points gave. */
    private record FirstModel(Mixture mixture, Prior prior, double meanLogLikelihood, int points) {}

    /**
     * A learner that goes on where the state stands.
     *
     * @param executor runs heavy work; its tasks touch nothing of this object
     */
    public OnlineLearner(LearnerSettings settings, LearnerState state, Executor executor) {
        this.settings = settings;
        this.state = state;
        this.executor = executor;
        this.panes = new PaneWindow(settings.partitions(), settings.paneLength());
        this.stepSize = new StepSize(settings.stepExponent(), settings.forgetting());
    }

    /** The memory. */
    public LearnerState state() {
        return state;
    }

    /** Takes a report in; panes are taken over. */
    public void receive(TaskReport report) {
        if (report instanceof TaskReport.Pane pane) {
            addPane(pane.statistics());
        } else if (report instanceof TaskReport.RawPoints raw) {
            addRaw(raw);
        } else if (report instanceof TaskReport.Progress progress) {
            state.progress(progress);
        }
    }

    private void addPane(PaneStatistics part) {
        Counters counters = state.counters();
        if (counters.foldedPane() == TaskReport.NONE || part.pane() > counters.foldedPane()) {
            state.addOpen(part);
            return;
        }
        long points = part.statistics().points();
        long pane = PaneWindow.paneOfLatePoint(state.open(), counters.foldedPane());
        state.addOpen(new PaneStatistics(pane, part.layoutEpoch(), part.statistics(), part.eventTime(), points));
    }

    private void addRaw(TaskReport.RawPoints raw) {
        if (raw.kind() == TaskReport.RawPoints.Kind.RELEASED) {
            dropHeld(raw.partition());
        }
        boolean isSample = raw.kind() == TaskReport.RawPoints.Kind.HELD;
        Model model = state.model();
        if (model != null) {
            if (!isSample) {
                learnUnder(model, raw.points());
            }
            return;
        }
        int kept = rawPoints();
        if (isSample && kept >= settings.warmupPoints()) {
            return;
        }
        if (kept + raw.points().size() > MOST_RAW_POINTS) {
            if (!isSample) {
                state.change().leaveUnlearned(raw.points().size());
            }
            return;
        }
        state.addRaw(state.change().takeSequence(), raw);
    }

    private void dropHeld(int partition) {
        state.raw().entrySet().stream()
                .filter(entry -> entry.getValue().partition() == partition
                        && entry.getValue().kind() == TaskReport.RawPoints.Kind.HELD)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(state::removeRaw);
    }

    /** Points that left without a model although there is one by now: they count in the newest open pane. */
    private void learnUnder(Model model, List<Point> points) {
        MixtureStatistics statistics = Expectation.statistics(model.mixture(), points);
        if (statistics.points() > 0) {
            long pane =
                    PaneWindow.paneOfLatePoint(state.open(), state.counters().foldedPane());
            state.addOpen(
                    new PaneStatistics(pane, model.layoutEpoch(), statistics, latest(points, model.eventTime()), 0));
        }
    }

    /** How many raw points are kept. */
    private int rawPoints() {
        return state.raw().values().stream()
                .mapToInt(raw -> raw.points().size())
                .sum();
    }

    /**
     * Does what can be done by now; to be called when reports have come in, and while work is under way.
     *
     * @param hurry whether the first model is wanted from fewer points than the warm-up asks for
     */
    public Learned advance(boolean hurry) {
        return state.model() == null ? warmUp(hurry) : fold();
    }

    /** Whether heavy work is under way, so that {@link #advance} may have a result without any report. */
    public boolean isBusy() {
        return initialisation != null;
    }

    /** Whether there are raw points, but no model yet. */
    public boolean isWarmingUp() {
        return state.model() == null && !state.raw().isEmpty();
    }

    private Learned warmUp(boolean hurry) {
        if (initialisation == null) {
            boolean soon = hurry || panes.hasEnded(state.partitions().values());
            int wanted = soon ? settings.fewestPoints() : settings.warmupPoints();
            if (rawPoints() < wanted) {
                return Learned.NOTHING;
            }
            List<Point> sample = sample();
            long seed = settings.seed();
            initialisation = CompletableFuture.supplyAsync(() -> firstModel(sample, seed), executor);
        }
        if (!initialisation.isDone()) {
            return Learned.NOTHING;
        }
        FirstModel first = join(initialisation);
        initialisation = null;
        return adopt(first);
    }

    private static FirstModel join(CompletableFuture<FirstModel> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** The raw points, by partition and order of arrival, so that their interleaving does not matter. */
    private List<Point> sample() {
        List<TaskReport.RawPoints> reports = new ArrayList<>(state.raw().values());
        reports.sort((one, other) -> Integer.compare(one.partition(), other.partition()));
        List<Point> sample = new ArrayList<>();
        reports.forEach(raw -> sample.addAll(raw.points()));
        return sample;
    }

    private FirstModel firstModel(List<Point> sample, long seed) {
        Prior prior = Prior.of(
                settings.prior(),
                sample.stream().map(Point::values).toList(),
                sample.stream().mapToDouble(Point::weight).toArray());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Fit fit = BatchEm.initialise(sample, settings.family(), settings.clusters(), prior, random);
        return new FirstModel(fit.mixture(), prior, fit.meanLogLikelihood(), sample.size());
    }

    private Learned adopt(FirstModel first) {
        List<Point> passed = state.raw().values().stream()
                .filter(raw -> raw.kind() != TaskReport.RawPoints.Kind.HELD)
                .flatMap(raw -> raw.points().stream())
                .toList();
        double heldWeight = state.raw().values().stream()
                .filter(raw -> raw.kind() == TaskReport.RawPoints.Kind.HELD)
                .flatMap(raw -> raw.points().stream())
                .mapToDouble(Point::weight)
                .sum();
        long eventTime = earliest(state.raw().values());
        List.copyOf(state.raw().keySet()).forEach(state::removeRaw);

        Mixture mixture = first.mixture();
        Counters counters = state.change();
        long firstCluster = counters.takeClusters(mixture.size());
        long[] clusters =
                LongStream.range(0, mixture.size()).map(k -> firstCluster + k).toArray();
        mixture = new Mixture(mixture.family(), mixture.weights(), mixture.components(), clusters);
        state.prior(first.prior());
        counters.startFrom(heldWeight);
        if (!passed.isEmpty()) {
            MixtureStatistics statistics = Expectation.statistics(mixture, passed);
            counters.learn(statistics.points());
            replace(new PaneStatistics(0, 1, statistics, latest(passed, eventTime), 0));
        }
        long version = 1;
        List<Model.Cluster> known = clustersOf(mixture, first.points(), null, version);
        Model model = new Model(
                settings.name(),
                version,
                0,
                1,
                settings.features(),
                mixture,
                known,
                counters.points(),
                first.points(),
                settings.forgetting().toString(),
                Double.NaN,
                Double.NaN,
                eventTime);
        state.model(model);
        ModelEvent event = new ModelEvent(
                ModelEvent.Type.INITIALISED,
                version,
                eventTime,
                List.of(),
                LongStream.of(clusters).boxed().toList(),
                Map.of("points", (double) first.points(), "meanLogLikelihood", first.meanLogLikelihood()));
        return new Learned(Optional.of(model), List.of(event));
    }

    private Learned fold() {
        Model model = Objects.requireNonNull(state.model());
        List<List<PaneKey>> runs = panes.closedRuns(state, settings.foldPoints());
        double foldMeanLogLikelihood = Double.NaN;
        for (List<PaneKey> run : runs) {
            PaneStatistics folded = take(run, model);
            if (folded.statistics().weight() > 0) {
                foldMeanLogLikelihood = folded.statistics().meanLogLikelihood();
                foldIn(folded);
            }
        }
        if (Double.isNaN(foldMeanLogLikelihood)) {
            return Learned.NOTHING;
        }
        Model next = nextModel(model, foldMeanLogLikelihood);
        state.model(next);
        return new Learned(Optional.of(next), List.of());
    }

    /** Takes the panes of a run out and merges them; those of another layout can only be counted. */
    private PaneStatistics take(List<PaneKey> run, Model model) {
        long last = run.get(run.size() - 1).pane();
        PaneStatistics merged = new PaneStatistics(
                last,
                model.layoutEpoch(),
                new MixtureStatistics(
                        settings.family().scatter(),
                        model.mixture().size(),
                        model.mixture().dimension()),
                Long.MIN_VALUE,
                0);
        long otherLayout = 0;
        for (PaneKey key : run) {
            PaneStatistics pane = Objects.requireNonNull(state.open().get(key));
            if (key.layoutEpoch() == model.layoutEpoch()) {
                merged = merged.merged(pane);
            } else {
                otherLayout += pane.statistics().points();
            }
            state.removeOpen(key);
        }
        state.change().close(merged, otherLayout);
        return merged;
    }

    private void foldIn(PaneStatistics pane) {
        MixtureStatistics fold = pane.statistics();
        state.change().score(fold.logLikelihood(), fold.weight());
        if (settings.forgetting() instanceof Forgetting.Window window) {
            slide(pane, window.span().toMillis());
        } else {
            step(pane);
        }
    }

    private void step(PaneStatistics pane) {
        MixtureStatistics before = state.statistics();
        Counters counters = state.change();
        if (before == null) {
            replace(pane);
            return;
        }
        double weight = pane.statistics().weight();
        double elapsed = Math.max(0, pane.eventTime() - counters.eventTime());
        double gamma = stepSize.of(counters.stepOffset(), counters.learnedWeight(), weight, elapsed);
        MixtureStatistics next = before.scaled(1 - gamma);
        next.merge(pane.statistics().scaled(gamma / weight));
        state.statistics(next);
        double effective = 1 / ((1 - gamma) * (1 - gamma) / counters.effectivePoints() + gamma * gamma / weight);
        counters.fold(weight, effective, pane.eventTime());
    }

    /** The statistics are this pane's alone. */
    private void replace(PaneStatistics pane) {
        Counters counters = state.change();
        double weight = pane.statistics().weight();
        if (settings.forgetting() instanceof Forgetting.Window) {
            state.addWindow(counters.folds(), pane);
        }
        state.statistics(pane.statistics().scaled(1 / weight));
        counters.fold(weight, weight, pane.eventTime());
    }

    private void slide(PaneStatistics pane, long span) {
        Counters counters = state.change();
        state.addWindow(counters.folds(), pane);
        long newest = Math.max(counters.eventTime(), pane.eventTime());
        state.window().entrySet().stream()
                .filter(entry -> entry.getValue().eventTime() <= newest - span)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(state::removeWindow);
        MixtureStatistics all = null;
        for (PaneStatistics each : state.window().values()) {
            if (all == null) {
                all = each.statistics().copy();
            } else {
                all.merge(each.statistics());
            }
        }
        if (all != null) {
            double weight = all.weight();
            state.statistics(all.scaled(1 / weight));
            counters.fold(pane.statistics().weight(), weight, pane.eventTime());
        }
    }

    private Model nextModel(Model model, double foldMeanLogLikelihood) {
        Counters counters = state.counters();
        MixtureStatistics statistics = Objects.requireNonNull(state.statistics());
        Prior prior = Objects.requireNonNull(state.prior());
        Mixture mixture =
                Maximization.nextMixture(model.mixture(), statistics.scaled(counters.effectivePoints()), prior);
        long version = model.version() + 1;
        return new Model(
                model.name(),
                version,
                model.version(),
                model.layoutEpoch(),
                model.features(),
                mixture,
                clustersOf(mixture, counters.effectivePoints(), model, version),
                counters.points(),
                counters.effectivePoints(),
                settings.forgetting().toString(),
                foldMeanLogLikelihood,
                counters.prequentialLogLikelihood() / counters.prequentialWeight(),
                counters.eventTime());
    }

    private static List<Model.Cluster> clustersOf(
            Mixture mixture, double effectivePoints, @Nullable Model before, long version) {
        List<Model.Cluster> clusters = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            long born = before == null ? version : before.clusters().get(k).born();
            clusters.add(new Model.Cluster(born, mixture.weight(k) * effectivePoints));
        }
        return clusters;
    }

    private static long earliest(Iterable<TaskReport.RawPoints> reports) {
        long earliest = Long.MAX_VALUE;
        for (TaskReport.RawPoints raw : reports) {
            for (Point point : raw.points()) {
                if (point.timestamp() != Point.NO_TIMESTAMP) {
                    earliest = Math.min(earliest, point.timestamp());
                }
            }
        }
        return earliest == Long.MAX_VALUE ? 0 : earliest;
    }

    private static long latest(List<Point> points, long otherwise) {
        return points.stream()
                .mapToLong(Point::timestamp)
                .filter(timestamp -> timestamp != Point.NO_TIMESTAMP)
                .max()
                .orElse(otherwise);
    }
}
