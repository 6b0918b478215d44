package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
import io.emstream.codec.CommandJson;
import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.codec.TaskReportCodec;
import io.emstream.family.Families;
import io.emstream.learn.Command;
import io.emstream.learn.Counters;
import io.emstream.learn.LearnerState;
import io.emstream.learn.ModelEvent;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topology under Kafka's test driver: one partition, a commit after every record, and a clock that only moves when it is
 * told to. The learner's heavy work is done at once, unless an executor is given.
 */
final class Driven implements AutoCloseable {
    static final Instant START = Instant.parse("2024-05-01T00:00:00Z");
    static final String STATISTICS = "driven-statistics-repartition";

    private final Topics topics;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> points;
    private final TestOutputTopic<byte[], byte[]> assignments;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private final TestOutputTopic<byte[], byte[]> models;
    private final TestOutputTopic<byte[], byte[]> events;
    private Instant now = START;
    private long offset;

    Driven(TestSettings settings) {
        this(settings, CommitHook::builder);
    }

    Driven(TestSettings settings, Function<String, StoreBuilder<CommitHook>> hooks) {
        this(settings, hooks, Runnable::run);
    }

    /** With an executor of the learner's heavy work. */
    Driven(TestSettings settings, Function<String, StoreBuilder<CommitHook>> hooks, Executor executor) {
        Properties properties = TestSettings.streams("none:0");
        properties.put("application.id", "driven");
        topics = settings.topics;
        driver = new TopologyTestDriver(
                ClusteringTopology.build(settings.build(), properties, executor, hooks), properties, START);
        points = input(topics.points());
        assignments = output(topics.assignments());
        deadLetters = output(topics.deadLetters());
        models = output(topics.models());
        events = output(topics.events());
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Feeds a record and returns its offset. */
    long feed(byte @Nullable [] key, byte @Nullable [] value, Headers headers, Instant timestamp) {
        points.pipeInput(new TestRecord<>(key, value, headers, timestamp));
        return offset++;
    }

    /** Feeds a record without key and headers, with the time of the clock. */
    long feed(byte @Nullable [] value) {
        return feed(null, value, new RecordHeaders(), now);
    }

    /** Feeds a value without key and headers, with the time of the clock. */
    long feed(String value) {
        return feed(value.getBytes(UTF_8));
    }

    /** Says that no more will come. */
    void end() {
        var control = ControlRecords.endOfInput(topics.points(), 0);
        feed(null, null, control.headers(), now);
    }

    /** What the task of another partition reports. */
    void report(TaskReport report) {
        input(STATISTICS).pipeInput("model".getBytes(UTF_8), TaskReportCodec.encode(report), now);
    }

    /** A record of the model broadcast that the learner has not written. */
    void broadcast(byte @Nullable [] key, byte @Nullable [] value) {
        input(topics.modelBroadcast()).pipeInput(key, value, now);
    }

    /** A record of the commands topic, with the earliest time there is. */
    void command(byte @Nullable [] key, byte @Nullable [] value) {
        input(topics.commands()).pipeInput(key, value, Instant.EPOCH);
    }

    /** What an operator says. */
    void command(Command command) {
        command("model".getBytes(UTF_8), CommandJson.encode(command));
    }

    /** Lets so much time pass at once. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    Instant now() {
        return now;
    }

    /** The labels since this was last called, as records. */
    List<TestRecord<byte[], byte[]>> assignments() {
        return assignments.readRecordsToList();
    }

    /** The labels of points since this was last called, those of the rows of blocks among them. */
    List<Assignment> labels() {
        return assignments().stream()
                .flatMap(each -> labels(each.value()).stream())
                .toList();
    }

    /** The labels in a record: one, or of a block those of the rows that are points. */
    static List<Assignment> labels(byte[] value) {
        return BlockAssignments.isBlock(value)
                ? BlockAssignments.decode(value).stream()
                        .flatMap(Stream::ofNullable)
                        .toList()
                : List.of(AssignmentJson.decode(value));
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** The models since this was last called. */
    List<Model> models() {
        return models.readValuesToList().stream().map(ModelJson::decode).toList();
    }

    /** The events since this was last called. */
    List<ModelEvent> events() {
        return events.readValuesToList().stream().map(ModelEventJson::decode).toList();
    }

    /** What the tasks have told the learner since this was last called. */
    List<TaskReport> reports() {
        return output(STATISTICS).readValuesToList().stream()
                .map(TaskReportCodec::decode)
                .toList();
    }

    /** What the learner has written of its counters. */
    Counters counters() {
        List<Map.Entry<String, byte[]>> blocks = new ArrayList<>();
        try (var all = driver.<String, byte[]>getKeyValueStore(ClusteringTopology.LEARNER_STORE)
                .all()) {
            all.forEachRemaining(each -> blocks.add(Map.entry(each.key, each.value)));
        }
        LearnerState state = new LearnerStateCodec(Families::parse).decode(blocks);
        return state.counters();
    }

    @Override
    public void close() {
        driver.close();
    }
}
