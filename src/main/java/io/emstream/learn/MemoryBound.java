package io.emstream.learn;

import io.emstream.statistics.ScatterLayout;

/**
 * How much memory a learner takes, at most, however long the stream: what is in its {@link LearnerState}, and the bytes of
 * the same in a store in memory.
 *
 * <pre>
 * point       p = 64 + 8·d bytes as an object, q = 16 + 8·d bytes in the store
 * statistics  s = 8·K·(1 + 2·d + n) bytes, n being 0, d or d·(d+1)/2 second moments
 * samples     R·(p + 2·q) + A·(p + q): the reservoir, whose blocks in the store may be twice as long, and the points since
 *             an alarm; before the first model instead max(100 000, W)·(p + q). A = max(20 000, 100·K),
 *             R = max(A, min(50 times the free parameters, 16 MiB / p))
 * newest      N·(p + q), N = min(20 000, max(2000, 125 times the free parameters)) and the sample of a fold; none beyond
 *             10 000 parameters
 * tracks      2·8·s, one set of statistics for each speed of forgetting
 * open pane   2·s + 4096·(p + q), fewer in many dimensions, for each pane that has not been folded yet
 * </pre>
 *
 * @param bytes of samples and tracks
 * @param bytesPerPane of each open pane; those of a sliding window are as large without the sample
 */
public record MemoryBound(long bytes, long bytesPerPane) {
    private static final int OBJECT = 64;
    private static final int STORED = 16;

    /** The bound for these settings. */
    public static MemoryBound of(LearnerSettings settings) {
        int dimension = settings.features().dimension();
        int clusters = settings.clusters().most();
        long object = pointBytes(dimension);
        long stored = STORED + 8L * dimension;
        ScatterLayout scatter = settings.family().scatter();
        long statistics = 8L * clusters * (1 + 2L * dimension + scatter.length(dimension));
        int parameters = settings.family().parameters(clusters, dimension) + 1;
        long samples = Reservoir.capacity(clusters, parameters, dimension) * (object + 2 * stored)
                + Reservoir.capacityAfterAlarm(clusters) * (object + stored)
                + (Following.capacity(parameters) + PointSample.foldCapacity(dimension)) * (object + stored);
        long raw = Math.max(WarmUp.MOST_RAW_POINTS, settings.warmupPoints()) * (object + stored);
        return new MemoryBound(
                Math.max(samples, raw) + 2L * Ladder.MOST_TRACKS * statistics,
                2 * statistics + PointSample.foldCapacity(dimension) * (object + stored));
    }

    /** What a point takes as an object. */
    static long pointBytes(int dimension) {
        return OBJECT + 8L * dimension;
    }
}
