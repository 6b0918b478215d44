package io.emstream.codec;

import java.util.Random;

/** Random spellings of numbers that JSON and CSV share. */
final class NumberTexts {
    private NumberTexts() {}

    static String next(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.toString(finite(random));
            case 1 -> Double.toString(random.nextGaussian());
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> Long.toString(random.nextLong()) + digits(random, 1 + random.nextInt(30));
            case 4 -> random.nextInt(1000) + "." + digits(random, 1 + random.nextInt(40));
            default ->
                (random.nextBoolean() ? "-" : "") + random.nextInt(10) + "." + digits(random, 1 + random.nextInt(20))
                        + (random.nextBoolean() ? "e" : "E+") + random.nextInt(330);
        };
    }

    private static double finite(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 0.1;
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
