package io.emstream.learn;

/** The numbers that the learner keeps: what it has counted, and where its averages stand. Mutable within this package. */
public final class Counters {
    private long points;
    private long unlearned;
    private long late;
    private long folds;
    private long sequence;
    private long nextCluster;
    private long foldedPane;
    private double learnedWeight;
    private double stepOffset;
    private double effectivePoints;
    private double prequentialLogLikelihood;
    private double prequentialWeight;
    private long eventTime;

    /** Before the first point. */
    public Counters() {
        this(0, 0, 0, 0, 0, 1, TaskReport.NONE, 0, 0, 0, 0, 0, Long.MIN_VALUE);
    }

    /**
     * Counters that stand at these numbers.
     *
     * @param points learned from in all
     * @param unlearned labelled and valid, but beyond what the learner keeps while it has no model
     * @param late points that came after their pane had closed
     * @param folds how many folds there were
     * @param sequence the next number of a raw block
     * @param nextCluster the next cluster id
     * @param foldedPane the last pane that was folded; {@link TaskReport#NONE} before the first
     * @param learnedWeight the weight of all folded points
     * @param stepOffset the weight that the step sizes start from: that of the sample which made the first model, as far as
     *     it is not itself folded
     * @param effectivePoints Kish's effective size of the statistics
     * @param prequentialLogLikelihood Σ weight · log-density under the model before
     * @param prequentialWeight the weight in that sum
     * @param eventTime the latest event time folded, epoch milliseconds
     */
    public Counters(
            long points,
            long unlearned,
            long late,
            long folds,
            long sequence,
            long nextCluster,
            long foldedPane,
            double learnedWeight,
            double stepOffset,
            double effectivePoints,
            double prequentialLogLikelihood,
            double prequentialWeight,
            long eventTime) {
        this.points = points;
        this.unlearned = unlearned;
        this.late = late;
        this.folds = folds;
        this.sequence = sequence;
        this.nextCluster = nextCluster;
        this.foldedPane = foldedPane;
        this.learnedWeight = learnedWeight;
        this.stepOffset = stepOffset;
        this.effectivePoints = effectivePoints;
        this.prequentialLogLikelihood = prequentialLogLikelihood;
        this.prequentialWeight = prequentialWeight;
        this.eventTime = eventTime;
    }

    /** Points learned from in all. */
    public long points() {
        return points;
    }

    /** Valid points beyond what the learner keeps while it has no model. */
    public long unlearned() {
        return unlearned;
    }

    /** Points that came after their pane had closed. */
    public long late() {
        return late;
    }

    /** How many folds there were. */
    public long folds() {
        return folds;
    }

    /** The next number of a raw block. */
    public long sequence() {
        return sequence;
    }

    /** The next cluster id. */
    public long nextCluster() {
        return nextCluster;
    }

    /** The last pane that was folded. */
    public long foldedPane() {
        return foldedPane;
    }

    /** The weight of all folded points. */
    public double learnedWeight() {
        return learnedWeight;
    }

    /** The weight that the step sizes start from. */
    public double stepOffset() {
        return stepOffset;
    }

    /** Kish's effective size of the statistics. */
    public double effectivePoints() {
        return effectivePoints;
    }

    /** Σ weight · log-density under the model before. */
    public double prequentialLogLikelihood() {
        return prequentialLogLikelihood;
    }

    /** The weight in the prequential sum. */
    public double prequentialWeight() {
        return prequentialWeight;
    }

    /** The latest event time folded, epoch milliseconds. */
    public long eventTime() {
        return eventTime;
    }

    /** Counts points that are learned from. */
    void learn(long more) {
        points += more;
    }

    /** Counts points that cannot be kept. */
    void leaveUnlearned(long more) {
        unlearned += more;
    }

    /** The number of a new raw block. */
    long takeSequence() {
        return sequence++;
    }

    /** The first of so many new cluster ids. */
    long takeClusters(int number) {
        long first = nextCluster;
        nextCluster += number;
        return first;
    }

    /** Has new cluster ids go on behind this one. */
    void goOnBehind(long cluster) {
        nextCluster = Math.max(nextCluster, cluster + 1);
    }

    /** Lets the step sizes start as if this weight had been learned already. */
    void startFrom(double weight) {
        stepOffset = weight;
    }

    /** Counts what a pane held, when it closes. */
    void close(PaneStatistics pane) {
        points += pane.statistics().points();
        late += pane.late();
        foldedPane = Math.max(foldedPane, pane.pane());
    }

    /** Adds to the prequential log-likelihood. */
    void score(double logLikelihood, double weight) {
        prequentialLogLikelihood += logLikelihood;
        prequentialWeight += weight;
    }

    /** Counts a fold of this weight and time, after which the statistics have this effective size. */
    void fold(double weight, double effective, long time) {
        folds++;
        learnedWeight += weight;
        effectivePoints = effective;
        eventTime = Math.max(eventTime, time);
    }
}
