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
            now += Math.max(0, pace.next(now));
        }
        assertThat(now / (double) SECOND).isBetween(9.85, 10.0);
    }

    @Test
    void afterAStandstillNoMoreThanATenthOfASecondIsMadeUpFor() {
        Pace pace = new Pace(100);
        pace.next(0);
        long later = 60 * SECOND;
        int burst = 0;
        while (pace.next(later) <= 0) {
            burst++;
        }
        assertThat(burst).isBetween(9, 12);
    }

    @Test
    void withoutALimitNothingWaits() {
        Pace pace = new Pace(Double.POSITIVE_INFINITY);
        for (int row = 0; row < 1000; row++) {
            assertThat(pace.next(0)).isZero();
        }
    }
}
