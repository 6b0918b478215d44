package io.emstream.learn;

import io.emstream.em.Expectation;
import io.emstream.em.Schedule;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The time before the first model: gathers raw points, and has batch EM make a model of the first of them.
 *
 * <p>Should that fail, it is tried again with twice as many points, because only other points can make a difference. How many
 * failed is no part of the state: a learner that is started anew tries at once.
 */
final class WarmUp {
    /** How many raw points are kept; those beyond are counted as unlearned. */
    static final int MOST_RAW_POINTS = 100_000;

    private final LearnerSettings settings;
    private final LearnerState state;
    private final Folding folding;
    private final Checks checks;
    private final Executor executor;
    private @Nullable Attempt attempt;
    private @Nullable RuntimeException failure;
    private int failedPoints;

    /** A first model in the making, and how many points it is made of. */
    private record Attempt(int points, CompletableFuture<Initialisation> result) {}

    WarmUp(LearnerSettings settings, LearnerState state, Folding folding, Checks checks, Executor executor) {
        this.settings = settings;
        this.state = state;
        this.folding = folding;
        this.checks = checks;
        this.executor = executor;
    }

    /** Keeps what is needed of points that met no model. */
    void add(RawPoints raw) {
        switch (raw.kind()) {
            case HELD -> addHeld(raw);
            case PASSED -> addPassed(raw);
            case RELEASED -> {
                heldBlocks(raw.partition()).forEach(state::removeRaw);
                addPassed(raw);
            }
        }
    }

    /** Of held points no more than the sample is kept. */
    private void addHeld(RawPoints raw) {
        int room = Math.max(0, sampleSize() - state.rawPoints());
        List<Point> kept = raw.points().subList(0, Math.min(room, raw.points().size()));
        if (!kept.isEmpty()) {
            keep(new RawPoints(raw.partition(), raw.kind(), kept));
        }
    }

    private void addPassed(RawPoints raw) {
        if (state.rawPoints() < mostPoints()) {
            keep(raw);
        } else {
            state.change().leaveUnlearned(raw.points().size());
        }
    }

    private void keep(RawPoints raw) {
        state.addRaw(state.change().takeSequence(), raw);
    }

    private List<Long> heldBlocks(int partition) {
        return state.raw().entrySet().stream()
                .filter(entry -> entry.getValue().kind() == RawPoints.Kind.HELD
                        && entry.getValue().partition() == partition)
                .map(Map.Entry::getKey)
                .toList();
    }

    private int mostPoints() {
        return Math.max(MOST_RAW_POINTS, settings.warmupPoints());
    }

    /** From how many points the first model is made. */
    private int sampleSize() {
        return Math.max(settings.warmupPoints(), moreThanFailed());
    }

    /** Twice as many points as failed the last time; 0 before any failure. */
    private int moreThanFailed() {
        return (int) Math.min(mostPoints(), 2L * failedPoints);
    }

    boolean isBusy() {
        return attempt != null;
    }

    /** Why the last attempt failed. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Makes the first model when there are points enough; with {@code hurry}, or when no more will come, few are. */
    Learned advance(boolean hurry) {
        boolean soon = hurry || folding.hasInputEnded();
        if (attempt == null && state.rawPoints() >= (soon ? fewestPoints() : sampleSize())) {
            List<Point> sample = sample();
            attempt = new Attempt(
                    sample.size(), CompletableFuture.supplyAsync(() -> firstModel(settings, sample), executor));
        }
        if (attempt == null || !attempt.result.isDone()) {
            return Learned.NOTHING;
        }
        Attempt done = attempt;
        attempt = null;
        Initialisation first;
        try {
            first = done.result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                return fail(done.points, cause);
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed;
        }
        return adopt(first, done.points);
    }

    private int fewestPoints() {
        return Math.max(settings.fewestPoints(), moreThanFailed());
    }

    /** The first raw points, by partition and then by arrival. */
    private List<Point> sample() {
        List<RawPoints> blocks = new ArrayList<>();
        int room = sampleSize();
        for (RawPoints raw : state.raw().values()) {
            List<Point> points =
                    raw.points().subList(0, Math.min(room, raw.points().size()));
            blocks.add(new RawPoints(raw.partition(), raw.kind(), points));
            room -= points.size();
        }
        blocks.sort(Comparator.comparingInt(RawPoints::partition));
        return points(blocks);
    }

    private static List<Point> points(List<RawPoints> blocks) {
        return blocks.stream().flatMap(raw -> raw.points().stream()).toList();
    }

    private static Initialisation firstModel(LearnerSettings settings, List<Point> sample) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
        Initialisation first = Initialisation.of(settings, sample, Schedule.QUICK, random);
        double meanLogLikelihood = first.fit().meanLogLikelihood();
        if (!Double.isFinite(meanLogLikelihood)) {
            throw new ArithmeticException(
                    "the mean log-likelihood of the first model is " + meanLogLikelihood + ", must be finite");
        }
        return first;
    }

    private Learned fail(int points, RuntimeException cause) {
        long eventTime = earliest();
        failure = cause;
        failedPoints = points;
        if (points >= mostPoints()) {
            // There is no room for more of them, so that only new ones can help.
            takePassed()
                    .forEach(raw -> state.change().leaveUnlearned(raw.points().size()));
            failedPoints = 0;
        }
        return new Learned(
                Optional.empty(),
                List.of(new ModelEvent(
                        ModelEvent.Type.INITIALISATION_FAILED,
                        0,
                        eventTime,
                        List.of(),
                        List.of(),
                        Map.of("points", (double) points))));
    }

    private Learned adopt(Initialisation first, int points) {
        long eventTime = earliest();
        List<Point> passed = points(takePassed());

        Counters counters = state.change();
        Mixture fitted = first.fit().mixture();
        long firstCluster = counters.takeClusters(fitted.size());
        long[] clusters =
                LongStream.range(firstCluster, firstCluster + fitted.size()).toArray();
        Mixture mixture = fitted.withClusters(clusters);
        MixtureStatistics sample = first.fit().statistics();
        state.prior(first.prior());
        long version = state.lastVersion() + 1;
        Model model = new Model(
                settings.name(),
                version,
                0,
                1,
                settings.features(),
                mixture,
                sample.components().stream()
                        .map(component -> new Model.Cluster(version, component.weight()))
                        .toList(),
                0,
                sample.weight(),
                settings.forgetting().toString(),
                Double.NaN,
                Double.NaN,
                eventTime);
        model = learn(passed, model);
        ModelEvent event = new ModelEvent(
                ModelEvent.Type.INITIALISED,
                model.version(),
                eventTime,
                List.of(),
                LongStream.of(clusters).boxed().toList(),
                Map.of("points", (double) points, "meanLogLikelihood", sample.meanLogLikelihood()));
        return new Learned(Optional.of(model), List.of(event));
    }

    /** Ends without a model of its own, since one is given: returns the points that will never be heard of again. */
    List<Point> end() {
        attempt = null;
        return points(takePassed());
    }

    /** Takes all raw points out; those that will never be heard of again are returned. */
    private List<RawPoints> takePassed() {
        List<RawPoints> passed = state.raw().values().stream()
                .filter(raw -> raw.kind() != RawPoints.Kind.HELD)
                .toList();
        List.copyOf(state.raw().keySet()).forEach(state::removeRaw);
        return passed;
    }

    /**
     * Starts the statistics with the points that have passed, and returns the model that knows of them; step sizes start
     * where the sample ended in any case.
     */
    private Model learn(List<Point> passed, Model first) {
        MixtureStatistics statistics = Expectation.statistics(first.mixture(), passed);
        double sampleWeight = first.effectivePoints();
        Counters counters = state.change();
        counters.learn(statistics.points());
        counters.leaveUnlearned(passed.size() - statistics.points());
        counters.startFrom(Math.max(0, sampleWeight - statistics.weight()));
        Model model = first.withPoints(counters.points());
        state.model(model);
        checks.start(passed, statistics.weight(), sampleWeight);
        if (statistics.weight() > 0) {
            folding.average(
                    new PaneStatistics(
                            0, 1, statistics, EventTime.latest(passed), 0, new PointSample(PointSample.FOLD_CAPACITY)),
                    model);
        }
        return model;
    }

    /** No point is older, so that no task waits for a later one before it reads the first model. */
    long earliest() {
        return EventTime.earliest(points(List.copyOf(state.raw().values())));
    }
}
