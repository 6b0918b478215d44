package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves by which EM leaves a local optimum without changing the number of components: two that do the work of one are merged,
 * and one that does the work of two is split (Ueda, Nakano, Ghahramani &amp; Hinton 2000).
 *
 * <p>Merges and splits are first tried apart, each by {@link PartialEm}, which costs little and tells nearly all; of the
 * pairs that promise most, the three components are fitted together, and only what then still promises to pay is given to
 * full EM, whose likelihood alone decides.
 */
public final class SplitMerge {
    private static final double LEAST_GAIN = 1e-3;
    /** Full EM seldom adds more than the rest to what partial EM has reached. */
    private static final double PROMISING = 0.4;
    /** Pairs that are merged to free a component for a cluster that the noise has swallowed. */
    private static final int MERGES_FOR_BIRTHS = 2;

    /** Of a component that is given to the noise, before EM, nats per point. */
    private static final double LARGEST_LOSS = 0.05;

    /** If the best few fail, so do the others. */
    private static final int TRIALS = 5;

    private static final int TRIAL_ITERATIONS = 30;
    private static final int TRIAL_STEP = 3;
    private static final int SETTLING_ITERATIONS = 50;
    private static final double SETTLING_TOLERANCE = 1e-5;
    /** A component that moved less than this, in Bhattacharyya's distance, is split as before. */
    private static final double SAME = 0.002;

    private final List<Point> sample;
    private final Prior prior;
    private final Effort effort;
    private final RandomGenerator random;

    private SplitMerge(List<Point> sample, Prior prior, Effort effort, RandomGenerator random) {
        this.sample = sample;
        this.prior = prior;
        this.effort = effort;
        this.random = random;
    }

    /**
     * How long is searched.
     *
     * @param candidates how many moves are looked at closely before each that is made
     * @param moves the most that are made
     */
    public record Effort(int candidates, int moves) {}

    /**
     * A move, in terms of indices, whose meaning it changes. Where {@code split} is {@code merged}, two components were divided
     * anew: what they merged to was split along another line.
     *
     * @param split the component that was split; its first child takes its index
     * @param merged the heavier of the two that were merged; they take its index together
     * @param freed the lighter of the two; the second child takes its index
     */
    public record Move(int split, int merged, int freed) {}

    /**
     * What came of it.
     *
     * @param fit with the cluster ids by index as they were
     * @param moves in the order in which they were made; none, if nothing better was found
     */
    public record Result(Fit fit, List<Move> moves) {
        /** Copies the list. */
        public Result {
            moves = List.copyOf(moves);
        }
    }

    /**
     * Looks for a better optimum. A move is made if EM after it raises the mean log-likelihood by what a chance improvement
     * of one component's parameters could not: max(1e-3, (10 + p)/m), p being their number and m the weight of the sample.
     * Under hard assignment the mean squared distance per feature is the unit instead of nats.
     *
     * @param fit to this sample, to which EM has converged or nearly so: what EM alone would still gain is taken for a
     *     move's
     * @param sample points; those of no weight, or with nothing observed, are left out
     */
    public static Result improve(Fit fit, List<Point> sample, Prior prior, Effort effort, RandomGenerator random) {
        List<Point> learnable = sample.stream().filter(Point::isLearnable).toList();
        return new SplitMerge(learnable, prior, effort, random).improve(fit);
    }

    private Result improve(Fit start) {
        Fit fit = start;
        List<Move> moves = new ArrayList<>();
        @Nullable Split[] known = new Split[fit.mixture().size()];
        while (moves.size() < effort.moves
                && effort.candidates > 0
                && fit.mixture().size() > 1
                && hasUnit(fit)) {
            MoveSearch search = new MoveSearch(fit, sample, prior, known, random);
            Better better = firstBetter(fit, candidates(search, fit));
            if (better == null) {
                break;
            }
            moves.add(move(better.change));
            known = stillKnown(search, fit, better.fit);
            fit = better.fit;
        }
        return new Result(fit, moves);
    }

    private record Better(Change change, Fit fit) {}

    private @Nullable Better firstBetter(Fit fit, List<Change> candidates) {
        for (Change change : candidates) {
            Fit better = better(fit, change);
            if (better != null) {
                return new Better(change, better);
            }
        }
        return null;
    }

    private static Move move(Change change) {
        List<Integer> replaced = change.replaced();
        int last = replaced.get(replaced.size() - 1);
        return new Move(replaced.get(0), replaced.size() < 3 ? replaced.get(0) : replaced.get(1), last);
    }

    /** What promises at least a part of what is wanted, the best first; then births, which promise nothing before EM. */
    private List<Change> candidates(MoveSearch search, Fit fit) {
        double least = PROMISING * threshold(fit);
        Stream<Change> moves = search.moves(effort.candidates).stream().map(move -> search.together(move, least));
        Stream<Change> divisions = search.divisions(fit.mixture().size(), least).stream();
        Stream<Change> promising = Stream.concat(moves, divisions)
                .filter(change -> change.gain() > least)
                .sorted(MoveSearch.BEST_FIRST)
                .limit(TRIALS);
        Stream<Change> outOfNoise = search.birthsForMerges(MERGES_FOR_BIRTHS).stream();
        Stream<Change> intoNoise = search.dissolutionsForSplits(-LARGEST_LOSS).stream();
        return Stream.concat(promising, Stream.concat(outOfNoise, intoNoise)).toList();
    }

    /** The fit after a change, if it is better by enough; given up as soon as its pace would not take it there. */
    private @Nullable Fit better(Fit fit, Change change) {
        double wanted = likelihood(fit) + threshold(fit);
        Fit next = BatchEm.iterate(change.applied(fit.mixture()), sample, prior, 0, 0);
        double reached = likelihood(next);
        for (int left = TRIAL_ITERATIONS; !(reached > wanted); left -= TRIAL_STEP) {
            double before = reached;
            next = BatchEm.resume(next, sample, prior, TRIAL_STEP, 0);
            reached = likelihood(next);
            double pace = (reached - before) / TRIAL_STEP;
            if (!(reached + pace * left > wanted)) {
                return null;
            }
        }
        return BatchEm.resume(next, sample, prior, SETTLING_ITERATIONS, SETTLING_TOLERANCE);
    }

    private double likelihood(Fit fit) {
        return Expectation.comparableLogLikelihood(fit, sample);
    }

    /** The splits of components that have hardly changed. */
    private static @Nullable Split[] stillKnown(MoveSearch search, Fit before, Fit after) {
        Family family = before.mixture().family();
        double unit = unit(before);
        @Nullable Split[] known = new Split[before.mixture().size()];
        for (int k = 0; k < known.length; k++) {
            double distance = family.distance(
                    before.mixture().component(k), after.mixture().component(k));
            known[k] = distance < SAME * unit ? search.splits().get(k) : null;
        }
        return known;
    }

    private double threshold(Fit fit) {
        Mixture mixture = fit.mixture();
        Family family = mixture.family();
        int parameters = family.parameters(mixture.size() + 1, mixture.dimension())
                - family.parameters(mixture.size(), mixture.dimension());
        return unit(fit)
                * Math.max(LEAST_GAIN, (10 + parameters) / fit.statistics().weight());
    }

    private static boolean hasUnit(Fit fit) {
        double unit = unit(fit);
        return unit > 0 && unit < Double.POSITIVE_INFINITY;
    }

    /** What a log-likelihood is measured in: nats, or under hard assignment the mean squared distance per feature. */
    private static double unit(Fit fit) {
        boolean hard = fit.mixture().family().assignment() == Family.Assignment.HARD;
        return hard ? -2 * fit.meanLogLikelihood() / fit.mixture().dimension() : 1;
    }
}
