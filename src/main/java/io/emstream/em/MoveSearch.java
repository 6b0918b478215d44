package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What could be changed about one fit, and what that would gain as long as all the rest stays as it is. */
final class MoveSearch {
    private static final int SPLIT_ITERATIONS = 6;
    private static final int MERGE_ITERATIONS = 3;
    private static final int MOVE_ITERATIONS = 8;
    /** A component of fewer points is as good as dead. */
    private static final double DEAD = 2;

    static final Comparator<Change> BEST_FIRST =
            Comparator.comparingDouble(Change::gain).reversed();

    private final Fit fit;
    private final Prior prior;
    private final RandomGenerator random;
    private final JointDensities densities;
    private final double[] shares;
    private final List<Split> splits;

    /**
     * Looks at one fit.
     *
     * @param sample points that can be learned from, those that the fit is of
     * @param known splits by component that were found in an earlier search and still apply; {@code null} for others
     */
    MoveSearch(Fit fit, List<Point> sample, Prior prior, @Nullable Split[] known, RandomGenerator random) {
        this.fit = fit;
        this.prior = prior;
        this.random = random;
        this.densities = new JointDensities(fit.mixture(), sample);
        this.shares = IntStream.range(0, fit.mixture().size())
                .mapToDouble(k -> fit.statistics().component(k).weight()
                        / fit.statistics().weight())
                .toArray();
        this.splits = new ArrayList<>();
        for (int k = 0; k < shares.length; k++) {
            Split split = known[k];
            splits.add(split == null ? Split.of(densities, prior, random, k) : split);
        }
    }

    /** Looks at one fit for the first time. */
    MoveSearch(Fit fit, List<Point> sample, Prior prior, RandomGenerator random) {
        this(fit, sample, prior, new Split[fit.mixture().size()], random);
    }

    Fit fit() {
        return fit;
    }

    /** The split of each component, by index. */
    List<Split> splits() {
        return splits;
    }

    /** Each component in two, the best first. */
    List<Change> splitChanges() {
        return IntStream.range(0, shares.length)
                .mapToObj(this::splitChange)
                .filter(change -> Double.isFinite(change.gain()))
                .sorted(BEST_FIRST)
                .toList();
    }

    /** A component more where the noise has swallowed a cluster, without any promise of what it gains. */
    List<Change> births() {
        return Births.of(densities, prior, random).stream()
                .map(newborn ->
                        new Change(List.of(), List.of(newborn.component()), List.of(newborn.weight()), Double.NaN))
                .toList();
    }

    /** The same with two components merged for it, those that are cheapest to merge. */
    List<Change> birthsForMerges(int merges) {
        List<Change> births = births();
        return births.isEmpty()
                ? births
                : mergeChanges(Math.max(merges, shares.length)).stream()
                        .limit(merges)
                        .flatMap(merge -> births.stream().map(birth -> birthFor(merge, birth)))
                        .toList();
    }

    /** Each component given to the noise, as one that holds outliers should be; the best first, none without noise. */
    List<Change> dissolutions() {
        return IntStream.range(0, shares.length)
                .mapToObj(k -> new Change(List.of(k), List.of(), List.of(), densities.gainOfDissolving(k)))
                .filter(change -> Double.isFinite(change.gain()))
                .sorted(BEST_FIRST)
                .toList();
    }

    /** The component that is soonest given to the noise, with another one split or a new one born for it. */
    List<Change> dissolutionsForSplits(double wanted) {
        return dissolutions().stream()
                .limit(1)
                .flatMap(gone -> Stream.concat(
                        splitChanges().stream()
                                .filter(split -> !split.replaced().equals(gone.replaced()))
                                .limit(1)
                                .map(split -> splitFor(gone, split)),
                        births().stream()
                                .map(birth ->
                                        new Change(gone.replaced(), birth.components(), birth.weights(), gone.gain()))))
                .filter(change -> change.gain() > wanted)
                .toList();
    }

    private static Change splitFor(Change gone, Change split) {
        return new Change(
                List.of(split.replaced().get(0), gone.replaced().get(0)),
                split.components(),
                split.weights(),
                split.gain() + gone.gain());
    }

    private static Change birthFor(Change merge, Change birth) {
        return new Change(
                merge.replaced(),
                List.of(merge.components().get(0), birth.components().get(0)),
                List.of(merge.weights().get(0), birth.weights().get(0)),
                merge.gain());
    }

    private Change splitChange(int k) {
        Split split = splits.get(k);
        PartialEm.Result result = new PartialEm(densities, fit.statistics(), prior, k)
                .iterate(split.children(), split.shares(), SPLIT_ITERATIONS, Double.NEGATIVE_INFINITY);
        return new Change(List.of(k), result.components(), result.weights(), result.gain());
    }

    /** The pairs that are cheapest to merge, so many at most, the best first. */
    List<Change> mergeChanges(int most) {
        return pairs().stream()
                .limit(most)
                .map(this::mergeChange)
                .filter(change -> Double.isFinite(change.gain()))
                .sorted(BEST_FIRST)
                .toList();
    }

    /** The heavier and the lighter one. */
    private record Pair(int merged, int freed, double cost) {}

    /** All of them, the cheapest first. */
    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int j = 0; j < shares.length; j++) {
            for (int i = 0; i < j; i++) {
                pairs.add(shares[i] >= shares[j] ? pair(i, j) : pair(j, i));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::cost));
        return pairs;
    }

    private Pair pair(int heavier, int lighter) {
        Family family = fit.mixture().family();
        Component one = fit.mixture().component(heavier);
        Component other = fit.mixture().component(lighter);
        boolean dead = shares[lighter] * fit.statistics().weight() < DEAD;
        double cost = dead ? 0 : family.mergeCost(shares[heavier], one, shares[lighter], other);
        return new Pair(heavier, lighter, cost);
    }

    private Change mergeChange(Pair pair) {
        Mixture mixture = fit.mixture();
        Component merged = shares[pair.merged] > 0
                ? mixture.family()
                        .merged(
                                shares[pair.merged],
                                mixture.component(pair.merged),
                                shares[pair.freed],
                                mixture.component(pair.freed))
                : mixture.component(pair.merged);
        PartialEm.Result result = new PartialEm(densities, fit.statistics(), prior, pair.merged, pair.freed)
                .iterate(List.of(merged), List.of(1.0), MERGE_ITERATIONS, Double.NEGATIVE_INFINITY);
        return new Change(List.of(pair.merged, pair.freed), result.components(), result.weights(), result.gain());
    }

    /** Moves, so many at most, those first whose split and merge promise most apart. */
    List<Change> moves(int most) {
        List<Change> merges = mergeChanges(Math.max(most, shares.length));
        List<Change> moves = new ArrayList<>();
        for (Change split : splitChanges()) {
            for (Change merge : merges) {
                if (!merge.replaced().contains(split.replaced().get(0))) {
                    moves.add(move(split, merge));
                }
            }
        }
        return moves.stream().sorted(BEST_FIRST).limit(most).toList();
    }

    /** The pairs that are cheapest to merge, so many at most, each divided anew, as long as it may still gain what is
     * wanted; those first that promise most. */
    List<Change> divisions(int most, double wanted) {
        return pairs().stream()
                .limit(most)
                .map(pair -> division(pair, wanted))
                .filter(change -> Double.isFinite(change.gain()))
                .sorted(BEST_FIRST)
                .toList();
    }

    private Change division(Pair pair, double wanted) {
        Split split = Split.of(densities, prior, random, pair.merged, pair.freed);
        PartialEm.Result result = new PartialEm(densities, fit.statistics(), prior, pair.merged, pair.freed)
                .iterate(split.children(), split.shares(), MOVE_ITERATIONS, wanted);
        return new Change(List.of(pair.merged, pair.freed), result.components(), result.weights(), result.gain());
    }

    private static Change move(Change split, Change merge) {
        return new Change(
                List.of(
                        split.replaced().get(0),
                        merge.replaced().get(0),
                        merge.replaced().get(1)),
                List.of(
                        split.components().get(0),
                        merge.components().get(0),
                        split.components().get(1)),
                List.of(
                        split.weights().get(0),
                        merge.weights().get(0),
                        split.weights().get(1)),
                split.gain() + merge.gain());
    }

    /** The three components of a move fitted together, as long as they may still gain what is wanted. */
    Change together(Change move, double wanted) {
        int[] replaced = move.replaced().stream().mapToInt(Integer::intValue).toArray();
        PartialEm.Result result = new PartialEm(densities, fit.statistics(), prior, replaced)
                .iterate(move.components(), move.weights(), MOVE_ITERATIONS, wanted);
        return new Change(move.replaced(), result.components(), result.weights(), result.gain());
    }
}
