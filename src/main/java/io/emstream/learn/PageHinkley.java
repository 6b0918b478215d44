package io.emstream.learn;

/**
 * Notices that panes have become less likely than they used to be: the cumulative test of Page (1954) and Hinkley (1971) on
 * the mean log-likelihood of each pane under the model before it, in standard deviations of the panes before. Mutable within
 * this package.
 */
public final class PageHinkley {
    /** How far below the mean a pane may lie, in standard deviations, before that adds up. */
    static final double TOLERANCE = 0.5;

    /** The sum of what adds up at which there is an alarm. */
    static final double THRESHOLD = 12;

    /** How many panes the reference fades over. */
    private static final double MEMORY = 50;

    /** From so many panes on, their own spread is the measure; before, that of the points within one. */
    private static final int ENOUGH_PANES = 10;

    private static final double ENOUGH_POINTS = 1000;
    /** Added to every standard deviation: mean log-likelihoods are not known better than this. */
    private static final double FLOOR = 0.02;

    private static final double OUTLYING = 3;

    private long panes;
    private double mean;
    private double variance;
    private double pointVariance;
    private double sum;

    /** Before the first pane. */
    public PageHinkley() {
        this(0, 0, 0, 0, 0);
    }

    /**
     * A test that stands at these numbers.
     *
     * @param panes how many panes make the reference
     * @param mean of their mean log-likelihoods
     * @param variance of the same
     * @param pointVariance of the log-densities within them, on average
     * @param sum what has added up so far
     */
    public PageHinkley(long panes, double mean, double variance, double pointVariance, double sum) {
        this.panes = panes;
        this.mean = mean;
        this.variance = variance;
        this.pointVariance = pointVariance;
        this.sum = sum;
    }

    /** How many panes make the reference. */
    public long panes() {
        return panes;
    }

    /** The mean of their mean log-likelihoods. */
    public double mean() {
        return mean;
    }

    /** The variance of the same. */
    public double variance() {
        return variance;
    }

    /** The variance of the log-densities within the panes of the reference, on average. */
    public double pointVariance() {
        return pointVariance;
    }

    /** What has added up so far. */
    public double sum() {
        return sum;
    }

    /**
     * Takes a pane in.
     *
     * @param meanLogLikelihood of its points, under the model before it
     * @param within the variance of the log-densities within it
     * @param weight of its points
     * @return whether what has added up is an alarm
     */
    boolean isAlarm(double meanLogLikelihood, double within, double weight) {
        if (panes < Math.min(ENOUGH_PANES, Math.max(2, ENOUGH_POINTS / weight))) {
            learn(meanLogLikelihood, within);
            return false;
        }
        double z = (mean - meanLogLikelihood) / deviation(within, weight);
        sum = Math.max(0, sum + Math.min(z, weight < ENOUGH_POINTS ? 9 : 20) - TOLERANCE);
        if (z <= OUTLYING) {
            learn(meanLogLikelihood, within);
        }
        return sum > THRESHOLD;
    }

    /**
     * The standard deviation of a pane's mean; no less than what chance alone makes of a pane of its size. The spread within
     * the panes before says what that is: within a pane that has points of a new cluster it is a good part of the change.
     */
    private double deviation(double within, double weight) {
        return panes < ENOUGH_PANES
                ? 2 * Math.sqrt(within / weight + FLOOR * FLOOR)
                : Math.sqrt(Math.max(variance, pointVariance / weight) + FLOOR * FLOOR);
    }

    private void learn(double meanLogLikelihood, double within) {
        panes++;
        double rate = 1 / Math.min((double) panes, MEMORY);
        double difference = meanLogLikelihood - mean;
        mean += rate * difference;
        variance = (1 - rate) * (variance + rate * difference * difference);
        pointVariance += rate * (within - pointVariance);
    }

    /** Forgets everything. */
    void reset() {
        panes = 0;
        mean = 0;
        variance = 0;
        pointVariance = 0;
        sum = 0;
    }
}
