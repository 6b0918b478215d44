package io.emstream.learn;

import io.emstream.em.Fit;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a stream that moves by EM on its newest points, iterated: whenever half of them are new, a few iterations from where
 * the fit before stood. Running statistics make one M-step per fold, so in directions that the likelihood hardly tells apart
 * (overlapping clusters) they come behind by many half-lives, and may slide into a wrong division of the points for good.
 *
 * <p>While the stream is at rest nothing is kept and nothing fitted.
 */
final class Following {
    /** A fit to so many overrates itself by p / (2·n), four thousandths of a nat. */
    private static final int POINTS_PER_PARAMETER = 125;

    private static final int FEWEST = 2000;
    private static final int MOST = 20_000;

    /** With fewer points per parameter a fit cannot pay. */
    private static final int FEWEST_PER_PARAMETER = 2;

    private final LearnerState state;
    private final Ladder ladder;

    Following(LearnerState state, Ladder ladder) {
        this.state = state;
        this.ladder = ladder;
    }

    /** How many points are kept for a mixture with so many free parameters, and as many as come in one fold. */
    static int capacity(int parameters) {
        return parameters > MOST / FEWEST_PER_PARAMETER
                ? 0
                : Math.min(MOST, Math.max(FEWEST, POINTS_PER_PARAMETER * parameters));
    }

    /** Takes the sample of a fold in. */
    void add(List<Point> sample, Mixture mixture) {
        int capacity = capacity(mixture.parameters());
        if (capacity == 0 || sample.isEmpty() || !ladder.isMoving()) {
            return;
        }
        state.addNewest(state.change().takeSequence(), sample);
        int size = size();
        for (var block : List.copyOf(state.newest().entrySet())) {
            size -= block.getValue().size();
            if (size < capacity) {
                break;
            }
            state.removeNewest(block.getKey());
        }
    }

    private int size() {
        return state.newest().values().stream().mapToInt(List::size).sum();
    }

    /** Whether a fit is to be made. */
    boolean isDue(Mixture mixture) {
        int capacity = capacity(mixture.parameters());
        return capacity > 0
                && ladder.isMoving()
                && size() >= capacity
                && state.counters().learnedWeight() - ladder.follower().learnedWeight() >= capacity / 2.0;
    }

    List<Point> points() {
        List<Point> all = new ArrayList<>(size());
        state.newest().values().forEach(all::addAll);
        return all;
    }

    /** The mixture to go on from. */
    Mixture start(Mixture published) {
        Track follower = ladder.follower();
        return follower.statistics() == null ? published : ladder.mixture(follower, published);
    }

    void take(Fit fit) {
        ladder.follow(fit.statistics());
    }

    /** Forgets the points, which are not of the stream as it is. */
    void clear() {
        List.copyOf(state.newest().keySet()).forEach(state::removeNewest);
    }
}
