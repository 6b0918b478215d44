package io.emstream.streams;

import static io.emstream.codec.Assignment.Status.NO_MODEL;
import static io.emstream.codec.Assignment.Status.OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
import io.emstream.codec.ModelJson;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.streams.StreamSettings.Warmup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A processor that is stopped and started elsewhere goes on from what Kafka keeps of its state: no directory is shared. */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class RestartIT {
    @TempDir
    static Path directory;

    private static final int ROWS = 5;

    private static TestBroker broker;

    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(10);
    private String name = "";
    private int starts;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        settings.topics = Topics.withPrefix(name + "-");
        settings.warmupMaxWait = Duration.ofDays(1);
        broker.createTopics(settings.topics, 1);
    }

    @Test
    void heldPointsAndWhatWasLearnedGoOn() throws Exception {
        try (ClusteringProcess first = start()) {
            feed(0, 60);
            awaitConsumed(60);
        }
        assertThat(assignments()).isEmpty();
        try (ClusteringProcess second = start()) {
            feed(60, 500);
            awaitLabels(500);
        }
        try (ClusteringProcess third = start()) {
            feed(500, 800);
            awaitLabels(800);
            end();
            await().atMost(Duration.ofSeconds(30)).until(() -> pointsOfTheLastModel() == points(800));
        }
        List<ConsumerRecord<byte[], byte[]>> labels = assignments();
        assertThat(labels).hasSize(800);
        for (int i = 0; i < 800; i++) {
            ConsumerRecord<byte[], byte[]> label = labels.get(i);
            assertThat(label(label).offset()).isEqualTo(i);
            assertThat(label(label).status()).isEqualTo(OK);
            assertThat(label.key()).isEqualTo(key(i));
            assertThat(label.timestamp()).isEqualTo(timestamp(i));
            assertThat(label.headers().lastHeader("number").value()).isEqualTo(number(i));
        }
        List<Model> models = models();
        assertThat(models)
                .extracting(Model::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, models.size()).boxed().toList());
        assertThat(models).extracting(Model::points).isSorted();
        assertThat(read(settings.topics.events())).hasSize(1);
    }

    @Test
    void aHoldThatWasGivenUpStaysGivenUp() throws Exception {
        settings.holdMax = 30;
        settings.warmupPoints = 1000;
        try (ClusteringProcess first = start()) {
            feed(0, 40);
            awaitLabels(40);
        }
        try (ClusteringProcess second = start()) {
            feed(40, 50);
            awaitLabels(50);
        }
        assertPassed(50);
    }

    @Test
    void pointsHeldBeforeAreTheFirstToPassWhereNoneAreHeldAnyMore() throws Exception {
        settings.warmupPoints = 200;
        try (ClusteringProcess first = start()) {
            feed(0, 50);
            awaitConsumed(50);
        }
        settings.warmup = Warmup.PASS;
        try (ClusteringProcess second = start()) {
            awaitLabels(50);
            feed(50, 80);
            awaitLabels(80);
            assertPassed(80);
            feed(80, 500);
            awaitLabels(500);
            end();
            await().atMost(Duration.ofSeconds(30)).until(() -> pointsOfTheLastModel() == points(500));
        }
    }

    @Test
    void aModelOfOtherFeaturesStopsTheProcessorInWords() throws Exception {
        try (ClusteringProcess first = start()) {
            feed(0, 110);
            awaitLabels(110);
        }
        settings.features = new Features(List.of("length", "width"));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (ClusteringProcess second = new ClusteringProcess(
                broker.bootstrapServers(),
                name,
                directory.resolve(name + starts++),
                settings,
                Crashes.none(),
                Hooks.REAL,
                thrown -> {
                    failure.complete(thrown);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                })) {
            assertThat(failure.get(60, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOf(ModelMismatchException.class)
                    .hasMessageContaining("[x0, x1]")
                    .hasMessageContaining("[length, width]");
        }
    }

    private ClusteringProcess start() {
        return new ClusteringProcess(
                broker.bootstrapServers(),
                name,
                directory.resolve(name + starts++),
                settings,
                Crashes.none(),
                Hooks.REAL);
    }

    private void feed(int from, int to) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            for (int i = from; i < to; i++) {
                ProducerRecord<byte[], byte[]> point =
                        new ProducerRecord<>(settings.topics.points(), 0, timestamp(i), key(i), value(i));
                point.headers().add("number", number(i));
                sent.add(producer.send(point));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** One record in ten is a block. */
    private byte[] value(int i) {
        return isBlock(i)
                ? Rows.json(Stream.generate(blobs::next).limit(ROWS).toList())
                : blobs.next().getBytes(UTF_8);
    }

    private static boolean isBlock(long offset) {
        return offset % 10 == 9;
    }

    /** How many points the first so many records are. */
    private static int points(int records) {
        return records + (ROWS - 1) * (records / 10);
    }

    /** The label of a record, of which all rows of a block must have an equal one but for cluster and density. */
    private static Assignment label(ConsumerRecord<byte[], byte[]> record) {
        if (!BlockAssignments.isBlock(record.value())) {
            Assignment label = AssignmentJson.decode(record.value());
            assertThat(isBlock(label.offset())).isFalse();
            return label;
        }
        List<@Nullable Assignment> rows = BlockAssignments.decode(record.value());
        Assignment first = Objects.requireNonNull(rows.get(0));
        assertThat(isBlock(first.offset())).isTrue();
        assertThat(rows).hasSize(ROWS).doesNotContainNull();
        assertThat(rows).extracting(row -> Objects.requireNonNull(row).status()).containsOnly(first.status());
        return first;
    }

    private static byte[] key(int i) {
        return ("key" + i % 3).getBytes(UTF_8);
    }

    private static long timestamp(int i) {
        return 1_700_000_000_000L - 7L * (i % 5);
    }

    private static byte[] number(int i) {
        return Integer.toString(i).getBytes(UTF_8);
    }

    private void end() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            producer.send(ControlRecords.endOfInput(settings.topics.points(), 0))
                    .get();
        }
    }

    private void awaitConsumed(long offset) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> broker.consumed(name, new TopicPartition(settings.topics.points(), 0)) >= offset);
    }

    private void awaitLabels(int number) {
        await().atMost(Duration.ofSeconds(60)).until(() -> assignments().size() >= number);
    }

    private void assertPassed(int number) {
        List<Assignment> labels = assignments().stream().map(RestartIT::label).toList();
        assertThat(labels).extracting(Assignment::status).containsOnly(NO_MODEL);
        assertThat(labels)
                .extracting(Assignment::offset)
                .containsExactlyElementsOf(LongStream.range(0, number).boxed().toList());
    }

    private List<ConsumerRecord<byte[], byte[]>> assignments() {
        return read(settings.topics.assignments());
    }

    private List<Model> models() {
        return read(settings.topics.models()).stream()
                .map(each -> ModelJson.decode(each.value()))
                .toList();
    }

    /** 0 while there is no model. */
    private long pointsOfTheLastModel() {
        List<Model> models = models();
        return models.isEmpty() ? 0 : models.get(models.size() - 1).points();
    }

    /** All that is committed of a topic. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<TopicPartition> partitions = TestBroker.partitions(topic, 1);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = broker.consumer(partitions)) {
            long end = consumer.endOffsets(partitions).values().iterator().next();
            while (consumer.position(partitions.get(0)) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }
}
