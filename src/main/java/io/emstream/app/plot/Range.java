package io.emstream.app.plot;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The ends of an axis.
 *
 * @param low end
 * @param high end, above the low one
 */
record Range(double low, double high) {
    private static final double TAIL = 0.005;
    private static final double MARGIN = 0.05;

    /** A range that holds nearly all of these values and all that must be seen, with a margin. */
    static Range of(double[] values, DoubleStream musts) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        DoubleStream ends = sorted.length == 0
                ? DoubleStream.empty()
                : DoubleStream.of(
                        sorted[(int) (TAIL * (sorted.length - 1))],
                        sorted[(int) Math.ceil((1 - TAIL) * (sorted.length - 1))]);
        double[] all = DoubleStream.concat(ends, musts.filter(Double::isFinite)).toArray();
        if (all.length == 0) {
            return new Range(0, 1);
        }
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(1);
        double margin = high > low ? MARGIN * (high - low) : Math.max(Math.abs(low) * 0.1, 1e-6);
        return new Range(low - margin, high + margin);
    }

    /** The range that holds both. */
    Range with(Range other) {
        return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** Where a value is, from 0 at the low end to 1 at the high end. */
    double part(double value) {
        return (value - low) / (high - low);
    }
}
