package io.emstream.learn;

import static io.emstream.learn.LearnerSettings.NOMINAL_PANE;

/**
 * How much of the statistics a fold replaces: the step size γ of stochastic approximation, Robbins &amp; Monro 1951, as
 * online EM uses it, Cappé &amp; Moulines 2009, eq. 12.
 *
 * @param exponent α of t^−α; 1 is the plain running average
 * @param forgetting the least that is replaced, whatever t
 */
record StepSize(double exponent, Forgetting forgetting) {
    /**
     * The step size of a fold.
     *
     * @param offset weight from which t starts, in points
     * @param learned weight folded so far
     * @param weight of this fold
     * @param elapsed event time since the fold before, milliseconds, 0 or more
     * @return above 0, at most 1
     */
    double of(double offset, double learned, double weight, double elapsed) {
        return Math.max(
                average(learned, weight), Math.max(decreasing(offset, learned, weight), fading(weight, elapsed)));
    }

    /** No fold counts less than those before it, though t may start beyond what has been folded. */
    private static double average(double learned, double weight) {
        return weight / (learned + weight);
    }

    private double decreasing(double offset, double learned, double weight) {
        if (exponent == 1) {
            return 0;
        }
        double t = Math.max(1, (offset + learned) / NOMINAL_PANE);
        return 1 - Math.pow(1 - Math.pow(t, -exponent), weight / NOMINAL_PANE);
    }

    /** What part of the past a fold makes the statistics forget, whatever t; 0 if none. */
    double fading(double weight, double elapsed) {
        if (forgetting instanceof Forgetting.ByPoints byPoints) {
            return 1 - Math.pow(2, -weight / byPoints.halfLife());
        }
        if (forgetting instanceof Forgetting.ByTime byTime) {
            return 1 - Math.pow(2, -elapsed / EventTime.millis(byTime.halfLife()));
        }
        return 0;
    }
}
