package io.emstream.app.command;

import java.util.Locale;

/** How far reading a file has come, in a line. */
final class ProgressBar {
    private static final int CELLS = 24;
    private static final double KNOWN = 0.002;

    private ProgressBar() {}

    /**
     * The line: {@code [#####-------]  42%  1,234,567 rows  205,000/s  0:12 left}; without bar and remaining time where nobody
     * knows how much there is.
     *
     * @param rows done
     * @param fraction done, from 0 to 1; {@code NaN} if unknown
     * @param seconds taken
     */
    static String of(long rows, double fraction, double seconds) {
        String done = String.format(Locale.ROOT, "%,d rows  %s/s", rows, rate(seconds > 0 ? rows / seconds : 0));
        if (Double.isNaN(fraction)) {
            return done;
        }
        int full = (int) (CELLS * fraction);
        String bar = "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "]";
        String left = fraction < KNOWN ? "" : "  " + time(seconds * (1 - fraction) / fraction) + " left";
        return String.format(Locale.ROOT, "%s %3.0f%%  %s%s", bar, 100 * fraction, done, left);
    }

    private static String rate(double rate) {
        return rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : String.format(Locale.ROOT, "%,.0f", rate);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format("%d:%02d", whole / 60, whole % 60);
    }
}
