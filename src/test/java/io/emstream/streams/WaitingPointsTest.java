package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.FullGaussian;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Points that wait count where they would have counted one by one. */
class WaitingPointsTest {
    private static final long PANE = 1000;

    private final RowResponsibilities rows =
            new RowResponsibilities(new CompiledMixture(Samples.mixture(new FullGaussian(), 2, 2, new Random(3))));
    private final WaitingPoints waiting = new WaitingPoints();
    private final TaskClock clock = clock();

    private static TaskClock clock() {
        return new TaskClock(
                0, 1, StreamSettings.Clock.EVENT_TIME, PANE, Duration.ofMillis(500), Duration.ofSeconds(5), 0);
    }

    @Test
    void pointsOfOnePaneCountTogether() {
        await(0, 1, 10, 999);
        assertThat(place()).isTrue();
        assertThat(waiting.get(2).pane()).isZero();
        assertThat(clock.newestPane()).isZero();
    }

    @Test
    void eachPointHasThePaneThatItHasAlone() {
        long[] times = {500, 1400, 900, 3200, 100, 2900};
        await(times);
        assertThat(place()).isFalse();
        TaskClock alone = clock();
        for (int p = 0; p < times.length; p++) {
            boolean late = alone.isLate(times[p]);
            assertThat(waiting.get(p).isLate()).as("point %d", p).isEqualTo(late);
            assertThat(waiting.get(p).pane()).isEqualTo(late ? alone.newestPane() : alone.pane(times[p]));
            alone.advance(times[p]);
        }
        assertThat(waiting.get(4).isLate()).isTrue();
    }

    @Test
    void pointsOfNoWeightMayStandAmongThem() {
        await(1, 2);
        waiting.add(record(), new Point(new double[] {0, 0}, 0, 1500), 2);
        assertThat(place()).isTrue();
        assertThat(clock.newestPane()).isEqualTo(1);
    }

    @Test
    void aPointWithoutADensityDoesNotMoveTheClock() {
        await(1, 2);
        waiting.add(record(), new Point(new double[] {1e200, 0}, 1, 5000), 2);
        assertThat(place()).isTrue();
        assertThat(rows.isAnswered(2)).isFalse();
        assertThat(clock.newestPane()).isZero();
    }

    private void await(long... times) {
        for (int i = 0; i < times.length; i++) {
            waiting.add(record(), new Point(new double[] {i, -i}, 1, times[i]), i);
        }
    }

    private boolean place() {
        waiting.answer(rows);
        return waiting.place(rows, clock);
    }

    private static Record<byte[], byte[]> record() {
        return new Record<>(new byte[0], new byte[0], 0);
    }
}
