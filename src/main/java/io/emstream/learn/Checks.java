package io.emstream.learn;

import io.emstream.em.Fit;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the model: now and then has a better one searched for on a sample of the stream, and when panes have become
 * unlikely, on what has come since. A search runs on the executor; what it finds is taken over at a later fold, if it is
 * better beyond doubt. So a false alarm changes nothing.
 */
final class Checks {
    private static final int SAMPLES_PER_CHECK = 4;
    private static final int FEWEST_AFTER_ALARM = 300;
    private static final int POINTS_PER_CLUSTER = 20;

    private final LearnerSettings settings;
    private final LearnerState state;
    private final Ladder ladder;
    private final Reservoir reservoir;
    private final Following following;
    private final SinceChange sinceChange;
    private final Executor executor;
    private final CpuBudget budget;
    private @Nullable CompletableFuture<Search.Found> search;
    private @Nullable RuntimeException failure;

    Checks(LearnerSettings settings, LearnerState state, Ladder ladder, Executor executor, CpuBudget budget) {
        this.settings = settings;
        this.state = state;
        this.ladder = ladder;
        this.reservoir = new Reservoir(state);
        this.sinceChange = new SinceChange(state);
        this.following = new Following(state, ladder);
        this.executor = executor;
        this.budget = budget;
    }

    boolean isBusy() {
        return search != null;
    }

    /** Whether nothing is to be folded before a search has ended. */
    boolean isAwaited() {
        return search != null && settings.cpu() == Double.POSITIVE_INFINITY;
    }

    /**
     * Starts with the first model.
     *
     * @param passed what it was made of, as far as that is not going to come again in panes
     * @param passedWeight how much of that was learned
     * @param sampleWeight of all that it was made of
     */
    void start(List<Point> passed, double passedWeight, double sampleWeight) {
        reservoir.replace(passed, random());
        state.changeChecks().start(passedWeight, sampleWeight);
    }

    /**
     * Starts with a model that was given, of which no points are at hand.
     *
     * @param weight how many points it is worth
     */
    void startFrom(double weight) {
        search = null;
        sinceChange.clear();
        following.clear();
        state.detector(new PageHinkley());
        start(List.of(), 0, weight);
    }

    /** Lets go of a search that is under way: what it finds is not wanted any more. */
    void abandon() {
        search = null;
    }

    /** Has a model made of what comes from now on, which will be taken over in any case; answers of how many points. */
    int makeAnew() {
        search = null;
        sinceChange.clear();
        state.changeChecks().alarm(CheckSchedule.BY_COMMAND);
        return settings.warmupPoints();
    }

    /** Notes a fold, before which the model was this, and sees whether anything is to be searched for. */
    void afterFold(PaneStatistics pane, double elapsed, Model model, List<ModelEvent> events) {
        MixtureStatistics fold = pane.statistics();
        CheckSchedule schedule = state.changeChecks();
        schedule.fold(fold.weight());
        if (!isOn()) {
            // What is kept while nobody looks would be out of date when somebody does.
            reservoir.clear();
            return;
        }
        List<Point> sample = pane.sample().points();
        reservoir.add(
                sample,
                fold.weight() / schedule.points(),
                ladder.forgotten(fold.weight(), elapsed),
                settings.warmupPoints(),
                capacity(model.mixture()),
                random());
        if (isOn()) {
            following.add(sample, model.mixture());
        }
        if (schedule.stage() > 0) {
            sinceChange.add(sample, mostAfterAlarm());
        } else if (isWatchful()) {
            watch(fold, sample, model, events);
        }
        if (search == null) {
            order(model).ifPresent(this::submit);
        }
    }

    /** Sees whether panes have become unlikely, and keeps what may be the first points of a change until it is sure. */
    private void watch(MixtureStatistics fold, List<Point> sample, Model model, List<ModelEvent> events) {
        boolean isAlarm = isAlarm(fold, model);
        if (state.detector().sum() == 0) {
            sinceChange.clear();
            return;
        }
        sinceChange.addNewest(sample, enoughAfterAlarm(model.mixture(), CheckSchedule.LAST_CHECK), mostAfterAlarm());
        if (isAlarm) {
            events.add(alarm(fold, model));
            sinceChange.begin(
                    model.mixture(), state.detector().mean(), Gains.unit(model.mixture(), fold.meanLogLikelihood()));
            state.changeChecks().alarm(1);
            state.detector(new PageHinkley());
        }
    }

    /** Whoever says that nothing is to be forgotten says that the stream is at rest. */
    private boolean isWatchful() {
        return isOn() && !(settings.forgetting() instanceof Forgetting.None);
    }

    /** Whether anything is ever searched for. */
    boolean isOn() {
        return settings.cpu() > 0;
    }

    private boolean isAlarm(MixtureStatistics fold, Model model) {
        double unit = Gains.unit(model.mixture(), fold.meanLogLikelihood());
        double mean = fold.meanLogLikelihood() / unit;
        double variance = fold.squaredLogLikelihood() / fold.weight() / (unit * unit) - mean * mean;
        return state.changeDetector().isAlarm(mean, Math.max(0, variance), fold.weight());
    }

    private ModelEvent alarm(MixtureStatistics fold, Model model) {
        PageHinkley detector = state.detector();
        return event(
                ModelEvent.Type.DRIFT,
                model.version(),
                Map.of(
                        "statistic", detector.sum(),
                        "threshold", PageHinkley.THRESHOLD,
                        "referenceMeanLogLikelihood", detector.mean(),
                        "referenceDeviation", Math.sqrt(detector.variance()),
                        "foldMeanLogLikelihood", fold.meanLogLikelihood()));
    }

    private ModelEvent event(ModelEvent.Type type, long version, Map<String, Double> numbers) {
        return new ModelEvent(type, version, state.counters().eventTime(), List.of(), List.of(), numbers);
    }

    private Optional<Search.Order> order(Model model) {
        CheckSchedule schedule = state.checks();
        if (!isOn()) {
            return Optional.empty();
        }
        if (schedule.stage() > 0) {
            List<Point> sample = sinceChange.points();
            int enough = enoughAfterAlarm(model.mixture(), schedule.stage());
            return sample.size() >= enough ? Optional.of(order(Search.Kind.RESEED, sample, model)) : Optional.empty();
        }
        if (schedule.points() >= schedule.next() && reservoir.size() > 0) {
            return Optional.of(order(Search.Kind.REPAIR, reservoir.points(), model));
        }
        return following.isDue(model.mixture())
                ? Optional.of(order(Search.Kind.FOLLOW, following.points(), model))
                : Optional.empty();
    }

    /** How many points a check of an alarm wants, twice as many as the one before, but no more than are kept. */
    private int enoughAfterAlarm(Mixture mixture, int stage) {
        int first = Math.max(
                FEWEST_AFTER_ALARM,
                Math.max(POINTS_PER_CLUSTER * mixture.size(), mixture.size() * mixture.dimension()));
        int wanted = stage == CheckSchedule.BY_COMMAND ? settings.warmupPoints() : first << (stage - 1);
        return Math.min(mostAfterAlarm(), wanted);
    }

    private int mostAfterAlarm() {
        return Reservoir.capacityAfterAlarm(settings.clusters().most());
    }

    private static int capacity(Mixture mixture) {
        return Reservoir.capacity(mixture.size(), mixture.parameters(), mixture.dimension());
    }

    private Search.Order order(Search.Kind kind, List<Point> sample, Model model) {
        return new Search.Order(
                kind,
                model.layoutEpoch(),
                sample,
                kind == Search.Kind.FOLLOW ? following.start(model.mixture()) : model.mixture(),
                Objects.requireNonNull(state.prior()),
                ladder.published().effectivePoints(),
                isChanged(),
                random());
    }

    /** Whether the model has been started anew since its first points. */
    private boolean isChanged() {
        return state.checks().points() < state.counters().learnedWeight();
    }

    private void submit(Search.Order order) {
        if (budget.allows()) {
            search = CompletableFuture.supplyAsync(() -> budget.measure(() -> Search.of(settings, order)), executor);
        }
    }

    /** The model with what a search has found, if one has ended and found something better. */
    Optional<Model> adopt(Model model, List<ModelEvent> events) {
        if (search == null || !search.isDone()) {
            return Optional.empty();
        }
        CompletableFuture<Search.Found> done = search;
        search = null;
        Search.Found found;
        try {
            found = done.join();
        } catch (CompletionException failed) {
            fail(failed, model, events);
            return Optional.empty();
        }
        if (found.order().layoutEpoch() != model.layoutEpoch()) {
            return Optional.empty();
        }
        return switch (found.order().kind()) {
            case REPAIR -> adoptRepair(found, model, events);
            case RESEED -> adoptReseeding(found, model, events);
            case FOLLOW -> {
                following.take(found.fit());
                yield Optional.empty();
            }
        };
    }

    /** A search that fails costs a check, not the stream. */
    private void fail(CompletionException failed, Model model, List<ModelEvent> events) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        failure = failed.getCause() instanceof RuntimeException cause ? cause : failed;
        // Whatever they have to do with it: gathering others also keeps it from failing at every fold.
        following.clear();
        CheckSchedule schedule = state.changeChecks();
        if (schedule.stage() > 0) {
            deny(schedule);
        } else {
            schedule.putOff(SAMPLES_PER_CHECK * (double) reservoir.size());
        }
        events.add(event(ModelEvent.Type.CHECK_FAILED, model.version(), Map.of()));
    }

    /** Why the last search failed that did. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void deny(CheckSchedule schedule) {
        schedule.alarm(schedule.stage() < CheckSchedule.LAST_CHECK ? schedule.stage() + 1 : 0);
        if (schedule.stage() == 0) {
            sinceChange.clear();
        }
    }

    private Optional<Model> adoptRepair(Search.Found found, Model model, List<ModelEvent> events) {
        CheckSchedule schedule = state.changeChecks();
        schedule.putOff((double) SAMPLES_PER_CHECK * found.order().sample().size());
        Fit other = found.other();
        int change = found.change();
        boolean isConfirmed = change != 0 && change == schedule.wantedChange();
        schedule.want(isConfirmed ? 0 : change);
        if (change != 0 && !isConfirmed) {
            schedule.confirm();
        }
        if (other != null && isConfirmed) {
            return Optional.of(replace(
                    other, model, ModelEvent.Type.CLUSTERS_CHANGED, changeNumbers(found, model, other), events));
        }
        return found.isBetter()
                ? Optional.of(replace(found.fit(), model, ModelEvent.Type.REFIT, numbers(found), events))
                : Optional.empty();
    }

    private Optional<Model> adoptReseeding(Search.Found found, Model model, List<ModelEvent> events) {
        CheckSchedule schedule = state.changeChecks();
        if (!found.isBetter() && schedule.stage() != CheckSchedule.BY_COMMAND) {
            events.add(event(ModelEvent.Type.DRIFT_DENIED, model.version(), numbers(found)));
            deny(schedule);
            return Optional.empty();
        }
        state.prior(found.prior());
        List<Point> sample = sinceChange.points();
        sinceChange.clear();
        following.clear();
        reservoir.replace(sample, random());
        schedule.start(sample.size(), sample.size());
        state.detector(new PageHinkley());
        return Optional.of(replace(found.fit(), model, ModelEvent.Type.RESEEDED, numbers(found), events));
    }

    /** Has all tracks stand at a fit, under the ids of the clusters that live on. */
    private Model replace(
            Fit fit, Model model, ModelEvent.Type type, Map<String, Double> numbers, List<ModelEvent> events) {
        MixtureStatistics statistics = fit.statistics();
        events.add(event(type, model.version() + 1, numbers));
        Identity identity =
                new Identity(model, fit.mixture(), Gains.unit(fit.mixture(), statistics.meanLogLikelihood()));
        Model after;
        if (identity.isUnchanged()) {
            Mixture mixture = fit.mixture().withClusters(model.mixture().clusters());
            after = model.with(mixture, model.layoutEpoch(), model.clusters());
        } else {
            state.detector(new PageHinkley());
            after = identity.successor(statistics, () -> state.change().takeClusters(1));
            events.addAll(identity.events(after));
        }
        ladder.restart(statistics, after.layoutEpoch(), state.counters().eventTime());
        return after;
    }

    private static Map<String, Double> numbers(Search.Found found) {
        return Map.of(
                "points",
                (double) found.order().sample().size(),
                "likelihoodRatio",
                found.gain(),
                "threshold",
                found.limit());
    }

    private static Map<String, Double> changeNumbers(Search.Found found, Model model, Fit other) {
        return Map.of(
                "points",
                (double) found.order().sample().size(),
                "clustersBefore",
                (double) DeadClusters.living(model.mixture()),
                "clusters",
                (double) DeadClusters.living(other.mixture()),
                "criterionFall",
                found.fall());
    }

    /** Chance of its own for each fold and use. */
    private RandomGenerator random() {
        long number = state.change().takeSequence();
        return RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed() * 0x9E3779B97F4A7C15L + number);
    }
}
