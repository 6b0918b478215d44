package io.emstream.codec;

/**
 * Which responsibilities an assignment names.
 *
 * @param threshold those below are left out
 * @param most at most so many, the largest
 */
public record ResponsibilityDetail(double threshold, int most) {
    /** Those of at least 1e-4. */
    public static final ResponsibilityDetail DEFAULT = new ResponsibilityDetail(1e-4, Integer.MAX_VALUE);

    /**
     * Reads a rule as users write it: {@code threshold:1e-4}, {@code top:3}, {@code all} or {@code none}.
     *
     * @throws IllegalArgumentException if it is none of these, saying what they are
     */
    public static ResponsibilityDetail parse(String text) {
        try {
            if (text.equals("all")) {
                return new ResponsibilityDetail(0, Integer.MAX_VALUE);
            }
            if (text.equals("none")) {
                return new ResponsibilityDetail(0, 0);
            }
            if (text.startsWith("top:")) {
                int most = Integer.parseInt(text.substring("top:".length()));
                if (most > 0) {
                    return new ResponsibilityDetail(0, most);
                }
            }
            if (text.startsWith("threshold:")) {
                double threshold = Double.parseDouble(text.substring("threshold:".length()));
                if (threshold >= 0 && threshold < 1) {
                    return new ResponsibilityDetail(threshold, Integer.MAX_VALUE);
                }
            }
        } catch (NumberFormatException notOne) {
            // Told below, together with what would be one.
        }
        throw new IllegalArgumentException(
                text + " names no responsibilities, must be threshold:1e-4, top:3, all or none");
    }
}
