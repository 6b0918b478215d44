package io.emstream.quality;

import io.emstream.learn.TrueMixture;
import io.emstream.point.Point;
import java.util.function.IntFunction;

/**
 * Points whose origin is known: a mixture that may change with time, and a seed. Point i is a pure function of both, so that
 * streams can be read again, from anywhere, and by other programs.
 *
 * @param name with the seed in it
 * @param seed of the points
 * @param clusters how many a learner is asked for
 * @param size the number of points
 * @param change the index of the first point after the first change; 0 if there is none
 * @param truths the mixture that point i comes from; called in no particular order
 */
record QualityStream(String name, long seed, int clusters, int size, int change, IntFunction<TrueMixture> truths) {
    /** How many held-out points there are. */
    static final int HELD_OUT = 20_000;

    private static final long LEARN = 0;
    private static final long HOLD_OUT = 1;

    /**
     * A point and where it comes from.
     *
     * @param component the index of the component of the true mixture that it was drawn from; −1 for an outlier
     */
    record Drawn(Point point, int component, TrueMixture truth) {
        boolean isOutlier() {
            return component < 0;
        }

        /** The component of the largest true posterior. */
        int bayesLabel() {
            return largest(truth.logJoint(point.values()));
        }

        double trueLogDensity() {
            return truth.logDensity(point.values());
        }
    }

    int dimension() {
        return truths.apply(0).dimension();
    }

    /** The number of free parameters of a mixture of so many full covariances. */
    int parameters() {
        int d = dimension();
        return clusters - 1 + clusters * (d + d * (d + 1) / 2);
    }

    /** Point i of those to learn from, with time i. */
    Drawn at(int i) {
        return draw(LEARN, i, truths.apply(i));
    }

    /** Held-out point i, from the mixture at the end. */
    Drawn heldOut(int i) {
        return draw(HOLD_OUT, i, truths.apply(size - 1));
    }

    private Drawn draw(long purpose, int i, TrueMixture truth) {
        long base = SplitMix64.output(seed, purpose);
        int pairs = (truth.dimension() + 1) / 2;
        long at = i * (1L + 2L * pairs);
        int component = truth.component(SplitMix64.uniform(base, at));
        double[] z = new double[truth.dimension()];
        for (int pair = 0; pair < pairs; pair++) {
            double radius = Math.sqrt(-2 * Math.log1p(-SplitMix64.uniform(base, at + 1 + 2L * pair)));
            double angle = 2 * Math.PI * SplitMix64.uniform(base, at + 2 + 2L * pair);
            z[2 * pair] = radius * Math.cos(angle);
            if (2 * pair + 1 < z.length) {
                z[2 * pair + 1] = radius * Math.sin(angle);
            }
        }
        return new Drawn(new Point(truth.place(component, z), 1, i), component, truth);
    }

    /** The index of the largest value, the lowest among equals. */
    static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best]) {
                best = k;
            }
        }
        return best;
    }
}
