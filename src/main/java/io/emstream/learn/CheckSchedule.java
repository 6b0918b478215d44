package io.emstream.learn;

/**
 * When the model is to be checked next, and what the checks so far have left open. Mutable within this package.
 *
 * <p>Checks come whenever the number of points since the start has doubled, and at least every four sample sizes: a stream at
 * rest costs ever less, and a bad start is left behind early.
 */
public final class CheckSchedule {
    /** The stage of the last check that an alarm has. */
    static final int LAST_CHECK = 3;

    /** The stage at which a model is to be made anew because somebody said so. */
    static final int BY_COMMAND = LAST_CHECK + 1;

    private double points;
    private double next;
    private int stage;
    private double foldWeight;
    private int track;
    private int wantedChange;

    /** Before the first point. */
    public CheckSchedule() {
        this(0, 0, 0, 0, 0, 0);
    }

    /**
     * A schedule that stands at these numbers.
     *
     * @param points folded since the model was started, or started anew
     * @param next from how many of them the model is checked
     * @param stage 0 while there is no alarm; 1, 2 or 3 if the next check is the first, second or third one of an alarm; 4 if a
     *     model is to be made anew by command
     * @param foldWeight the weight of a fold, averaged over those of late
     * @param track which track the model is made of
     * @param wantedChange whether the check before preferred more (1) or fewer (−1) clusters, which is not believed before the
     *     next one does too; 0 if neither
     */
    public CheckSchedule(double points, double next, int stage, double foldWeight, int track, int wantedChange) {
        this.points = points;
        this.next = next;
        this.stage = stage;
        this.foldWeight = foldWeight;
        this.track = track;
        this.wantedChange = wantedChange;
    }

    /** Points folded since the model was started, or started anew. */
    public double points() {
        return points;
    }

    /** From how many of them the model is checked. */
    public double next() {
        return next;
    }

    /** Which check of an alarm comes next, 1 to 3, or 4 for a start by command; 0 while there is neither. */
    public int stage() {
        return stage;
    }

    /** The weight of a fold, averaged over those of late. */
    public double foldWeight() {
        return foldWeight;
    }

    /** Which track the model is made of. */
    public int track() {
        return track;
    }

    /** Whether the check before preferred more (1) or fewer (−1) clusters; 0 if neither. */
    public int wantedChange() {
        return wantedChange;
    }

    void fold(double weight) {
        points += weight;
        foldWeight = foldWeight == 0 ? weight : 0.9 * foldWeight + 0.1 * weight;
    }

    /** Starts anew with a sample of this weight. */
    void start(double counted, double sample) {
        points = counted;
        next = 2 * sample;
        stage = 0;
        wantedChange = 0;
    }

    /** Puts the next check off until the points have doubled, or the sample has been replaced some times. */
    void putOff(double most) {
        next = points + Math.min(points, most);
    }

    /** Has the next check soon, to confirm what this one wants. */
    void confirm() {
        next = points * 1.25;
    }

    void alarm(int which) {
        stage = which;
    }

    void publish(int which) {
        track = which;
    }

    void want(int change) {
        wantedChange = change;
    }
}
