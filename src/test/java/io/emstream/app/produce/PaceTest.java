package io.emstream.app.produce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rows go at their rate on the whole, and a standstill is not made up for by a burst. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void rowsGoAtTheRate() {
        Pace pace = new Pace(100);
        long now = 0;
        for (int row = 0; row < 1000; row++) {
            now += Math.max(0, pace.next(now, 1));
        }
        assertThat(now / (double) SECOND).isBetween(9.85, 10.0);
    }

    @Test
    void rowsThatGoTogetherWaitForAsManyTurns() {
        Pace pace = new Pace(100);
        long now = 0;
        for (int block = 0; block < 10; block++) {
            now += Math.max(0, pace.next(now, 100));
        }
        // The first does not wait.
        assertThat(now / (double) SECOND).isBetween(8.85, 9.0);
    }

    @Test
    void afterAStandstillNoMoreThanATenthOfASecondIsMadeUpFor() {
        Pace pace = new Pace(100);
        pace.next(0, 1);
        long later = 60 * SECOND;
        int burst = 0;
        while (pace.next(later, 1) <= 0) {
            burst++;
        }
        assertThat(burst).isBetween(9, 12);
    }

    @Test
    void withoutALimitNothingWaits() {
        Pace pace = new Pace(Double.POSITIVE_INFINITY);
        for (int row = 0; row < 1000; row++) {
            assertThat(pace.next(0, 1)).isZero();
        }
    }
}
