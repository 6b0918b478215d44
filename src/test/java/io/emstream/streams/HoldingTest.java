package io.emstream.streams;

import static io.emstream.codec.Assignment.Status.NO_MODEL;
import static io.emstream.codec.Assignment.Status.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.learn.TaskReport.Progress;
import io.emstream.streams.StreamSettings.Warmup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of points that meet no model, alone and in blocks. */
class HoldingTest {
    private final TestSettings settings = new TestSettings();

    @ParameterizedTest
    @EnumSource
    void heldPointsLeaveInOrderAsTheyCameWithTheFirstModel(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            List<TestRecord<byte[], byte[]>> fed = new ArrayList<>();
            for (int i = 0; points.offsets().size() < 100; i++) {
                byte[] key = i % 3 == 0 ? null : ("key" + i % 5).getBytes(UTF_8);
                RecordHeaders headers = new RecordHeaders();
                headers.add("traceparent", ("trace" + i).getBytes(UTF_8));
                headers.add("empty", null);
                Instant timestamp = Driven.START.minusMillis(1000L * (i % 7));
                assertThat(driven.assignments()).isEmpty();
                points.feedRecord(100 - points.offsets().size(), key, headers, timestamp);
                fed.add(new TestRecord<>(key, new byte[0], headers, timestamp));
            }
            List<TestRecord<byte[], byte[]>> answers = driven.assignments();
            assertThat(answers).hasSameSizeAs(fed);
            List<Assignment> labels = new ArrayList<>();
            for (int i = 0; i < fed.size(); i++) {
                assertThat(answers.get(i).key()).isEqualTo(fed.get(i).key());
                assertThat(answers.get(i).headers()).isEqualTo(fed.get(i).headers());
                assertThat(answers.get(i).getRecordTime()).isEqualTo(fed.get(i).getRecordTime());
                labels.addAll(Driven.labels(answers.get(i).value()));
            }
            points.assertAreOfTheLast(100, labels);
            assertThat(labels).extracting(Assignment::model).containsOnly(1L);
            assertThat(labels).extracting(Assignment::status).containsOnly(OK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pointsPassWithoutModelAndAreLabelledFromTheFirstOn(Shape shape) {
        settings.format = shape.format();
        settings.warmup = Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            while (points.offsets().size() < 100) {
                int rows = points.feedRecord(100 - points.offsets().size(), null, new RecordHeaders(), driven.now());
                assertPassed(points, rows, driven.labels());
            }
            points.feed(1);
            assertThat(driven.labels()).singleElement().satisfies(label -> {
                assertThat(label.status()).isEqualTo(OK);
                assertThat(label.model()).isPositive();
            });
            assertThat(driven.models().get(0).points()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullHoldLetsItsPointsPassInOrderAndThoseThatFollow(Shape shape) {
        settings.format = shape.format();
        settings.holdMax = 40;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(39);
            assertThat(driven.labels()).isEmpty();
            points.feed(1);
            assertPassed(points, 40, driven.labels());
            points.feed(60);
            assertPassed(points, 60, driven.labels());
            points.feed(100);
            assertThat(driven.labels())
                    .satisfies(labels -> points.assertAreOfTheLast(100, labels))
                    .extracting(Assignment::status)
                    .containsOnly(OK);
            driven.end();
            assertLearned(driven, 200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHoldThatLastsTooLongLetsItsPointsPassInOrderAndThoseThatFollow(Shape shape) {
        settings.format = shape.format();
        settings.warmupMaxWait = Duration.ofDays(1);
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(10);
            driven.pass(Duration.ofSeconds(59));
            points.feed(5);
            assertThat(driven.labels()).isEmpty();
            driven.pass(Duration.ofSeconds(3));
            assertPassed(points, 15, driven.labels());
            points.feed(85);
            assertPassed(points, 85, driven.labels());
            points.feed(1);
            assertThat(driven.labels()).extracting(Assignment::status).containsOnly(OK);
            driven.end();
            assertLearned(driven, 101);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHoldIsFullAtItsBytesToo(Shape shape) {
        settings.format = shape.format();
        settings.holdMax = 1_000_000;
        settings.warmupPoints = 1_000_000;
        byte[] key = new byte[60_000];
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            int records = 0;
            List<Assignment> passed = List.of();
            while (passed.isEmpty() && records < 2000) {
                points.feedRecord(Feeding.MOST_ROWS, key, new RecordHeaders(), driven.now());
                records++;
                passed = driven.labels();
            }
            assertPassed(points, points.offsets().size(), passed);
            assertThat(records * 60_000L).isBetween(32L << 20, 64L << 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskSaysThatItHoldsPointsUntilTheyAreLabelledEvenInSilence(Shape shape) {
        settings.format = shape.format();
        Queue<Runnable> work = new ArrayDeque<>();
        try (Driven driven = new Driven(settings, CommitHook::builder, work::add)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(100);
            assertThat(newestProgress(driven)).isEqualTo(new Progress(0, TaskReport.NONE, Activity.ACTIVE, true));
            driven.pass(Duration.ofSeconds(10));
            assertThat(newestProgress(driven)).isEqualTo(new Progress(0, TaskReport.NONE, Activity.IDLE, true));
            driven.end();
            assertThat(newestProgress(driven)).isEqualTo(new Progress(0, TaskReport.NONE, Activity.ENDED, true));
            work.remove().run();
            driven.pass(Duration.ofSeconds(1));
            points.assertAreOfTheLast(100, driven.labels());
            assertThat(newestProgress(driven)).satisfies(progress -> {
                assertThat(progress.watermark()).isNotEqualTo(TaskReport.NONE);
                assertThat(progress.activity()).isEqualTo(Activity.ENDED);
                assertThat(progress.holds()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatHasGivenUpHoldsNothing(Shape shape) {
        settings.format = shape.format();
        settings.holdMax = 40;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(39);
            assertThat(newestProgress(driven).holds()).isTrue();
            points.feed(1);
            assertThat(newestProgress(driven).holds()).isFalse();
            points.feed(1);
            assertThat(newestProgress(driven).holds()).isFalse();
        }
    }

    private static Progress newestProgress(Driven driven) {
        List<Progress> progress = driven.reports().stream()
                .filter(Progress.class::isInstance)
                .map(Progress.class::cast)
                .toList();
        assertThat(progress).isNotEmpty();
        return progress.get(progress.size() - 1);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstModelComesOfFewerPointsWhenTheyAreLongInComing(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(20);
            driven.pass(Duration.ofSeconds(4));
            assertThat(driven.labels()).isEmpty();
            driven.pass(Duration.ofSeconds(2));
            assertThat(driven.labels())
                    .satisfies(labels -> points.assertAreOfTheLast(20, labels))
                    .extracting(Assignment::model)
                    .containsOnly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstModelComesOfFewerPointsWhenNoMoreCome(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 3);
            points.feed(25);
            driven.end();
            assertThat(driven.labels())
                    .satisfies(labels -> points.assertAreOfTheLast(25, labels))
                    .extracting(Assignment::model)
                    .containsOnly(1L);
            assertLearned(driven, 25);
        }
    }

    /** The last points that were fed have left in order, without a model. */
    private static void assertPassed(Feeding points, int number, List<Assignment> labels) {
        points.assertAreOfTheLast(number, labels);
        assertThat(labels).allSatisfy(HoldingTest::hasNoModel);
    }

    private static void hasNoModel(Assignment label) {
        assertThat(label.status()).isEqualTo(NO_MODEL);
        assertThat(label.model()).isZero();
        assertThat(label.cluster()).isNull();
    }

    private static void assertLearned(Driven driven, long points) {
        driven.pass(Duration.ofSeconds(1));
        var models = driven.models();
        assertThat(models.get(models.size() - 1).points()).isEqualTo(points);
    }
}
