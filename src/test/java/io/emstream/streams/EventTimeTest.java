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
import org.junit.jupiter.api.Test;

/** When panes close, by the event time of points; the wall clock only tells silence. */
class EventTimeTest {
    private static final Instant T = Instant.parse("2024-04-30T12:00:00Z");

    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(5);

    @BeforeEach
    void secondsAsPanes() {
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        settings.lateness = Duration.ofSeconds(2);
        settings.foldPoints = 1;
    }

    @Test
    void aPaneClosesWhenThePointsHavePassedItByTheLateness() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 100, T);
            assertThat(points(driven)).isZero();
            feed(driven, 1, T.plusMillis(2999));
            assertThat(driven.models()).isEmpty();
            feed(driven, 1, T.plusMillis(3000));
            assertThat(driven.models()).singleElement().satisfies(model -> {
                assertThat(model.points()).isEqualTo(100);
                assertThat(model.eventTime()).isEqualTo(T.toEpochMilli());
            });
            assertThat(driven.counters().late()).isZero();
        }
    }

    @Test
    void aLatePointIsLabelledAndLearnedWithTheNewestPane() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 100, T);
            feed(driven, 1, T.plusSeconds(10));
            assertThat(points(driven)).isEqualTo(100);
            feed(driven, 3, T.plusMillis(500));
            feed(driven, 2, T.plusMillis(8500));
            assertThat(driven.labels()).hasSize(106);
            feed(driven, 1, T.plusSeconds(20));
            assertThat(points(driven)).isEqualTo(106);
            assertThat(driven.counters().late()).isEqualTo(3);
        }
    }

    @Test
    void heldPointsAreNotLateHoweverLongTheyWereHeld() {
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < 100; i++) {
                feed(driven, 1, T.plusSeconds(i));
            }
            feed(driven, 1, T.plusSeconds(200));
            driven.end();
            driven.pass(Duration.ofSeconds(10));
            assertThat(points(driven)).isEqualTo(101);
            assertThat(driven.counters().late()).isZero();
        }
    }

    @Test
    void allPanesCloseWhenNothingIsHeardForSomeTime() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 150, T);
            assertThat(points(driven)).isZero();
            driven.pass(Duration.ofSeconds(4));
            assertThat(driven.models()).isEmpty();
            driven.pass(Duration.ofSeconds(4));
            assertThat(points(driven)).isEqualTo(150);
        }
    }

    @Test
    void allPanesCloseWhenTheProducerSaysThatNoMoreWillCome() {
        settings.foldPoints = 1000;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 150, T);
            driven.end();
            assertThat(points(driven)).isEqualTo(150);
            assertThat(driven.assignments()).hasSize(150);
            assertThat(driven.deadLetters()).isEmpty();
            // What comes nevertheless is learned, too.
            feed(driven, 10, T.plusSeconds(1));
            driven.end();
            assertThat(points(driven)).isEqualTo(160);
        }
    }

    @Test
    void aPaneWaitsForTheSlowestPartitionButNotForASilentOne() {
        settings.partitions = 2;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 100, T);
            driven.labels();
            feed(driven, 1, T.plusSeconds(60));
            assertThat(points(driven))
                    .as("nothing is known of the other partition")
                    .isZero();
            driven.report(new TaskReport.Progress(1, T.toEpochMilli() + 500, Activity.ACTIVE));
            assertThat(points(driven)).isZero();
            driven.report(new TaskReport.Progress(1, T.toEpochMilli() + 500, Activity.IDLE));
            assertThat(points(driven)).isEqualTo(100);
        }
    }

    @Test
    void aLatePaneOfAnotherPartitionIsLearnedWithTheNewestPane() {
        settings.partitions = 2;
        try (Driven driven = new Driven(settings)) {
            driven.report(new TaskReport.Progress(1, TaskReport.NONE, Activity.IDLE));
            feed(driven, 101, T);
            Model first = driven.models().get(0);
            feed(driven, 1, T.plusSeconds(60));
            assertThat(points(driven)).isEqualTo(101);
            PaneStatistics late = driven.reports().stream()
                    .filter(TaskReport.Pane.class::isInstance)
                    .map(report -> ((TaskReport.Pane) report).statistics())
                    .findFirst()
                    .orElseThrow();
            assertThat(late.layoutEpoch()).isEqualTo(first.layoutEpoch());
            driven.report(new TaskReport.Pane(1, late));
            feed(driven, 1, T.plusSeconds(120));
            assertThat(points(driven)).isEqualTo(102 + late.statistics().points());
            assertThat(driven.counters().late()).isEqualTo(late.statistics().points());
        }
    }

    @Test
    void timesBefore1970AreTimesLikeOthers() {
        Instant early = Instant.parse("1931-07-01T00:00:00Z");
        try (Driven driven = new Driven(settings)) {
            feed(driven, 120, early);
            feed(driven, 1, early.plusSeconds(10));
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(120);
            assertThat(models.get(models.size() - 1).eventTime()).isEqualTo(early.toEpochMilli());
            assertThat(driven.labels())
                    .hasSize(121)
                    .extracting(Assignment::model)
                    .doesNotContain(0L);
        }
    }

    @Test
    void theTimeOfTheRecordCountsWhereThePointHasNone() {
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < 100; i++) {
                driven.feed(
                        null, blobs.next().getBytes(java.nio.charset.StandardCharsets.UTF_8), new RecordHeaders(), T);
            }
            feed(driven, 1, T.plusSeconds(4));
            assertThat(points(driven)).isEqualTo(100);
        }
    }

    private void feed(Driven driven, int points, Instant eventTime) {
        for (int i = 0; i < points; i++) {
            driven.feed(blobs.next(eventTime));
        }
    }

    /** How many points the newest model has learned; 0 without a new one. */
    private static long points(Driven driven) {
        List<Model> models = driven.models();
        return models.isEmpty() ? 0 : models.get(models.size() - 1).points();
    }
}
