package io.emstream.quality;

import io.emstream.learn.LearnerState;
import io.emstream.mixture.Model;
import io.emstream.quality.QualityStream.Drawn;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;

/**
 * What happens between the stream and the learner.
 *
 * @param lag how many panes close between the making of a model and its use
 * @param partitions where the point of a number goes
 * @param disturbance what becomes of the point of a number
 * @param start what becomes of the first model, in the learner's memory too
 */
record Conditions(
        int lag,
        IntUnaryOperator partitions,
        BiFunction<Integer, Drawn, Drawn> disturbance,
        BiFunction<Model, LearnerState, Model> start) {
    /** One partition, no delay, and nothing happens. */
    static final Conditions PLAIN = new Conditions(0, i -> 0, (i, drawn) -> drawn, (model, state) -> model);

    private static final long SEED = 7;

    Conditions withLag(int panes) {
        return new Conditions(panes, partitions, disturbance, start);
    }

    /** Each partition gets this part of the points. */
    Conditions withShares(Double... parts) {
        List<Double> shares = List.of(parts);
        return new Conditions(lag, i -> partition(shares, i), disturbance, start);
    }

    /** Each cluster has a partition of its own, or shares it with some others; so the partitions' rates differ as well. */
    Conditions withClustersOf(QualityStream stream, int number) {
        return new Conditions(lag, i -> stream.at(i).component() % number, disturbance, start);
    }

    Conditions withDisturbance(BiFunction<Integer, Drawn, Drawn> other) {
        return new Conditions(lag, partitions, other, start);
    }

    Conditions withStart(BiFunction<Model, LearnerState, Model> other) {
        return new Conditions(lag, partitions, disturbance, other);
    }

    private static int partition(List<Double> shares, int number) {
        double u = SplitMix64.uniform(SEED, number);
        int partition = 0;
        while (partition < shares.size() - 1 && u >= shares.get(partition)) {
            u -= shares.get(partition++);
        }
        return partition;
    }
}
