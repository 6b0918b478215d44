package io.emstream.family;

/**
 * Independent counts of successes in n trials each, with a probability per feature.
 *
 * @param trials n, from 1 to {@value #MOST_TRIALS}
 */
public record Binomial(int trials) implements Counted {
    /** The largest n. */
    static final int MOST_TRIALS = 1_000_000;

    /** Checks n. */
    public Binomial {
        if (trials < 1 || trials > MOST_TRIALS) {
            throw new IllegalArgumentException(
                    "binomial:" + trials + ": the number of trials must be from 1 to " + MOST_TRIALS);
        }
    }

    @Override
    public String name() {
        return "binomial:" + trials;
    }
}
