package io.emstream.quality;

/**
 * The generator of Steele, Lea &amp; Flood 2014 as a function of its index: output j of seed s is a mixing of s + (j + 1)γ, so
 * that any point of a stream can be drawn by itself. The twin of {@code src/test/python/quality/streams.py}.
 */
final class SplitMix64 {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /** Output number {@code index}, from 0. */
    static long output(long seed, long index) {
        long z = seed + (index + 1) * GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The same as a uniform number of 53 bits, at least 0 and below 1. */
    static double uniform(long seed, long index) {
        return (output(seed, index) >>> 11) * 0x1.0p-53;
    }
}
