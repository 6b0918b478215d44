package io.emstream.app.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each caller may ask: a bucket that fills steadily, from which every call takes one. Of callers that are long gone
 * nothing is kept. Thread-safe.
 */
final class RateLimit {
    private static final int MOST_CALLERS = 4096;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    private static final class Bucket {
        private double calls;
        private long at;
    }

    /**
     * No calls so far.
     *
     * @param perSecond how many calls a caller may make over time
     * @param burst how many at once
     * @param nanoTime a clock that never goes back
     */
    RateLimit(double perSecond, double burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /** Whether this caller may make one more call now; if so, it counts. */
    synchronized boolean allows(String caller) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(caller, absent -> {
            Bucket full = new Bucket();
            full.calls = burst;
            full.at = now;
            return full;
        });
        bucket.calls = Math.min(burst, bucket.calls + (now - bucket.at) * 1e-9 * perSecond);
        bucket.at = now;
        if (bucket.calls < 1) {
            return false;
        }
        bucket.calls -= 1;
        return true;
    }
}
