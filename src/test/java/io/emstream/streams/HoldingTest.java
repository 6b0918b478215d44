package io.emstream.streams;

import static io.emstream.codec.Assignment.Status.NO_MODEL;
import static io.emstream.codec.Assignment.Status.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.streams.StreamSettings.Warmup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What becomes of points that meet no model. */
class HoldingTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(3);

    @Test
    void heldPointsLeaveInOrderAsTheyCameWithTheFirstModel() {
        try (Driven driven = new Driven(settings)) {
            List<TestRecord<byte[], byte[]>> fed = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] key = i % 3 == 0 ? null : ("key" + i % 5).getBytes(UTF_8);
                RecordHeaders headers = new RecordHeaders();
                headers.add("traceparent", ("trace" + i).getBytes(UTF_8));
                headers.add("empty", null);
                Instant timestamp = Driven.START.minusMillis(1000L * (i % 7));
                byte[] value = blobs.next().getBytes(UTF_8);
                assertThat(driven.assignments()).isEmpty();
                driven.feed(key, value, headers, timestamp);
                fed.add(new TestRecord<>(key, value, headers, timestamp));
            }
            List<TestRecord<byte[], byte[]>> labels = driven.assignments();
            assertThat(labels).hasSameSizeAs(fed);
            for (int i = 0; i < fed.size(); i++) {
                assertThat(labels.get(i).key()).isEqualTo(fed.get(i).key());
                assertThat(labels.get(i).headers()).isEqualTo(fed.get(i).headers());
                assertThat(labels.get(i).getRecordTime()).isEqualTo(fed.get(i).getRecordTime());
                Assignment label = AssignmentJson.decode(labels.get(i).value());
                assertThat(label.offset()).isEqualTo(i);
                assertThat(label.model()).isEqualTo(1);
                assertThat(label.status()).isEqualTo(OK);
            }
        }
    }

    @Test
    void pointsPassWithoutModelAndAreLabelledFromTheFirstOn() {
        settings.warmup = Warmup.PASS;
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < 100; i++) {
                driven.feed(blobs.next());
                assertThat(driven.labels()).singleElement().satisfies(HoldingTest::hasNoModel);
            }
            driven.feed(blobs.next());
            assertThat(driven.labels()).singleElement().satisfies(label -> {
                assertThat(label.status()).isEqualTo(OK);
                assertThat(label.model()).isPositive();
            });
            assertThat(driven.models().get(0).points()).isEqualTo(100);
        }
    }

    @Test
    void aFullHoldLetsItsPointsPassInOrderAndThoseThatFollow() {
        settings.holdMax = 40;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 39);
            assertThat(driven.labels()).isEmpty();
            feed(driven, 1);
            assertPassed(driven.labels(), 0, 40);
            feed(driven, 60);
            assertPassed(driven.labels(), 40, 100);
            feed(driven, 100);
            assertThat(driven.labels()).extracting(Assignment::status).containsOnly(OK);
            driven.end();
            assertLearned(driven, 200);
        }
    }

    @Test
    void aHoldThatLastsTooLongLetsItsPointsPassInOrderAndThoseThatFollow() {
        settings.warmupMaxWait = Duration.ofDays(1);
        try (Driven driven = new Driven(settings)) {
            feed(driven, 10);
            driven.pass(Duration.ofSeconds(59));
            feed(driven, 5);
            assertThat(driven.labels()).isEmpty();
            driven.pass(Duration.ofSeconds(3));
            assertPassed(driven.labels(), 0, 15);
            feed(driven, 85);
            assertPassed(driven.labels(), 15, 100);
            feed(driven, 1);
            assertThat(driven.labels()).extracting(Assignment::status).containsOnly(OK);
            driven.end();
            assertLearned(driven, 101);
        }
    }

    @Test
    void aHoldIsFullAtItsBytesToo() {
        settings.holdMax = 1_000_000;
        settings.warmupPoints = 1_000_000;
        String padding = " ".repeat(60_000);
        try (Driven driven = new Driven(settings)) {
            int fed = 0;
            List<Assignment> passed = List.of();
            while (passed.isEmpty() && fed < 2000) {
                driven.feed(blobs.next() + padding);
                fed++;
                passed = driven.labels();
            }
            assertPassed(passed, 0, fed);
            assertThat(fed * 60_000L).isBetween(32L << 20, 64L << 20);
        }
    }

    @Test
    void theFirstModelComesOfFewerPointsWhenTheyAreLongInComing() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 20);
            driven.pass(Duration.ofSeconds(4));
            assertThat(driven.labels()).isEmpty();
            driven.pass(Duration.ofSeconds(2));
            assertThat(driven.labels())
                    .hasSize(20)
                    .extracting(Assignment::model)
                    .containsOnly(1L);
        }
    }

    @Test
    void theFirstModelComesOfFewerPointsWhenNoMoreCome() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 25);
            driven.end();
            assertThat(driven.labels())
                    .hasSize(25)
                    .extracting(Assignment::model)
                    .containsOnly(1L);
            assertLearned(driven, 25);
        }
    }

    private void feed(Driven driven, int points) {
        for (int i = 0; i < points; i++) {
            driven.feed(blobs.next());
        }
    }

    private static void assertPassed(List<Assignment> labels, long from, long to) {
        assertThat(labels).allSatisfy(HoldingTest::hasNoModel);
        assertThat(labels)
                .extracting(Assignment::offset)
                .containsExactlyElementsOf(LongStream.range(from, to).boxed().toList());
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
