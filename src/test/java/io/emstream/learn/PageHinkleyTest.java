package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHinkleyTest {
    private static final double POINT_VARIANCE = 2;

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 1000, 200_000})
    void aStreamAtRestGivesNoAlarm(int points) {
        int alarms = 0;
        for (int seed = 1; seed <= 10; seed++) {
            PageHinkley test = new PageHinkley();
            Random random = new Random(seed);
            for (int pane = 0; pane < 2000; pane++) {
                if (test.isAlarm(mean(random, -3, points), POINT_VARIANCE, points)) {
                    alarms++;
                    test = new PageHinkley();
                }
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void panesOfAnySizesInTurnGiveNoAlarm(long seed) {
        PageHinkley test = new PageHinkley();
        Random random = new Random(seed);
        for (int pane = 0; pane < 2000; pane++) {
            int points = (int) Math.pow(10, 2 + 3.3 * random.nextDouble());
            assertThat(test.isAlarm(mean(random, -3, points), POINT_VARIANCE, points))
                    .as("pane %d", pane)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 0.8, 5", "1000, 0.3, 5", "10000, 0.3, 2"})
    void aFallOfSomeStandardDeviationsGivesAnAlarmSoon(int points, double fall, int within) {
        PageHinkley test = new PageHinkley();
        Random random = new Random(3);
        for (int pane = 0; pane < 100; pane++) {
            assertThat(test.isAlarm(mean(random, -3, points), POINT_VARIANCE, points))
                    .isFalse();
        }
        boolean alarm = false;
        for (int pane = 0; pane < within && !alarm; pane++) {
            alarm = test.isAlarm(mean(random, -3 - fall, points), POINT_VARIANCE, points);
        }
        assertThat(alarm).isTrue();
    }

    /** Points of a new cluster are unlikely, and so the log-densities within their pane are spread out. */
    @Test
    void whatMakesAPaneUnlikelyDoesNotExcuseIt() {
        PageHinkley test = new PageHinkley();
        Random random = new Random(4);
        for (int pane = 0; pane < 100; pane++) {
            assertThat(test.isAlarm(mean(random, -3, 100), POINT_VARIANCE, 100)).isFalse();
        }
        assertThat(test.pointVariance()).isCloseTo(POINT_VARIANCE, within(1e-9));
        assertThat(test.isAlarm(-3.8, 9 * POINT_VARIANCE, 100)).isFalse();
        assertThat(test.isAlarm(-3.8, 9 * POINT_VARIANCE, 100)).isFalse();
        assertThat(test.isAlarm(-3.8, 9 * POINT_VARIANCE, 100)).isTrue();
    }

    private static double mean(Random random, double mean, int points) {
        return mean + Math.sqrt(POINT_VARIANCE / points) * random.nextGaussian();
    }
}
