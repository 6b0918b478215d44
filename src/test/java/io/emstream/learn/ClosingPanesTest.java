package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.Model;
import io.emstream.statistics.MixtureStatistics;
import org.junit.jupiter.api.Test;

/** When panes close and what is folded together; panes here are a hundred units of the clock long. */
class ClosingPanesTest {
    private final Settings settings = new Settings("gaussian-full", 1, 1);

    private OnlineLearner learner(int partitions) {
        settings.partitions = partitions;
        return Learners.with(settings.build(), new double[] {0});
    }

    private static void receive(OnlineLearner learner, int partition, long pane, int points) {
        learner.receive(Learners.pane(learner, partition, pane, Learners.points(points, 0)));
    }

    private static void progress(OnlineLearner learner, int partition, long watermark, Activity activity) {
        learner.receive(new TaskReport.Progress(partition, watermark, activity));
    }

    /** How many points have been learned by now. */
    private static long learned(OnlineLearner learner) {
        learner.advance(false);
        return learner.state().counters().points();
    }

    @Test
    void aPaneClosesWhenTheWatermarkReachesItsEnd() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 7, 100);
        progress(learner, 0, 799, Activity.ACTIVE);
        assertThat(learned(learner)).isZero();
        progress(learner, 0, 800, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(100);
    }

    @Test
    void panesBeforeTheOriginOfTheClockCloseLikeOthers() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, -1, 100);
        receive(learner, 0, -2, 100);
        progress(learner, 0, -1, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(100);
        progress(learner, 0, 0, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(200);
    }

    @Test
    void panesWaitForTheSlowestActivePartition() {
        OnlineLearner learner = learner(3);
        for (int partition = 0; partition < 3; partition++) {
            receive(learner, partition, 0, 100);
        }
        progress(learner, 0, 5000, Activity.ACTIVE);
        progress(learner, 1, 99, Activity.ACTIVE);
        progress(learner, 2, 5000, Activity.ACTIVE);
        assertThat(learned(learner)).isZero();
        progress(learner, 1, 100, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(300);
    }

    @Test
    void aPartitionThatWasNeverHeardOfIsWaitedFor() {
        OnlineLearner learner = learner(2);
        receive(learner, 0, 0, 100);
        progress(learner, 0, 5000, Activity.ACTIVE);
        assertThat(learned(learner)).isZero();
        progress(learner, 0, 5000, Activity.ENDED);
        assertThat(learned(learner)).isZero();
        progress(learner, 1, TaskReport.NONE, Activity.ACTIVE);
        assertThat(learned(learner)).isZero();
        progress(learner, 1, TaskReport.NONE, Activity.IDLE);
        assertThat(learned(learner)).isEqualTo(100);
    }

    @Test
    void anIdlePartitionIsNotWaitedForAndAReturningOneIs() {
        OnlineLearner learner = learner(2);
        receive(learner, 0, 0, 100);
        receive(learner, 0, 1, 100);
        progress(learner, 0, 100, Activity.ACTIVE);
        progress(learner, 1, 10, Activity.IDLE);
        assertThat(learned(learner)).isEqualTo(100);
        progress(learner, 1, 110, Activity.ACTIVE);
        progress(learner, 0, 200, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(100);
        progress(learner, 1, 200, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(200);
    }

    @Test
    void whenNothingIsExpectedOfAnyPartitionAllPanesClose() {
        OnlineLearner learner = learner(2);
        receive(learner, 0, 0, 100);
        receive(learner, 1, 99, 100);
        progress(learner, 0, 50, Activity.IDLE);
        progress(learner, 1, 9950, Activity.ENDED);
        assertThat(learned(learner)).isEqualTo(200);
    }

    @Test
    void aWatermarkNeverGoesBack() {
        OnlineLearner learner = learner(1);
        progress(learner, 0, 300, Activity.ACTIVE);
        progress(learner, 0, TaskReport.NONE, Activity.ACTIVE);
        receive(learner, 0, 2, 100);
        assertThat(learned(learner)).isEqualTo(100);
        progress(learner, 0, 200, Activity.ACTIVE);
        assertThat(learner.state().partitions()).containsEntry(0, Learners.reached(0, 300));
    }

    @Test
    void anInputThatHasEndedStaysSoUntilAnotherPointComes() {
        OnlineLearner learner = learner(1);
        progress(learner, 0, 100, Activity.ENDED);
        progress(learner, 0, TaskReport.NONE, Activity.ACTIVE);
        receive(learner, 0, 0, 1);
        assertThat(learned(learner)).isEqualTo(1);
        progress(learner, 0, 110, Activity.ACTIVE);
        receive(learner, 0, 1, 1);
        assertThat(learned(learner)).isEqualTo(1);
    }

    @Test
    void aFoldHoldsEnoughPointsAndNoMorePanesThanThatTakes() {
        OnlineLearner learner = learner(1);
        int[] sizes = {60, 39, 1, 100, 250, 30, 30, 30};
        for (int pane = 0; pane < sizes.length; pane++) {
            receive(learner, 0, pane, sizes[pane]);
        }
        progress(learner, 0, 100L * sizes.length, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(450);
        assertThat(learner.state().counters().folds()).isEqualTo(3);
        assertThat(learner.state().open()).hasSize(3);
    }

    @Test
    void silenceDoesNotMakeASmallFoldButTheEndOfTheInputDoes() {
        OnlineLearner learner = learner(2);
        receive(learner, 0, 0, 99);
        progress(learner, 0, 100, Activity.IDLE);
        progress(learner, 1, 100, Activity.ENDED);
        assertThat(learned(learner)).isZero();
        progress(learner, 0, 100, Activity.ENDED);
        assertThat(learned(learner)).isEqualTo(99);
    }

    @Test
    void anEndWithoutPointsMakesNoVersion() {
        OnlineLearner learner = learner(1);
        progress(learner, 0, 100, Activity.ENDED);
        assertThat(learner.advance(false).model()).isEmpty();
        assertThat(Learners.model(learner).version()).isEqualTo(1);
    }

    @Test
    void manyFoldsAtOnceMakeOneVersion() {
        OnlineLearner learner = learner(1);
        for (int pane = 0; pane < 10; pane++) {
            receive(learner, 0, pane, 100);
        }
        progress(learner, 0, 1000, Activity.ACTIVE);
        Model next = learner.advance(false).model().orElseThrow();
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.parent()).isEqualTo(1);
        assertThat(learner.state().counters().folds()).isEqualTo(10);
        assertThat(learner.advance(false).model()).isEmpty();
    }

    @Test
    void foldsAreTheSameHoweverPanesAreSplitIntoReports() {
        OnlineLearner whole = learner(1);
        OnlineLearner parts = learner(1);
        for (int pane = 0; pane < 5; pane++) {
            receive(whole, 0, pane, 70);
            receive(parts, 0, pane, 30);
            progress(parts, 0, 100L * pane + 50, Activity.ACTIVE);
            parts.advance(false);
            receive(parts, 0, pane, 40);
            progress(whole, 0, 100L * (pane + 1), Activity.ACTIVE);
            progress(parts, 0, 100L * (pane + 1), Activity.ACTIVE);
            assertThat(learned(parts)).isEqualTo(learned(whole));
        }
        assertThat(parts.state().counters().folds())
                .isEqualTo(whole.state().counters().folds());
    }

    @Test
    void aPointThatComesAfterItsPaneWasFoldedCountsInTheNewestOpenOneAsLate() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 5, 100);
        progress(learner, 0, 600, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(100);
        receive(learner, 0, 6, 100);
        receive(learner, 0, 8, 50);
        receive(learner, 0, 5, 7);
        receive(learner, 0, 3, 2);
        assertThat(learner.state().open().lastEntry().getValue().statistics().points())
                .isEqualTo(59);
        progress(learner, 0, 700, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(200);
        assertThat(learner.state().counters().late()).isZero();
        progress(learner, 0, 900, Activity.ENDED);
        assertThat(learned(learner)).isEqualTo(259);
        assertThat(learner.state().counters().late()).isEqualTo(9);
    }

    @Test
    void aLatePointWithoutAnOpenPaneOpensTheNext() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 5, 100);
        progress(learner, 0, 600, Activity.ACTIVE);
        learner.advance(false);
        receive(learner, 0, 2, 1);
        assertThat(learner.state().open().firstKey().pane()).isEqualTo(6);
    }

    @Test
    void aPaneThatClosedWithTooFewPointsStillTakesItsOwn() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 0, 60);
        progress(learner, 0, 500, Activity.ACTIVE);
        assertThat(learned(learner)).isZero();
        receive(learner, 0, 0, 40);
        assertThat(learned(learner)).isEqualTo(100);
        assertThat(learner.state().counters().late()).isZero();
    }

    @Test
    void whatATaskCallsLateIsCountedOnce() {
        OnlineLearner learner = learner(1);
        TaskReport.Pane pane = Learners.pane(learner, 0, 0, Learners.points(100, 0));
        PaneStatistics statistics = pane.statistics();
        learner.receive(new TaskReport.Pane(
                0,
                new PaneStatistics(0, 1, statistics.statistics(), 0, 4, new PointSample(PointSample.FOLD_CAPACITY))));
        progress(learner, 0, 100, Activity.ACTIVE);
        learner.advance(false);
        learner.receive(new TaskReport.Pane(
                0,
                new PaneStatistics(
                        0, 1, statistics.statistics().copy(), 0, 4, new PointSample(PointSample.FOLD_CAPACITY))));
        progress(learner, 0, 200, Activity.ACTIVE);
        learner.advance(false);
        assertThat(learner.state().counters().late()).isEqualTo(4 + 100);
    }

    @Test
    void panesOfAnotherLayoutAreCountedButNotLearned() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 0, 100);
        MixtureStatistics other = Learners.pane(learner, 0, 0, Learners.points(50, 1000))
                .statistics()
                .statistics();
        learner.receive(new TaskReport.Pane(
                0, new PaneStatistics(0, 2, other, 0, 3, new PointSample(PointSample.FOLD_CAPACITY))));
        progress(learner, 0, 100, Activity.ACTIVE);
        assertThat(learned(learner)).isEqualTo(150);
        assertThat(learner.state().counters().late()).isEqualTo(3);
        assertThat(learner.state().counters().learnedWeight()).isEqualTo(100);
        assertThat(Learners.statistics(learner).component(0).mean(0)).isZero();
    }

    @Test
    void aRunEndsBetweenPanesAndNotBetweenTheLayoutsOfOne() {
        OnlineLearner learner = learner(1);
        receive(learner, 0, 0, 100);
        MixtureStatistics other = Learners.pane(learner, 0, 0, Learners.points(50, 0))
                .statistics()
                .statistics();
        learner.receive(new TaskReport.Pane(
                0, new PaneStatistics(0, 0, other, 0, 0, new PointSample(PointSample.FOLD_CAPACITY))));
        progress(learner, 0, 100, Activity.ACTIVE);
        learner.advance(false);
        assertThat(learner.state().open()).isEmpty();
        assertThat(learner.state().counters().folds()).isEqualTo(1);
    }

    @Test
    void onlyPanesOfAnotherLayoutMakeNoVersion() {
        OnlineLearner learner = learner(1);
        MixtureStatistics other = Learners.pane(learner, 0, 0, Learners.points(500, 0))
                .statistics()
                .statistics();
        learner.receive(new TaskReport.Pane(
                0, new PaneStatistics(0, 2, other, 0, 0, new PointSample(PointSample.FOLD_CAPACITY))));
        progress(learner, 0, 100, Activity.ACTIVE);
        assertThat(learner.advance(false).model()).isEmpty();
        assertThat(learner.state().counters().points()).isEqualTo(500);
    }
}
