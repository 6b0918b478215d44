package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.learn.TaskReport.RawPoints.Kind;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    private static final TrueMixture TRUTH = TrueMixture.named("well");

    private final Settings settings = new Settings("gaussian-full", 4, 2);
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<Point> points = TRUTH.draw(3000, new Random(21));

    private OnlineLearner learner() {
        return new OnlineLearner(settings.build(), new LearnerState(), Runnable::run);
    }

    private RawPoints raw(int partition, Kind kind, int from, int to) {
        return new RawPoints(partition, kind, points.subList(from, to));
    }

    @ParameterizedTest
    @EnumSource(names = {"HELD", "PASSED"})
    void theFirstModelComesWithTheLastPointOfTheWarmUp(Kind kind) {
        OnlineLearner learner = learner();
        learner.receive(raw(0, kind, 0, 499));
        assertThat(learner.advance(false).model()).isEmpty();
        assertThat(learner.isWarmingUp()).isTrue();
        learner.receive(raw(0, kind, 499, 500));
        Model first = learner.advance(false).model().orElseThrow();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.parent()).isZero();
        assertThat(first.effectivePoints()).isEqualTo(500);
        assertThat(first.points()).isEqualTo(kind == Kind.HELD ? 0 : 500);
        assertThat(learner.isWarmingUp()).isFalse();
    }

    @Test
    void theFirstModelIsAnnouncedByAnEvent() {
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.HELD, 0, 500));
        Learned learned = learner.advance(false);
        assertThat(learned.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(ModelEvent.Type.INITIALISED);
            assertThat(event.model()).isEqualTo(1);
            assertThat(event.to()).containsExactly(1L, 2L, 3L, 4L);
            assertThat(event.numbers()).containsEntry("points", 500.0);
            assertThat(event.numbers().get("meanLogLikelihood"))
                    .isCloseTo(TRUTH.meanLogLikelihood(points.subList(0, 500)), within(0.05));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstModelDoesNotDependOnWhenTasksCommit(boolean holds) {
        Model expected = new OnePass(settings.build(), holds, 1, same -> same)
                .feed(points)
                .models()
                .get(0);
        for (int pointsPerCommit : new int[] {7, 100, 499, 1234, 3000}) {
            Model first = new OnePass(settings.build(), holds, pointsPerCommit, same -> same)
                    .feed(points)
                    .end()
                    .models()
                    .get(0);
            for (int k = 0; k < 4; k++) {
                assertThat(first.mixture().weight(k))
                        .isEqualTo(expected.mixture().weight(k));
                assertThat(first.mixture().component(k).mean(0))
                        .isEqualTo(expected.mixture().component(k).mean(0));
            }
        }
    }

    @Test
    void theOrderInWhichPartitionsReportDoesNotMatter() {
        settings.partitions = 2;
        OnlineLearner one = learner();
        one.receive(raw(0, Kind.HELD, 0, 200));
        one.receive(raw(1, Kind.HELD, 200, 400));
        one.receive(raw(0, Kind.HELD, 400, 500));
        OnlineLearner other = learner();
        other.receive(raw(1, Kind.HELD, 200, 400));
        other.receive(raw(0, Kind.HELD, 0, 200));
        other.receive(raw(0, Kind.HELD, 400, 500));
        assertThat(one.advance(false).model().orElseThrow().mixture().weights())
                .isEqualTo(other.advance(false).model().orElseThrow().mixture().weights());
    }

    @Test
    void aHurryOrTheEndOfTheInputTakesTenPointsPerClusterToStart() {
        OnlineLearner hurried = learner();
        hurried.receive(raw(0, Kind.HELD, 0, 39));
        assertThat(hurried.advance(true).model()).isEmpty();
        hurried.receive(raw(0, Kind.HELD, 39, 40));
        assertThat(hurried.advance(false).model()).isEmpty();
        assertThat(hurried.advance(true).model()).isPresent();

        OnlineLearner ended = learner();
        ended.receive(raw(0, Kind.HELD, 0, 40));
        ended.receive(new TaskReport.Progress(0, TaskReport.NONE, Activity.IDLE));
        assertThat(ended.advance(false).model()).isEmpty();
        ended.receive(new TaskReport.Progress(0, TaskReport.NONE, Activity.ENDED));
        assertThat(ended.advance(false).model()).isPresent();
    }

    @Test
    void heldPointsComeAgainInStatisticsAndPassedOnesNever() {
        OnlineLearner held = learner();
        held.receive(raw(0, Kind.HELD, 0, 500));
        held.advance(false);
        assertThat(held.state().tracks()).allMatch(track -> track.statistics() == null);
        assertThat(held.state().counters().stepOffset()).isEqualTo(500);

        OnlineLearner passed = learner();
        passed.receive(raw(0, Kind.PASSED, 0, 700));
        passed.advance(false);
        assertThat(passed.state().counters().points()).isEqualTo(700);
        assertThat(passed.state().counters().effectivePoints()).isEqualTo(700);
        assertThat(passed.state().counters().stepOffset()).isZero();
        assertThat(Learners.statistics(passed).weight()).isCloseTo(1, within(1e-12));
    }

    @Test
    void releasedPointsReplaceTheHeldOnesOfTheirPartitionOnly() {
        settings.partitions = 2;
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.HELD, 0, 100));
        learner.receive(raw(1, Kind.HELD, 100, 200));
        learner.receive(raw(0, Kind.RELEASED, 0, 120));
        learner.receive(raw(0, Kind.PASSED, 120, 150));
        assertThat(learner.state().rawPoints()).isEqualTo(100 + 150);
        learner.advance(true);
        assertThat(learner.state().counters().points()).isEqualTo(150);
        assertThat(learner.state().counters().stepOffset()).isEqualTo(100);
    }

    @Test
    void pointsThatPassedBeforeTheyHeardOfTheModelAreLearnedUnderIt() {
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.HELD, 0, 500));
        learner.advance(false);
        learner.receive(raw(0, Kind.HELD, 500, 600));
        assertThat(learner.state().open()).isEmpty();
        learner.receive(raw(0, Kind.RELEASED, 0, 600));
        learner.receive(raw(0, Kind.PASSED, 600, 700));
        learner.receive(new TaskReport.Progress(0, 700, Activity.ENDED));
        Model second = learner.advance(false).model().orElseThrow();
        assertThat(second.points()).isEqualTo(700);
        assertThat(learner.state().counters().late()).isZero();
    }

    @Test
    void pointsBeyondWhatIsKeptAreCountedAsUnlearned() {
        settings.warmupPoints = WarmUp.MOST_RAW_POINTS;
        OnlineLearner learner = learner();
        List<Point> many = TRUTH.draw(WarmUp.MOST_RAW_POINTS - 1, new Random(3));
        learner.receive(new RawPoints(0, Kind.PASSED, many));
        learner.receive(raw(0, Kind.PASSED, 0, 10));
        learner.receive(raw(0, Kind.PASSED, 10, 17));
        assertThat(learner.state().rawPoints()).isEqualTo(WarmUp.MOST_RAW_POINTS + 9);
        assertThat(learner.state().counters().unlearned()).isEqualTo(7);
    }

    @Test
    void ofHeldPointsOnlyTheSampleIsKept() {
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.HELD, 0, 3000));
        learner.receive(raw(0, Kind.HELD, 0, 3000));
        assertThat(learner.state().rawPoints()).isEqualTo(500);
        assertThat(learner.state().counters().unlearned()).isZero();
    }

    @Test
    void aPassedPointWithoutFiniteDensityIsCountedAsUnlearned() {
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.PASSED, 0, 500));
        learner.receive(new RawPoints(0, Kind.PASSED, List.of(Point.of(1e200, 0))));
        learner.advance(false);
        assertThat(learner.state().counters().points()).isEqualTo(500);
        assertThat(learner.state().counters().unlearned()).isEqualTo(1);
        learner.receive(new RawPoints(0, Kind.PASSED, List.of(Point.of(1e200, 0))));
        assertThat(learner.state().counters().unlearned()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void panesWaitForHeldPointsWhateverTheirPartitionDoes(Activity activity) {
        settings.partitions = 2;
        OnlineLearner learner = learner();
        learner.receive(raw(0, Kind.HELD, 0, 500));
        learner.receive(new TaskReport.Progress(0, TaskReport.NONE, Activity.ENDED, true));
        learner.receive(new TaskReport.Progress(1, TaskReport.NONE, Activity.ACTIVE));
        learner.advance(false);
        // The other task has not read the model yet.
        learner.receive(raw(1, Kind.HELD, 500, 700));
        learner.receive(new TaskReport.Progress(1, TaskReport.NONE, activity, true));

        learner.receive(Learners.pane(learner, 0, 0, points.subList(0, 500)));
        learner.receive(new TaskReport.Progress(0, 1000, Activity.ENDED));
        assertThat(learner.advance(false).model()).isEmpty();
        learner.receive(Learners.pane(learner, 1, 0, points.subList(500, 700)));
        learner.receive(new TaskReport.Progress(1, 1000, activity));
        assertThat(learner.advance(false).model()).isPresent();
        assertThat(learner.state().counters().points()).isEqualTo(700);
        assertThat(learner.state().counters().late()).isZero();
    }

    @Test
    void theFirstModelIsDatedBeforeAllItsPoints() {
        List<Point> dated = IntStream.range(0, 500)
                .mapToObj(i -> new Point(points.get(i).values(), 1, 2_000_000 - i))
                .toList();
        OnlineLearner learner = learner();
        learner.receive(new RawPoints(0, Kind.HELD, dated));
        assertThat(learner.advance(false).model().orElseThrow().eventTime()).isEqualTo(2_000_000 - 499);
        OnlineLearner undated = learner();
        undated.receive(raw(0, Kind.PASSED, 0, 500));
        assertThat(undated.advance(false).model().orElseThrow().eventTime()).isEqualTo(Point.NO_TIMESTAMP);
    }

    @Test
    void pointsGoOnComingWhileTheFirstModelIsMade() {
        OnlineLearner learner = new OnlineLearner(settings.build(), new LearnerState(), work::add);
        learner.receive(raw(0, Kind.PASSED, 0, 500));
        assertThat(learner.advance(false).model()).isEmpty();
        assertThat(learner.isBusy()).isTrue();
        learner.receive(raw(0, Kind.PASSED, 500, 3000));
        assertThat(learner.advance(false).model()).isEmpty();
        assertThat(work).hasSize(1);
        work.remove().run();
        Model first = learner.advance(false).model().orElseThrow();
        assertThat(learner.isBusy()).isFalse();
        assertThat(first.effectivePoints()).isEqualTo(500);
        assertThat(first.points()).isEqualTo(3000);
    }
}
