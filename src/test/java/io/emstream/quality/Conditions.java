package io.emstream.quality;

import io.emstream.learn.LearnerState;
import io.emstream.mixture.Model;
import io.emstream.quality.QualityStream.Drawn;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What happens between the stream and the learner.
 *
 * @param lag how many panes close between the making of a model and its use
 * @param shares of the points that each partition gets
 * @param disturbance what becomes of the point of a number
 * @param start what becomes of the first model, in the learner's memory too
 */
record Conditions(
        int lag,
        List<Double> shares,
        BiFunction<Integer, Drawn, Drawn> disturbance,
        BiFunction<Model, LearnerState, Model> start) {
    /** One partition, no delay, and nothing happens. */
    static final Conditions PLAIN = new Conditions(0, List.of(1.0), (i, drawn) -> drawn, (model, state) -> model);

    private static final long SEED = 7;

    Conditions withLag(int panes) {
        return new Conditions(panes, shares, disturbance, start);
    }

    Conditions withShares(Double... parts) {
        return new Conditions(lag, List.of(parts), disturbance, start);
    }

    Conditions withDisturbance(BiFunction<Integer, Drawn, Drawn> other) {
        return new Conditions(lag, shares, other, start);
    }

    Conditions withStart(BiFunction<Model, LearnerState, Model> other) {
        return new Conditions(lag, shares, disturbance, other);
    }

    /** Where the point of a number goes. */
    int partition(int number) {
        double u = SplitMix64.uniform(SEED, number);
        int partition = 0;
        while (partition < shares.size() - 1 && u >= shares.get(partition)) {
            u -= shares.get(partition++);
        }
        return partition;
    }
}
