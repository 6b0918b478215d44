package io.emstream.learn;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keeps heavy work to a share of a core: after some of it there is a rest, in proportion to how long it took. Thread-safe.
 */
final class CpuBudget {
    private final double share;
    private final LongSupplier nanoTime;
    private long restUntil;
    private boolean isResting;
    private long putOff;

    /**
     * A budget that has not been used.
     *
     * @param share of a core, above 0; infinite for no bound
     */
    CpuBudget(double share, LongSupplier nanoTime) {
        this.share = share;
        this.nanoTime = nanoTime;
    }

    /** Whether work may be done now; if not, that counts as put off. */
    synchronized boolean allows() {
        if (isResting && nanoTime.getAsLong() - restUntil < 0) {
            putOff++;
            return false;
        }
        isResting = false;
        return true;
    }

    /** Does a piece of work, after which there will be a rest. */
    <T> T measure(Supplier<T> work) {
        long start = nanoTime.getAsLong();
        try {
            return work.get();
        } finally {
            rest(nanoTime.getAsLong() - start);
        }
    }

    private synchronized void rest(long took) {
        double rest = took * (1 / share - 1);
        if (rest > 0) {
            isResting = true;
            restUntil = nanoTime.getAsLong() + (long) Math.min(rest, Long.MAX_VALUE / 4.0);
        }
    }

    /** How often work was put off. */
    synchronized long putOff() {
        return putOff;
    }
}
