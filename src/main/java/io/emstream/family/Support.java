package io.emstream.family;

/**
 * The values that a feature may take: any number of moderate size, or the counts 0 to n.
 *
 * @param trials n for counts, 0 for numbers
 */
public record Support(int trials) {
    /**
     * The largest magnitude of a number. Its square, summed over features and divided by a small variance, is still finite,
     * so that no statistic overflows.
     */
    public static final double LARGEST = 1e100;

    /** Any number up to {@link #LARGEST} in magnitude. */
    public static final Support NUMBERS = new Support(0);

    /** The integers from 0 to n. */
    public static Support counts(int n) {
        return new Support(n);
    }

    /** Whether the values are counts. */
    public boolean isDiscrete() {
        return trials > 0;
    }

    /** Whether a feature may take this value, which is not {@code NaN}. */
    public boolean contains(double value) {
        return isDiscrete() ? value >= 0 && value <= trials && value == Math.rint(value) : Math.abs(value) <= LARGEST;
    }

    /** The values in words, to follow "must be". */
    public String inWords() {
        if (!isDiscrete()) {
            return "a number from -1e100 to 1e100";
        }
        return trials == 1 ? "0 or 1" : "an integer from 0 to " + trials;
    }
}
