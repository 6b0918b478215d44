package io.emstream.app.produce;

/** How fast rows may go: so many a second on the whole, without catching up in a burst what was missed by more than this. */
final class Pace {
    private static final double SECOND = 1e9;
    /** After a standstill so much of a second is made up for. */
    private static final double LARGEST_DEBT = 0.1 * SECOND;

    private final double nanosPerRow;
    private double due = Double.NEGATIVE_INFINITY;

    /**
     * A pace.
     *
     * @param rate rows a second, infinite for no limit
     */
    Pace(double rate) {
        this.nanosPerRow = SECOND / rate;
    }

    /**
     * The next rows want to go together.
     *
     * @param now in nanoseconds, of any origin
     * @return how many nanoseconds they have to wait first; 0 or less if they may go
     */
    long next(long now, int rows) {
        if (nanosPerRow == 0) {
            return 0;
        }
        due = Math.max(due + rows * nanosPerRow, now - LARGEST_DEBT);
        return (long) (due - now);
    }
}
