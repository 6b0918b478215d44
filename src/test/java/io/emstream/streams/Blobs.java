package io.emstream.streams;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Points around two centres, four to the left and four to the right of the origin, as JSON. */
final class Blobs {
    private final RandomGenerator random;

    Blobs(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** The next point. */
    String next() {
        double centre = random.nextBoolean() ? -4 : 4;
        return String.format(Locale.ROOT, "[%.4f,%.4f]", centre + random.nextGaussian(), random.nextGaussian());
    }

    /** The next point, with an event time. */
    String next(java.time.Instant eventTime) {
        return "{\"x\":" + next() + ",\"timestamp\":\"" + eventTime + "\"}";
    }
}
