package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The number of components, up and down by one as long as the Bayesian information criterion falls (Schwarz 1978); where it
 * does not, {@link SplitMerge} looks for a better optimum, from which the ladder may go on.
 */
public final class ClusterCount {
    /** What is called very strong evidence (Kass &amp; Raftery, <i>Bayes Factors</i>, 1995, §3.2). */
    public static final double MARGIN = 10;

    private static final int FIRST = 4;
    private static final int TRIED = 2;
    private static final int ITERATIONS = 100;
    private static final double TOLERANCE = 1e-5;

    private final List<Point> sample;
    private final Prior prior;
    private final int fewest;
    private final int most;
    private final RandomGenerator random;

    /**
     * Looks for a number within limits.
     *
     * @param sample points; those of no weight, or with nothing observed, are left out
     * @param fewest 1 or more
     * @param most {@code fewest} or more; less, if the family cannot learn as many
     */
    public ClusterCount(List<Point> sample, Prior prior, int fewest, int most, RandomGenerator random) {
        if (fewest < 1 || most < fewest) {
            throw new IllegalArgumentException("from " + fewest + " to " + most + " clusters: there is no such number");
        }
        this.sample = sample.stream().filter(Point::isLearnable).toList();
        this.prior = prior;
        this.fewest = fewest;
        this.most = most;
        this.random = random;
    }

    /** What a step does. */
    public enum Kind {
        /** One more: the second child takes the index at the end. */
        SPLIT,
        /** One less: the indices above the one that is freed move down by one. */
        MERGE,
        /** As many: the second child takes the index that is freed, as {@link SplitMerge.Move} says. */
        MOVE
    }

    /**
     * A step of the ladder, in terms of the indices before it.
     *
     * @param split the component that was split; −1 if none was, or the new one has come out of the noise
     * @param merged the heavier one of two that were merged, whose index they keep; −1 if none, or the noise has taken the
     *     other
     * @param freed the lighter one; −1 if none
     */
    public record Step(Kind kind, int split, int merged, int freed) {}

    /**
     * What the ladder led to.
     *
     * @param fit with cluster ids as far as they were; those of new components are new in this mixture only
     * @param steps in the order in which they were made
     * @param gain by how much the criterion fell
     */
    public record Result(Fit fit, List<Step> steps, double gain) {
        /** Copies the list. */
        public Result {
            steps = List.copyOf(steps);
        }

        /**
         * Where each component comes from: its index before the steps, −1 for a second child. A first child counts as its
         * parent.
         *
         * @param size the number of components before the steps
         */
        public List<Integer> origins(int size) {
            List<Integer> origins =
                    new ArrayList<>(IntStream.range(0, size).boxed().toList());
            for (Step step : steps) {
                switch (step.kind) {
                    case SPLIT -> origins.add(-1);
                    case MERGE -> origins.remove(step.freed);
                    case MOVE -> origins.set(step.freed, -1);
                }
            }
            return origins;
        }
    }

    /**
     * Climbs from a first fit of four components, or as near to four as the limits are.
     *
     * @param noise beside the components; {@code null} for none
     * @throws IllegalArgumentException if there is no point to learn from
     */
    public Result search(Family family, @Nullable Noise noise, Schedule schedule) {
        int first = Math.max(fewest, Math.min(FIRST, largest(family, dimension())));
        Fit fit = BatchEm.fit(sample, family, first, prior, noise, schedule, random);
        return climb(fit, schedule.candidates());
    }

    private int dimension() {
        return sample.isEmpty() ? 1 : sample.get(0).dimension();
    }

    private int largest(Family family, int dimension) {
        int largest = most;
        while (largest > fewest && family.refusal(largest, dimension).isPresent()) {
            largest--;
        }
        return largest;
    }

    /**
     * Climbs from a fit to the sample, to which EM has converged or nearly so.
     *
     * @param candidates as in {@link SplitMerge.Effort}
     */
    public Result climb(Fit start, int candidates) {
        Fit fit = start;
        List<Step> steps = new ArrayList<>();
        boolean improved = true;
        while (improved) {
            improved = false;
            MoveSearch search = new MoveSearch(fit, sample, prior, random);
            Optional<Result> step = Stream.of(Kind.SPLIT, Kind.MERGE)
                    .flatMap(kind -> step(search, kind).stream())
                    .filter(result -> result.gain > MARGIN)
                    .findFirst();
            if (step.isPresent()) {
                fit = step.get().fit;
                steps.addAll(step.get().steps);
                improved = true;
            } else {
                SplitMerge.Effort effort =
                        new SplitMerge.Effort(candidates, 2 * fit.mixture().size());
                SplitMerge.Result moved = SplitMerge.improve(fit, sample, prior, effort, random);
                fit = moved.fit();
                moved.moves()
                        .forEach(move -> steps.add(new Step(Kind.MOVE, move.split(), move.merged(), move.freed())));
                improved = !moved.moves().isEmpty();
            }
        }
        return new Result(fit, steps, criterion(start, sample) - criterion(fit, sample));
    }

    /**
     * The better one of one component more and one less than a fit to the sample has.
     *
     * @return with a positive gain if it is better than the fit itself, which is for the caller to judge; nothing if the
     *     limits leave no choice
     */
    public Optional<Result> step(Fit fit) {
        MoveSearch search = new MoveSearch(fit, sample, prior, random);
        return Stream.of(Kind.SPLIT, Kind.MERGE)
                .flatMap(kind -> step(search, kind).stream())
                .max(Comparator.comparingDouble(Result::gain));
    }

    private Optional<Result> step(MoveSearch search, Kind kind) {
        Fit fit = search.fit();
        Mixture mixture = fit.mixture();
        int size = mixture.size() + (kind == Kind.SPLIT ? 1 : -1);
        if (size < fewest || size > largest(mixture.family(), mixture.dimension())) {
            return Optional.empty();
        }
        List<Change> changes = kind == Kind.SPLIT ? search.splitChanges() : search.mergeChanges(mixture.size());
        Stream<Change> noise = kind == Kind.SPLIT
                ? search.births().stream()
                : search.dissolutions().stream().limit(1);
        return Stream.concat(changes.stream().limit(TRIED), noise)
                .map(change -> step(fit, change))
                .max(Comparator.comparingDouble(Result::gain));
    }

    private Result step(Fit fit, Change change) {
        Fit next = BatchEm.iterate(change.applied(fit.mixture()), sample, prior, ITERATIONS, TOLERANCE);
        List<Integer> replaced = change.replaced();
        Step step = replaced.size() == change.components().size() - 1
                ? new Step(Kind.SPLIT, replaced.isEmpty() ? -1 : replaced.get(0), -1, -1)
                : new Step(
                        Kind.MERGE, -1, replaced.size() == 1 ? -1 : replaced.get(0), replaced.get(replaced.size() - 1));
        return new Result(next, List.of(step), criterion(fit, sample) - criterion(next, sample));
    }

    /**
     * The Bayesian information criterion of a fit, −2·log-likelihood + p·log m, lower is better; m is the weight of the
     * sample. Centres without spread are taken for balls of equal weight and one variance, their points for wholly theirs
     * (Pelleg &amp; Moore, <i>X-means</i>, 2000). Beside noise the log-likelihood is the one by which fits are comparable.
     *
     * @param sample that the fit is of
     */
    public static double criterion(Fit fit, List<Point> sample) {
        Mixture mixture = fit.mixture();
        Family family = mixture.family();
        double weight = fit.statistics().weight();
        int parameters = family.parameters(mixture.size(), mixture.dimension());
        if (family.assignment() == Family.Assignment.SOFT) {
            return -2 * weight * Expectation.comparableLogLikelihood(fit, sample) + parameters * Math.log(weight);
        }
        double values = 0;
        for (Moments moments : fit.statistics().components()) {
            for (int j = 0; j < mixture.dimension(); j++) {
                values += moments.weight(j);
            }
        }
        double variance = -2 * fit.statistics().logLikelihood() / values;
        double logLikelihood =
                -0.5 * values * (Math.log(2 * Math.PI * variance) + 1) - weight * Math.log(mixture.size());
        return -2 * logLikelihood + (parameters + 1) * Math.log(weight);
    }
}
