package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When panes close, by the event time of points, alone and in blocks; the wall clock only tells silence. */
class EventTimeTest {
    private static final Instant T = Instant.parse("2024-04-30T12:00:00Z");

    private final TestSettings settings = new TestSettings();

    @BeforeEach
    void secondsAsPanes() {
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        settings.lateness = Duration.ofSeconds(2);
        settings.foldPoints = 1;
    }

    @ParameterizedTest
    @EnumSource
    void aPaneClosesWhenThePointsHavePassedItByTheLateness(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(100, T);
            assertThat(points(driven)).isZero();
            points.feed(1, T.plusMillis(2999));
            assertThat(driven.models()).isEmpty();
            points.feed(1, T.plusMillis(3000));
            assertThat(driven.models()).singleElement().satisfies(model -> {
                assertThat(model.points()).isEqualTo(100);
                assertThat(model.eventTime()).isEqualTo(T.toEpochMilli());
            });
            assertThat(driven.counters().late()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLatePointIsLabelledAndLearnedWithTheNewestPane(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(100, T);
            points.feed(1, T.plusSeconds(10));
            assertThat(points(driven)).isEqualTo(100);
            points.feed(3, T.plusMillis(500));
            points.feed(2, T.plusMillis(8500));
            points.assertAreOfTheLast(106, driven.labels());
            points.feed(1, T.plusSeconds(20));
            assertThat(points(driven)).isEqualTo(106);
            assertThat(driven.counters().late()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void heldPointsAreNotLateHoweverLongTheyWereHeld(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            for (int i = 0; i < 20; i++) {
                points.feed(5, T.plusSeconds(5L * i));
            }
            points.feed(1, T.plusSeconds(200));
            driven.end();
            driven.pass(Duration.ofSeconds(10));
            assertThat(points(driven)).isEqualTo(101);
            assertThat(driven.counters().late()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void allPanesCloseWhenNothingIsHeardForSomeTime(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(150, T);
            assertThat(points(driven)).isZero();
            driven.pass(Duration.ofSeconds(4));
            assertThat(driven.models()).isEmpty();
            driven.pass(Duration.ofSeconds(4));
            assertThat(points(driven)).isEqualTo(150);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allPanesCloseWhenTheProducerSaysThatNoMoreWillCome(Shape shape) {
        settings.format = shape.format();
        settings.foldPoints = 1000;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(150, T);
            driven.end();
            assertThat(points(driven)).isEqualTo(150);
            points.assertAreOfTheLast(150, driven.labels());
            assertThat(driven.deadLetters()).isEmpty();
            // What comes nevertheless is learned, too.
            points.feed(10, T.plusSeconds(1));
            driven.end();
            assertThat(points(driven)).isEqualTo(160);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPaneWaitsForTheSlowestPartitionButNotForASilentOne(Shape shape) {
        settings.format = shape.format();
        settings.partitions = 2;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(100, T);
            driven.labels();
            points.feed(1, T.plusSeconds(60));
            assertThat(points(driven))
                    .as("nothing is known of the other partition")
                    .isZero();
            driven.report(new TaskReport.Progress(1, T.toEpochMilli() + 500, Activity.ACTIVE));
            assertThat(points(driven)).isZero();
            driven.report(new TaskReport.Progress(1, T.toEpochMilli() + 500, Activity.IDLE));
            assertThat(points(driven)).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLatePaneOfAnotherPartitionIsLearnedWithTheNewestPane(Shape shape) {
        settings.format = shape.format();
        settings.partitions = 2;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            driven.report(new TaskReport.Progress(1, TaskReport.NONE, Activity.IDLE));
            points.feed(101, T);
            Model first = driven.models().get(0);
            points.feed(1, T.plusSeconds(60));
            assertThat(points(driven)).isEqualTo(101);
            PaneStatistics late = driven.reports().stream()
                    .filter(TaskReport.Pane.class::isInstance)
                    .map(report -> ((TaskReport.Pane) report).statistics())
                    .findFirst()
                    .orElseThrow();
            assertThat(late.layoutEpoch()).isEqualTo(first.layoutEpoch());
            driven.report(new TaskReport.Pane(1, late));
            points.feed(1, T.plusSeconds(120));
            assertThat(points(driven)).isEqualTo(102 + late.statistics().points());
            assertThat(driven.counters().late()).isEqualTo(late.statistics().points());
        }
    }

    @ParameterizedTest
    // A record has no time before 1970, and so no packed block.
    @EnumSource(names = "PACKED_BLOCKS", mode = EnumSource.Mode.EXCLUDE)
    void timesBefore1970AreTimesLikeOthers(Shape shape) {
        settings.format = shape.format();
        Instant early = Instant.parse("1931-07-01T00:00:00Z");
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            points.feed(120, early);
            points.feed(1, early.plusSeconds(10));
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(120);
            assertThat(models.get(models.size() - 1).eventTime()).isEqualTo(early.toEpochMilli());
            assertThat(driven.labels())
                    .hasSize(121)
                    .extracting(Assignment::model)
                    .doesNotContain(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOfTheRecordCountsWhereThePointHasNone(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 5);
            for (int left = 100; left > 0; ) {
                left -= points.feedRecord(left, null, new RecordHeaders(), T);
            }
            points.feed(1, T.plusSeconds(4));
            assertThat(points(driven)).isEqualTo(100);
        }
    }

    /** How many points the newest model has learned; 0 without a new one. */
    private static long points(Driven driven) {
        List<Model> models = driven.models();
        return models.isEmpty() ? 0 : models.get(models.size() - 1).points();
    }
}
