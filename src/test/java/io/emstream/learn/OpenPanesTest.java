package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.point.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A pane that is not folded yet has a sample of its points; once it is, it has none. */
class OpenPanesTest {
    private final Settings settings = new Settings("gaussian-diag", 2, 1);

    @Test
    void partsOfAPaneHaveASampleTogether() {
        settings.foldPoints = 1_000_000;
        settings.paneLength = 3000;
        settings.partitions = 2;
        OnlineLearner learner = Learners.with(settings.build(), new double[] {-4}, new double[] {4});
        SimulatedTask one = task(learner, 0);
        SimulatedTask other = task(learner, 1);
        long points = 0;
        for (int commit = 0; commit < 5; commit++) {
            feed(one, 50, commit);
            feed(other, 500, commit);
            one.commit().forEach(learner::receive);
            other.commit().forEach(learner::receive);
            points += 550;
        }
        long sampled = 0;
        for (PaneStatistics pane : learner.state().open().values()) {
            assertThat(pane.sample().size()).isEqualTo((int)
                    Math.min(PointSample.FOLD_CAPACITY, pane.statistics().points()));
            sampled += pane.statistics().points();
        }
        assertThat(sampled).isEqualTo(points);
    }

    @Test
    void sharesOfManyTasksFillTheSampleOfAFold() {
        settings.partitions = 4;
        OnlineLearner learner = Learners.with(settings.build(), new double[] {-4}, new double[] {4});
        for (int partition = 0; partition < 4; partition++) {
            TaskReport.Pane report = Learners.pane(learner, partition, 0, Learners.points(1, 4));
            PointSample share = new PointSample(settings.build().taskSample());
            for (int i = 0; i < 2000; i++) {
                share.add(PointSample.priority(1, partition, i), Point.of(i));
            }
            learner.receive(new TaskReport.Pane(
                    partition, new PaneStatistics(0, 1, report.statistics().statistics(), 0, 0, share)));
        }
        PointSample sample = learner.state().open().firstEntry().getValue().sample();
        // All that lie below the lowest threshold of the four, each of which is at 1024 / 2000.
        assertThat(sample.size()).isBetween(3600, PointSample.FOLD_CAPACITY);
        assertThat(sample.threshold()).isBetween(0.46, 0.53);
    }

    @Test
    void pointsThatPassedWhileThereWasAModelAreSampledOnceEach() {
        OnlineLearner learner = Learners.with(settings.build(), new double[] {-4}, new double[] {4});
        List<Point> nothing = List.of(new Point(new double[] {1}, 0, 0), Point.of(Double.NaN));
        learner.receive(new RawPoints(0, RawPoints.Kind.PASSED, Learners.points(20, 3)));
        learner.receive(new RawPoints(0, RawPoints.Kind.PASSED, nothing));
        learner.receive(new RawPoints(0, RawPoints.Kind.PASSED, Learners.points(30, -3)));
        PointSample sample = learner.state().open().firstEntry().getValue().sample();
        assertThat(sample.size()).isEqualTo(50);
        assertThat(sample.priorities()).doesNotHaveDuplicates();
        assertThat(learner.state().counters().unlearned()).isEqualTo(2);
    }

    @Test
    void aWindowKeepsNoSamples() {
        settings.forgetting = new Forgetting.Window(Duration.ofHours(1));
        List<Integer> open = new ArrayList<>();
        OnePass pass = new OnePass(settings.build(), true, 30, state -> {
            state.open().values().forEach(pane -> open.add(pane.sample().size()));
            state.window()
                    .values()
                    .forEach(pane -> assertThat(pane.sample().size()).isZero());
            return state;
        });
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            pass.feed(List.of(Point.of(random.nextGaussian() + (i % 2 == 0 ? -4 : 4))));
        }
        assertThat(open).contains(20, 50, 80).allMatch(size -> size > 0);
        assertThat(pass.state().window()).isNotEmpty();
    }

    private SimulatedTask task(OnlineLearner learner, int partition) {
        SimulatedTask task = new SimulatedTask(settings.build(), partition, true);
        task.adopt(Learners.model(learner));
        return task;
    }

    private static void feed(SimulatedTask task, int number, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < number; i++) {
            task.process(Point.of(random.nextGaussian() + (random.nextBoolean() ? -4 : 4)));
        }
    }
}
