package io.emstream.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What hostile records are drawn from; a seed decides everything. */
final class Chance {
    private final RandomGenerator random;

    Chance(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A number below this. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A point of one of two clusters. */
    double[] values() {
        double centre = random.nextBoolean() ? -4 : 4;
        double[] values = new double[HostileRecords.DIMENSION];
        Arrays.setAll(values, i -> centre + random.nextGaussian());
        return values;
    }

    /** The values as numbers are written. */
    static String[] texts(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.3f", value))
                .toArray(String[]::new);
    }

    /** One of these. */
    String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    /** One of these. */
    int pickInt(int... from) {
        return from[random.nextInt(from.length)];
    }
}
