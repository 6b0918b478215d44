package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Component;
import io.emstream.family.Prior;
import io.emstream.family.SphericalGaussian;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinceChangeTest {
    private final LearnerState state = new LearnerState();
    private final SinceChange sinceChange = new SinceChange(state);

    /** As unlikely as this, in nats below the likeliest point, under {@link #standard}. */
    private static Point unlikely(double nats) {
        return Point.of(Math.sqrt(2 * nats));
    }

    private static Mixture standard() {
        SphericalGaussian family = new SphericalGaussian();
        MixtureStatistics statistics = new MixtureStatistics(family.scatter(), 1, 1);
        statistics.component(0).observe(new double[] {-1}, 1);
        statistics.component(0).observe(new double[] {1}, 1);
        Prior prior = new Prior(Prior.Kind.NONE, new double[1], new double[] {1});
        List<Component> components = family.estimate(statistics.components(), null, prior);
        return new Mixture(family, new double[] {1}, components, new long[] {1});
    }

    /** Points of a standard normal distribution lie half a nat below the likeliest one, in the mean. */
    @ParameterizedTest
    @CsvSource({
        // A jump: what was a little unlikely before it has no part in it.
        "0.6 0.7 0.5 9.5, 9.5",
        "0.6 0.7 5.5 9.5, 5.5 9.5",
        // A slight change adds up over all folds.
        "0.9 1.0 0.8 1.1, 0.9 1.0 0.8 1.1",
        "0.4 0.2 0.9 1.0 0.8 1.1, 0.9 1.0 0.8 1.1",
        // One fold as usual among them is chance.
        "1.4 0.4 1.5, 1.4 0.4 1.5",
    })
    void theChangeIsWhereTheFallFromThereOnIsTheClearest(String folds, String kept) {
        for (String nats : folds.split(" ", -1)) {
            sinceChange.add(Collections.nCopies(10, unlikely(Double.parseDouble(nats))), 1000);
        }
        double likeliest = -0.5 * Math.log(2 * Math.PI);

        sinceChange.begin(standard(), likeliest - 0.5, 1);

        assertThat(state.afterAlarm().values())
                .extracting(fold -> fold.get(0))
                .extracting(point -> "%.1f".formatted(point.values()[0] * point.values()[0] / 2))
                .containsExactly(kept.split(" ", -1));
    }

    @Test
    void beforeAnAlarmTheNewestFoldsAreKeptThatAreEnoughPoints() {
        for (int fold = 0; fold < 20; fold++) {
            sinceChange.addNewest(Collections.nCopies(10, Point.of(fold)), 35, 100);
        }
        assertThat(sinceChange.points())
                .extracting(point -> point.values()[0])
                .containsOnly(16.0, 17.0, 18.0, 19.0)
                .hasSize(40);
    }

    @Test
    void afterItAllAreKeptThatThereIsRoomFor() {
        for (int fold = 0; fold < 20; fold++) {
            sinceChange.add(Collections.nCopies(10, Point.of(fold)), 35);
        }
        assertThat(sinceChange.points())
                .extracting(point -> point.values()[0])
                .containsOnly(0.0, 1.0, 2.0, 3.0)
                .hasSize(35);
        sinceChange.clear();
        assertThat(sinceChange.points()).isEmpty();
        assertThat(state.takeChanges())
                .filteredOn(block -> block.startsWith(LearnerState.ALARM))
                .hasSize(4);
    }
}
