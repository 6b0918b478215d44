package io.emstream.learn;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** How the past fades from the statistics. */
public sealed interface Forgetting {
    /** It does not. */
    record None() implements Forgetting {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** As fast as the stream itself calls for. */
    record Auto() implements Forgetting {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /**
     * By half every so many points.
     *
     * @param halfLife in points, positive
     */
    record ByPoints(double halfLife) implements Forgetting {
        @Override
        public String toString() {
            return "points:"
                    + (halfLife == Math.rint(halfLife) && halfLife < 1e15 ? Long.toString((long) halfLife) : halfLife);
        }
    }

    /**
     * By half in every span of event time.
     *
     * @param halfLife positive
     */
    record ByTime(Duration halfLife) implements Forgetting {
        @Override
        public String toString() {
            return halfLife.toString();
        }
    }

    /**
     * Not at all within a span of event time, and altogether beyond it.
     *
     * @param span positive
     */
    record Window(Duration span) implements Forgetting {
        @Override
        public String toString() {
            return "window:" + span;
        }
    }

    /**
     * Reads a rule as users write it: {@code none}, {@code auto}, {@code points:2000}, {@code PT10M} or {@code window:PT1H}.
     *
     * @throws IllegalArgumentException if it is none of these, saying what they are
     */
    static Forgetting parse(String text) {
        try {
            if (text.equals("none")) {
                return new None();
            }
            if (text.equals("auto")) {
                return new Auto();
            }
            if (text.startsWith("points:")) {
                double halfLife = Double.parseDouble(text.substring("points:".length()));
                if (halfLife > 0 && halfLife < Double.POSITIVE_INFINITY) {
                    return new ByPoints(halfLife);
                }
            } else {
                boolean isWindow = text.startsWith("window:");
                Duration duration = Duration.parse(isWindow ? text.substring("window:".length()) : text);
                if (!duration.isNegative() && !duration.isZero()) {
                    return isWindow ? new Window(duration) : new ByTime(duration);
                }
            }
        } catch (NumberFormatException | DateTimeParseException notOne) {
            // Told below, together with what would be one.
        }
        throw new IllegalArgumentException(
                text + " is no forgetting, must be none, auto, points:2000, PT10M (a half-life) or window:PT1H");
    }
}
