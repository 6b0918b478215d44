package io.emstream.learn;

import io.emstream.statistics.MixtureStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Running statistics of a stream, normalised to weight 1, and where their average stands. Mutable within this package.
 *
 * <p>Several of them may run side by side over the same panes, each forgetting at its own speed; see {@link Ladder}.
 */
public final class Track {
    private @Nullable MixtureStatistics statistics;
    private double learnedWeight;
    private double effectivePoints;
    private double score;

    /** Statistics of no points. */
    public Track() {
        this(null, 0, 0, 0);
    }

    /**
     * A track that stands at these numbers.
     *
     * @param statistics normalised to weight 1, taken over; {@code null} before the first fold
     * @param learnedWeight the weight of all folded points
     * @param effectivePoints Kish's effective size of the statistics
     * @param score how much worse than the best track this one has foretold the panes of late, nats per point, 0 or less
     */
    public Track(@Nullable MixtureStatistics statistics, double learnedWeight, double effectivePoints, double score) {
        this.statistics = statistics;
        this.learnedWeight = learnedWeight;
        this.effectivePoints = effectivePoints;
        this.score = score;
    }

    /** The statistics, normalised to weight 1; {@code null} before the first fold. */
    public @Nullable MixtureStatistics statistics() {
        return statistics;
    }

    /** The weight of all folded points. */
    public double learnedWeight() {
        return learnedWeight;
    }

    /** Kish's effective size of the statistics. */
    public double effectivePoints() {
        return effectivePoints;
    }

    /** How it has foretold the panes of late. */
    public double score() {
        return score;
    }

    /**
     * Takes a pane in by a step of stochastic approximation.
     *
     * @param offset weight from which the step sizes start, beside what this track has learned
     * @param elapsed event time since the fold before, milliseconds
     */
    void fold(MixtureStatistics pane, StepSize stepSize, double offset, double elapsed) {
        double weight = pane.weight();
        MixtureStatistics before = statistics;
        if (before == null) {
            replace(pane, weight);
        } else {
            double gamma = stepSize.of(offset, learnedWeight, weight, elapsed);
            before.scale(1 - gamma);
            before.merge(pane.scaled(gamma / weight));
            effectivePoints = 1 / ((1 - gamma) * (1 - gamma) / effectivePoints + gamma * gamma / weight);
        }
        learnedWeight += weight;
    }

    /** Holds these statistics from now on, which are copied, with this effective size; what has been learned stays. */
    void replace(MixtureStatistics all, double effective) {
        statistics = all.scaled(1 / all.weight());
        effectivePoints = effective;
    }

    /** Starts anew from the statistics of a sample, which counts as learned. */
    void restart(MixtureStatistics sample) {
        replace(sample, sample.weight());
        learnedWeight = sample.weight();
        score = 0;
    }

    /** Goes on from where another track stands. */
    void follow(Track other) {
        statistics = other.statistics == null ? null : other.statistics.copy();
        learnedWeight = other.learnedWeight;
        effectivePoints = other.effectivePoints;
        score = other.score;
    }

    /** Counts a weight as learned whose statistics are held elsewhere. */
    void learned(double weight) {
        learnedWeight += weight;
    }

    /** Has no statistics from now on. */
    void forget() {
        statistics = null;
    }

    /** Lets the score start here. */
    void startScore(double value) {
        score = value;
    }

    /** Notes how much worse than the best track this one foretold a pane. */
    void score(double shortfall, double fading) {
        score = (1 - fading) * score + fading * shortfall;
    }
}
