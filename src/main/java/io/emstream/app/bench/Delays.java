package io.emstream.app.bench;

/** How often each delay occurred, to the millisecond. */
final class Delays {
    private final long[] counts = new long[60_001];
    private long all;

    /** One more of so many milliseconds; longer than a minute counts as a minute. */
    void add(long millis) {
        counts[(int) Math.max(0, Math.min(counts.length - 1, millis))]++;
        all++;
    }

    long count() {
        return all;
    }

    /** The delay that this part of all did not exceed, in milliseconds; {@code NaN} of none. */
    double quantile(double part) {
        if (all == 0) {
            return Double.NaN;
        }
        long seen = 0;
        int millis = -1;
        while (seen < Math.max(1, part * all)) {
            seen += counts[++millis];
        }
        return millis;
    }
}
