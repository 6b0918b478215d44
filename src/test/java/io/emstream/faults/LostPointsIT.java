package io.emstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.AnswerCheck;
import io.emstream.PointFeed.Place;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.command.Console;
import io.emstream.streams.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points that are deleted before they are read, also in blocks, are named, and passed over only by who says so. */
class LostPointsIT {
    private static final Topics TOPICS = Topics.withPrefix("emstream.");

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private int starts;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.builder().directory(directory.resolve("broker")).start();
        assertThat(Console.run(
                                "topics",
                                "create",
                                "--partitions",
                                "4",
                                "--bootstrap-server",
                                broker.bootstrapServers(),
                                "--set",
                                "dimension=2")
                        .status())
                .isZero();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void theLostRangeIsNamedAndAnInstanceStopsUntilItIsToldToGoOn() throws Exception {
        try (AnswerCheck check = new AnswerCheck(broker.bootstrapServers(), TOPICS);
                Instance first = start(Map.of())) {
            first.awaitRunning();
            check.feed().feed(4000);
            check.awaitAnswers(4000);
            assertThat(first.stop()).isZero();
            long from = check.feed().ends()[1];
            check.feed().feed(4000);
            long to = check.feed().ends()[1] - 7;
            delete(1, to);

            String lost =
                    "emstream.points-1 from offset " + from + " to " + (to - 1) + " (" + (to - from) + " offsets)";
            try (Instance second = start(Map.of())) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.said())
                        .contains("emstream: Points were deleted before they were read: " + lost + ".")
                        .contains("points.lost=skip")
                        .doesNotContain("\tat ");
            }
            try (Instance third = start(Map.of("points.lost", "skip"))) {
                third.awaitRunning();
                int lostRecords = (int) (to - from);
                check.awaitAnswers(8000 - lostRecords);
                assertThat(third.said()).contains("skipped what was deleted before it was read: " + lost);
                assertThat(third.stop()).isZero();
            }
            check.answers().readToTheEnd();
            Set<Place> due = new HashSet<>(check.feed().valid().keySet());
            due.removeIf(each -> each.partition() == 1 && each.offset() >= from && each.offset() < to);
            assertThat(check.answers().labels().keySet()).isEqualTo(due);
        }
    }

    @Test
    void anInstanceThatIsOvertakenWhileItRunsStopsAndSaysSo() throws Exception {
        try (AnswerCheck check = new AnswerCheck(broker.bootstrapServers(), TOPICS);
                Instance instance = start(Map.of())) {
            instance.awaitRunning();
            check.feed().feed(4000);
            check.awaitAnswers(4000);
            instance.suspend();
            // More than a fetch brings, so that its next one begins in what is deleted.
            for (int i = 0; i < 4; i++) {
                check.feed().feed(10_000);
            }
            delete(3, check.feed().ends()[3]);
            instance.resume();
            assertThat(instance.awaitEnd()).isEqualTo(1);
            assertThat(instance.said())
                    .containsPattern(
                            "emstream: Points were deleted before they were read: emstream.points-3 from offset \\d+ to "
                                    + (check.feed().ends()[3] - 1) + " \\(");
        }
    }

    @Test
    void aBacklogFromBeforeTheFirstStartIsAnsweredAndLearnedToTheLastPoint() throws Exception {
        try (AnswerCheck check = new AnswerCheck(broker.bootstrapServers(), TOPICS)) {
            // With the rows of blocks some 86 000 points: the learner keeps 100 000 for its first model.
            check.feed().feed(12_000);
            check.feed().end();
            // Most pass before there is a model, and are learned from as they are.
            try (Instance instance = start(Map.of("warmup.hold.max", "100"))) {
                check.awaitAll(Duration.ofSeconds(20));
                assertThat(instance.stop()).as(instance.said()).isZero();
            }
            check.answers().readToTheEnd();
            check.assertWhole();
        }
    }

    private Instance start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("dimension", "2"));
        settings.putAll(more);
        return new Instance(directory.resolve("instance" + starts++ + ".log"), broker.bootstrapServers(), settings);
    }

    private void delete(int partition, long before) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(TOPICS.points(), partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }
}
