package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private static final long MINUTE = 60_000;

    private static OnlineLearner learner(Duration span) {
        Settings settings = new Settings("gaussian-full", 1, 1);
        settings.forgetting = new Forgetting.Window(span);
        settings.foldPoints = 1;
        return Learners.with(settings.build(), new double[] {0});
    }

    @Test
    void theStatisticsAreThoseOfThePointsInsideTheSpanAndOfNoOthers() {
        OnlineLearner learner = learner(Duration.ofMinutes(60));
        Random random = new Random(3);
        List<List<Point>> folds = new ArrayList<>();
        long time = 1_700_000_000_000L;
        for (int fold = 0; fold < 100; fold++) {
            time += random.nextInt(30) * MINUTE;
            List<Point> points = new ArrayList<>();
            int size = 1 + random.nextInt(50);
            for (int i = 0; i < size; i++) {
                points.add(new Point(new double[] {1e6 + random.nextGaussian()}, 1 + random.nextInt(3), time));
            }
            folds.add(points);
            Learners.fold(learner, fold, points);

            long beyond = time - 60 * MINUTE;
            Moments inside = new Moments(ScatterLayout.FULL, 1);
            folds.stream()
                    .flatMap(List::stream)
                    .filter(point -> point.timestamp() > beyond)
                    .forEach(point -> inside.observe(point.values(), point.weight()));
            Moments learned = Learners.statistics(learner).component(0).copy();
            double effective = Learners.model(learner).effectivePoints();
            learned.scale(effective);
            assertThat(effective).as("fold %d", fold).isCloseTo(inside.weight(), within(1e-9));
            assertThat(learned.mean(0)).as("fold %d", fold).isCloseTo(inside.mean(0), within(1e-8));
            assertThat(learned.scatter(0, 0)).as("fold %d", fold).isCloseTo(inside.scatter(0, 0), within(1e-7));
        }
        assertThat(learner.state().window()).hasSizeLessThan(20);
    }

    @Test
    void aFoldThatIsOlderThanTheSpanDoesNotCount() {
        OnlineLearner learner = learner(Duration.ofMinutes(60));
        Learners.fold(learner, 0, Learners.points(10, 1, 100 * MINUTE));
        Learners.fold(learner, 1, Learners.points(10, 7, 30 * MINUTE));
        assertThat(Learners.statistics(learner).component(0).mean(0)).isEqualTo(1);
        assertThat(learner.state().counters().points()).isEqualTo(20);
    }

    @Test
    void theNewestFoldCountsHoweverShortTheSpan() {
        OnlineLearner learner = learner(Duration.ofNanos(1));
        Learners.fold(learner, 0, Learners.points(10, 1, MINUTE));
        Learners.fold(learner, 1, Learners.points(10, 7, 2 * MINUTE));
        assertThat(Learners.statistics(learner).component(0).mean(0)).isEqualTo(7);
        assertThat(Learners.model(learner).effectivePoints()).isEqualTo(10);
    }

    @Test
    void withoutTimesNothingIsForgotten() {
        OnlineLearner learner = learner(Duration.ofMillis(1));
        Learners.fold(learner, 0, Learners.points(10, 1));
        Learners.fold(learner, 1, Learners.points(10, 2));
        assertThat(Learners.statistics(learner).component(0).mean(0)).isEqualTo(1.5);
        Learners.fold(learner, 2, Learners.points(20, 3.5, MINUTE));
        assertThat(Learners.statistics(learner).component(0).mean(0)).isEqualTo(2.5);
    }
}
