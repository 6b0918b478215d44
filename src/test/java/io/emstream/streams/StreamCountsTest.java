package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What the processors say they have done is what has come out of them. */
class StreamCountsTest {
    private final TestSettings settings = new TestSettings();
    private final StreamCounts counts = settings.counts;
    private final Blobs blobs = new Blobs(6);

    @Test
    void everyRecordCountsOnceByWhatBecameOfIt() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 150);
            driven.feed("[null,null]");
            driven.feed("[1,2,3]");
            driven.feed("[1,2,3,4]");
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

    @Test
    void pointsWithoutAModelCountAsSuch() {
        settings.warmup = StreamSettings.Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 7);
            assertThat(counts.labels(Status.NO_MODEL)).isEqualTo(7);
            assertThat(counts.labels(Status.OK)).isZero();
        }
    }

    @Test
    void latePointsCountAmongTheOthers() {
        Instant start = Instant.parse("2024-04-30T12:00:00Z");
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        try (Driven driven = new Driven(settings)) {
            feedAt(driven, 100, start);
            feedAt(driven, 1, start.plusSeconds(10));
            assertThat(counts.late()).isZero();
            feedAt(driven, 3, start);
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

    private void feedAt(Driven driven, int points, Instant time) {
        for (int i = 0; i < points; i++) {
            driven.feed(null, blobs.next().getBytes(UTF_8), new RecordHeaders(), time);
        }
    }
}
