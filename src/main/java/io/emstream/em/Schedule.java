package io.emstream.em;

/**
 * How long a fit searches.
 *
 * @param starts how many starts are tried, 1 or more
 * @param trialIterations EM iterations of each; the one with the largest log-likelihood goes on
 * @param iterations the most EM iterations after that
 * @param tolerance EM has converged when an iteration changes the mean log-likelihood by no more than this (for hard
 *     assignment, by no more than this part of it); 0 goes on until nothing changes at all
 * @param candidates how many split and merge moves are tried before each that is made ({@link SplitMerge}); 0 for none
 */
public record Schedule(int starts, int trialIterations, int iterations, double tolerance, int candidates) {
    /** What a stream starts from: it will be improved upon anyway. */
    public static final Schedule QUICK = new Schedule(10, 10, 100, 1e-5, 5);

    /** What a fit that is final deserves. */
    public static final Schedule THOROUGH = new Schedule(20, 20, 5000, 1e-10, 20);

    /** Checks the numbers. */
    public Schedule {
        if (starts < 1 || trialIterations < 0 || iterations < 0 || !(tolerance >= 0) || candidates < 0) {
            throw new IllegalArgumentException("a schedule of " + starts + " starts, " + trialIterations + " and "
                    + iterations + " iterations, tolerance " + tolerance + " and " + candidates
                    + " candidates cannot be followed");
        }
    }
}
