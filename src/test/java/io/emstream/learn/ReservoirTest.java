package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The points are their own numbers. */
class ReservoirTest {
    private static final int CAPACITY = 1000;

    private final LearnerState state = new LearnerState();
    private final Reservoir reservoir = new Reservoir(state);
    private final Random random = new Random(5);
    private int fed;

    private void feed(int points, double forgotten) {
        List<Point> fold =
                IntStream.range(fed, fed + points).mapToObj(i -> Point.of(i)).toList();
        fed += points;
        reservoir.add(fold, points / (double) fed, forgotten, 50, CAPACITY, random);
    }

    @Test
    void untilItIsFullItHasAllPoints() {
        for (int fold = 0; fold < 10; fold++) {
            feed(100, 0);
        }
        assertThat(reservoir.size()).isEqualTo(CAPACITY);
        assertThat(numbers()).hasSize(CAPACITY);
    }

    @ParameterizedTest
    @CsvSource({"100, 500", "1000, 40", "37, 2000"})
    void whileNothingIsForgottenItIsAUniformSampleOfAll(int points, int folds) {
        for (int fold = 0; fold < folds; fold++) {
            feed(points, 0);
        }
        assertThat(reservoir.size()).isEqualTo(CAPACITY);
        assertThat(numbers()).as("no point twice").hasSize(CAPACITY);
        double mean = reservoir.points().stream()
                .mapToDouble(point -> point.values()[0] / fed)
                .average()
                .orElseThrow();
        // Five standard errors of a uniform mean.
        assertThat(mean).isCloseTo(0.5, within(5 / Math.sqrt(12.0 * CAPACITY)));
    }

    @Test
    void whatIsForgottenLeavesIt() {
        for (int fold = 0; fold < 200; fold++) {
            feed(100, 0);
        }
        // Half of the past with every fold.
        for (int fold = 0; fold < 5; fold++) {
            feed(100, 0.5);
        }
        double recent = fed - 300;
        long old = reservoir.points().stream()
                .filter(point -> point.values()[0] < recent)
                .count();
        assertThat(reservoir.size()).isBetween(100, 250);
        assertThat(old / (double) reservoir.size()).isLessThan(0.3);
    }

    @Test
    void moreParametersWantMorePoints() {
        assertThat(Reservoir.capacity(2, 11, 2)).isEqualTo(20_000);
        assertThat(Reservoir.capacity(14, 1903, 12)).isEqualTo(95_150);
        assertThat(Reservoir.capacity(14, 1903, 24)).isEqualTo(65_536);
        assertThat(Reservoir.capacity(32, 68_639, 192)).isEqualTo(20_000);
        assertThat(Reservoir.capacity(400, 2399, 2)).isEqualTo(119_950);
    }

    @Test
    void blocksAreFewAndSeldomWrittenAgain() {
        long all = 0;
        for (int fold = 0; fold < 1000; fold++) {
            feed(100, 0);
            assertThat(state.reservoir().size()).isLessThanOrEqualTo(65);
            long written = state.takeChanges().stream()
                    .filter(block -> block.startsWith(LearnerState.RESERVOIR))
                    .filter(block -> state.reservoir()
                            .containsKey(Long.parseLong(block.substring(LearnerState.RESERVOIR.length()), 16)))
                    .count();
            all += written;
        }
        assertThat(all).isLessThan(3000);
    }

    @Test
    void noBlockIsLargerThanTheSampleOfAFoldForWhichRecordsHaveRoom() {
        List<Point> many = IntStream.range(0, 100_000).mapToObj(Point::of).toList();
        reservoir.replace(many, random);
        assertThat(reservoir.size()).isEqualTo(many.size());
        assertThat(numbers()).hasSize(many.size());
        fed = many.size();
        for (int fold = 0; fold < 200; fold++) {
            List<Point> points = many.subList(0, 4096);
            reservoir.add(points, 0.04, 0, 50, 20_000, random);
            assertThat(state.reservoir().values())
                    .allSatisfy(block -> assertThat(block).hasSizeLessThanOrEqualTo(PointSample.FOLD_CAPACITY));
        }
        assertThat(reservoir.size()).isEqualTo(20_000);
    }

    private Set<Double> numbers() {
        Set<Double> numbers = new HashSet<>();
        reservoir.points().forEach(point -> numbers.add(point.values()[0]));
        return numbers;
    }
}
