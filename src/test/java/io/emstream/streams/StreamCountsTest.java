package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the processors say they have done is what has come out of them. */
class StreamCountsTest {
    private final TestSettings settings = new TestSettings();
    private final StreamCounts counts = settings.counts;
    private final Blobs blobs = new Blobs(6);

    @ParameterizedTest
    @EnumSource(names = "PACKED_BLOCKS", mode = EnumSource.Mode.EXCLUDE)
    void everyPointCountsOnceByWhatBecameOfIt(Shape shape) {
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(150);
            points.feedRows(List.of("[null,null]", "[1,2,3]", "[1,2,3,4]"));
            driven.feed("nothing");
            assertThat(counts.labels(Status.OK)).isEqualTo(150);
            assertThat(counts.labels(Status.NOTHING_OBSERVED)).isEqualTo(1);
            assertThat(counts.labels(Status.NO_MODEL)).isZero();
            assertThat(counts.deadLetters(Reason.WRONG_DIMENSION)).isEqualTo(2);
            assertThat(counts.deadLetters(Reason.NOT_A_POINT)).isEqualTo(1);
            assertThat(driven.labels()).hasSize(151);
            assertThat(driven.deadLetters()).hasSize((int) Arrays.stream(Reason.values())
                    .mapToLong(counts::deadLetters)
                    .sum());
        }
    }

    @ParameterizedTest
    @EnumSource
    void pointsWithoutAModelCountAsSuch(Shape shape) {
        settings.format = shape.format();
        settings.warmup = StreamSettings.Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            new Feeding(driven, shape, 6).feed(7);
            assertThat(counts.labels(Status.NO_MODEL)).isEqualTo(7);
            assertThat(counts.labels(Status.OK)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void latePointsCountAmongTheOthers(Shape shape) {
        settings.format = shape.format();
        Instant start = Instant.parse("2024-04-30T12:00:00Z");
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(100, start);
            points.feed(1, start.plusSeconds(10));
            assertThat(counts.late()).isZero();
            points.feed(3, start);
            assertThat(counts.late()).isEqualTo(3);
            assertThat(counts.labels(Status.OK)).isEqualTo(104);
        }
    }

    @Test
    void commitsAndTheLearnersTimeAreCountedWhereTheLearnerIs() {
        assertThat(counts.hasLearner()).isFalse();
        assertThat(counts.drift()).isNaN();
        try (Driven driven = new Driven(settings)) {
            assertThat(counts.hasLearner()).isTrue();
            feed(driven, 400);
            driven.pass(Duration.ofSeconds(1));
            // The test driver commits after every record.
            assertThat(counts.assignCommits()).isGreaterThanOrEqualTo(400);
            assertThat(counts.learnCommits()).isGreaterThanOrEqualTo(4);
            assertThat(counts.foldNanos()).isPositive();
            assertThat(counts.drift()).isNotNegative();
        }
        assertThat(counts.hasLearner()).isFalse();
    }

    @Test
    void workBesideTheStreamIsMeasuredAlsoIfItFails() {
        counts.measured(Runnable::run).execute(() -> {});
        long first = counts.searchNanos();
        assertThat(first).isPositive();
        try {
            counts.measured(Runnable::run).execute(() -> {
                throw new IllegalStateException("of the work");
            });
        } catch (IllegalStateException ofTheWork) {
            assertThat(ofTheWork).hasMessage("of the work");
        }
        assertThat(counts.searchNanos()).isGreaterThan(first);
    }

    private void feed(Driven driven, int points) {
        for (int i = 0; i < points; i++) {
            driven.feed(blobs.next());
        }
    }
}
