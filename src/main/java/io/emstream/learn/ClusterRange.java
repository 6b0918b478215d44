package io.emstream.learn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many clusters a model may have: a number that is given, or limits between which the data decide.
 *
 * @param fewest 1 or more
 * @param most {@code fewest} or more
 */
public record ClusterRange(int fewest, int most) {
    /** The limits where a user leaves the number to the data and says nothing else. */
    public static final ClusterRange AUTO = new ClusterRange(1, 20);

    /** The values as users write them, in words that follow "must be". */
    public static final String FORMS = "1 or more, auto (" + AUTO.words() + "), or limits such as auto:2..12";

    /** A first sample is no larger than for so many clusters, unless a user demands more of them. */
    private static final int MOST_EXPECTED = 10;

    private static final Pattern LIMITS = Pattern.compile("auto:(\\d{1,9})\\.\\.(\\d{1,9})");

    /** Checked limits. */
    public ClusterRange {
        if (fewest < 1 || most < fewest) {
            throw new IllegalArgumentException("from " + fewest + " to " + most
                    + " clusters is no range, the lower limit must be 1 or more, and the upper one no less");
        }
    }

    /** Exactly so many clusters, 1 or more. */
    public static ClusterRange of(int clusters) {
        return new ClusterRange(clusters, clusters);
    }

    /**
     * Reads a range as users write it: {@code 5}, {@code auto} or {@code auto:2..20}.
     *
     * @throws IllegalArgumentException if it is none of these, saying what they are
     */
    public static ClusterRange parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        Matcher limits = LIMITS.matcher(text);
        try {
            return limits.matches()
                    ? new ClusterRange(Integer.parseInt(limits.group(1)), Integer.parseInt(limits.group(2)))
                    : of(Integer.parseInt(text));
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException(text + " is no number of clusters, must be " + FORMS, notOne);
        }
    }

    /** Whether the number is given. */
    public boolean isFixed() {
        return fewest == most;
    }

    /** For how many clusters a first sample should suffice: all of them if the number is given, else no more than ten. */
    public int expected() {
        return isFixed() ? most : Math.max(fewest, Math.min(most, MOST_EXPECTED));
    }

    /** The range for a sentence, to be followed by "clusters". */
    public String words() {
        return isFixed() ? Integer.toString(most) : fewest + " to " + most;
    }

    /** What {@link #parse} reads. */
    @Override
    public String toString() {
        if (isFixed()) {
            return Integer.toString(most);
        }
        return equals(AUTO) ? "auto" : "auto:" + fewest + ".." + most;
    }
}
