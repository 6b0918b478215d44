package io.emstream.learn;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.point.Features;

/**
 * What the learner is told: the shape of the model and the rules of learning. All checked by whoever makes it.
 *
 * @param name the model's name
 * @param features their names; the number is d
 * @param family the kind of density
 * @param clusters how many components there may be, K
 * @param prior whether estimates are maximum a posteriori or plain maximum likelihood
 * @param outliers whether points that no cluster explains are taken by a component of uniform noise
 * @param forgetting how the past fades
 * @param stepExponent α of the step sizes t^−α, above 0.5 and at most 1; 1 is the plain running average
 * @param warmupPoints how many points the first model is made from, W
 * @param foldPoints a fold holds at least this many points, unless the input has ended
 * @param partitions the number of partitions of the input
 * @param paneLength the length of a pane, in units of the clock: milliseconds of event time, or points
 * @param seed of all chance in learning
 * @param cpu the share of a core that checks of the model may use; 0 for no checks; infinite for
 *     no bound, and then folds wait for a check that is under way
 */
public record LearnerSettings(
        String name,
        Features features,
        Family family,
        ClusterRange clusters,
        Prior.Kind prior,
        boolean outliers,
        Forgetting forgetting,
        double stepExponent,
        int warmupPoints,
        int foldPoints,
        int partitions,
        long paneLength,
        long seed,
        double cpu) {

    /** The nominal number of points in a pane, by which step sizes are counted. */
    public static final int NOMINAL_PANE = 100;

    /** The size of the warm-up where the user gives none: enough points for the parameters, by K and d. */
    public static int warmupPoints(int clusters, int dimension) {
        return Math.max(500, Math.max(50 * clusters, 3 * clusters * dimension));
    }

    /** How many points a task samples of its part of a pane: its share of what the learner keeps of a fold, if that is many. */
    public int taskSample() {
        return Math.max(PointSample.LEAST_TASK_CAPACITY, PointSample.foldCapacity(features.dimension()) / partitions);
    }

    /**
     * Whether samples of panes are looked at as long as nobody changes the clusters by command: by checks, and to compare
     * speeds of forgetting.
     */
    public boolean usesSamples() {
        return cpu > 0 || forgetting instanceof Forgetting.Auto;
    }

    /** The fewest points that a first model is made from. */
    public int fewestPoints() {
        return Math.min(10 * clusters.expected(), warmupPoints);
    }
}
