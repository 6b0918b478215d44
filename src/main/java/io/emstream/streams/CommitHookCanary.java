package io.emstream.streams;

import java.time.Duration;

/** Stops a task whose commit hook stays silent while records flow: then its statistics would never be written. */
final class CommitHookCanary {
    private static final long NOTHING_WAITS = Long.MIN_VALUE;
    /** So many looks must find a record waiting: one may come right after the clock, or the whole machine, has jumped. */
    private static final int FEWEST_LOOKS = 3;

    private final long patienceMillis;
    private long waitingSince = NOTHING_WAITS;
    private int looks;

    CommitHookCanary(Duration commitInterval) {
        this.patienceMillis = 10 * commitInterval.toMillis() + 60_000;
    }

    /** A record has been processed that the next commit must tell of. */
    void processed(long now) {
        if (waitingSince == NOTHING_WAITS) {
            waitingSince = now;
            looks = 0;
        }
    }

    /** The hook was called. */
    void committed() {
        waitingSince = NOTHING_WAITS;
    }

    /**
     * Looks whether a record has been waiting for too long.
     *
     * @throws CommitHookSilentException if so
     */
    void check(long now) {
        if (waitingSince == NOTHING_WAITS) {
            return;
        }
        looks++;
        if (looks >= FEWEST_LOOKS && now - waitingSince > patienceMillis) {
            throw new CommitHookSilentException(
                    "records were processed for " + (now - waitingSince) + " ms without a commit, at most "
                            + patienceMillis
                            + " ms are allowed: this version of kafka-streams does not call the commit hook");
        }
    }
}
