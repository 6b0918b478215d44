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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/**
 * A processor that is stopped and started elsewhere goes on from what Kafka keeps of its state: no directory is shared. One
 * partition has points, the other blocks.
 */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class RestartIT {
    @TempDir
    static Path directory;

    private static final int POINTS = 0;
    private static final int BLOCKS = 1;
    private static final int PARTITIONS = 2;
    private static final int MOST_ROWS = 40;
    /** One block in so many has a row that is no point. */
    private static final int BAD = 5;

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
        settings.partitions = PARTITIONS;
        broker.createTopics(settings.topics, PARTITIONS);
    }

    @Test
    void heldPointsAndWhatWasLearnedGoOn() throws Exception {
        settings.warmupPoints = 2000;
        try (ClusteringProcess first = start()) {
            feed(0, 60);
            awaitConsumed(60);
        }
        assertThat(assignments(POINTS)).isEmpty();
        assertThat(assignments(BLOCKS)).isEmpty();
        try (ClusteringProcess second = start()) {
            feed(60, 300);
            awaitLabels(300);
        }
        try (ClusteringProcess third = start()) {
            feed(300, 500);
            awaitLabels(500);
            end();
            await().atMost(Duration.ofSeconds(30)).until(() -> pointsOfTheLastModel() == points(500));
        }
        assertAnswered(500);
        assertThat(statuses()).containsOnly(OK);
        List<Model> models = models();
        assertThat(models)
                .extracting(Model::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, models.size()).boxed().toList());
        assertThat(models).extracting(Model::points).isSorted();
        assertThat(read(settings.topics.events(), 0)).hasSize(1);
    }

    @Test
    void aHoldThatWasGivenUpStaysGivenUp() throws Exception {
        settings.holdMax = 30;
        settings.warmupPoints = 10_000;
        try (ClusteringProcess first = start()) {
            feed(0, 40);
            awaitLabels(40);
        }
        try (ClusteringProcess second = start()) {
            feed(40, 50);
            awaitLabels(50);
        }
        assertAnswered(50);
        assertThat(statuses()).containsOnly(NO_MODEL);
    }

    @Test
    void pointsHeldBeforeAreTheFirstToPassWhereNoneAreHeldAnyMore() throws Exception {
        settings.warmupPoints = 3000;
        try (ClusteringProcess first = start()) {
            feed(0, 50);
            awaitConsumed(50);
        }
        settings.warmup = Warmup.PASS;
        try (ClusteringProcess second = start()) {
            awaitLabels(50);
            feed(50, 80);
            awaitLabels(80);
            assertAnswered(80);
            assertThat(statuses()).containsOnly(NO_MODEL);
            feed(80, 300);
            awaitLabels(300);
            end();
            await().atMost(Duration.ofSeconds(30)).until(() -> pointsOfTheLastModel() == points(300));
        }
        assertAnswered(300);
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

    /** Feeds each partition the records with these offsets. */
    private void feed(int from, int to) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            for (int i = from; i < to; i++) {
                sent.add(producer.send(record(POINTS, i, blobs.next().getBytes(UTF_8))));
                sent.add(producer.send(record(BLOCKS, i, block(i))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(int partition, int i, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(settings.topics.points(), partition, timestamp(i), key(i), value);
        record.headers().add("number", number(i));
        return record;
    }

    private byte[] block(int i) {
        return Rows.json(IntStream.range(0, rows(i))
                .mapToObj(row -> isBad(i, row) ? "[1]" : blobs.next())
                .toList());
    }

    /** How many rows a block has. */
    private static int rows(int i) {
        return 1 + 17 * i % MOST_ROWS;
    }

    private static boolean isBad(int i, int row) {
        return i % BAD == 0 && row == i % rows(i);
    }

    /** How many points the first so many records of both partitions are. */
    private static int points(int records) {
        return records
                + IntStream.range(0, records)
                        .map(i -> rows(i) - (i % BAD == 0 ? 1 : 0))
                        .sum();
    }

    /** The first so many records are answered once, in order and as they came, row by row. */
    private void assertAnswered(int records) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<ConsumerRecord<byte[], byte[]>> answers = assignments(partition);
            assertThat(answers).hasSize(records);
            for (int i = 0; i < records; i++) {
                ConsumerRecord<byte[], byte[]> answer = answers.get(i);
                assertThat(answer.key()).isEqualTo(key(i));
                assertThat(answer.timestamp()).isEqualTo(timestamp(i));
                assertThat(answer.headers().lastHeader("number").value()).isEqualTo(number(i));
                assertLabels(partition, i, labels(answer));
            }
        }
        assertThat(read(settings.topics.deadLetters(), POINTS)).isEmpty();
        assertThat(read(settings.topics.deadLetters(), BLOCKS).stream().map(RestartIT::place))
                .containsExactlyElementsOf(IntStream.range(0, records)
                        .filter(i -> i % BAD == 0)
                        .mapToObj(i -> i + ":" + i % rows(i))
                        .toList());
    }

    private static void assertLabels(int partition, int i, List<@Nullable Assignment> labels) {
        assertThat(labels).hasSize(partition == POINTS ? 1 : rows(i));
        for (int row = 0; row < labels.size(); row++) {
            Assignment label = labels.get(row);
            if (partition == BLOCKS && isBad(i, row)) {
                assertThat(label).as("record %d, row %d", i, row).isNull();
            } else {
                assertThat(label).as("record %d, row %d", i, row).isNotNull();
                assertThat(Objects.requireNonNull(label).offset()).isEqualTo(i);
            }
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> letter) {
        return text(letter, "__streams.errors.offset") + ":" + text(letter, "emstream.row");
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }

    /** The label of a point, or those of the rows of a block. */
    private static List<@Nullable Assignment> labels(ConsumerRecord<byte[], byte[]> answer) {
        boolean isBlock = BlockAssignments.isBlock(answer.value());
        assertThat(isBlock).isEqualTo(answer.partition() == BLOCKS);
        return isBlock
                ? BlockAssignments.decode(answer.value())
                : Collections.singletonList(AssignmentJson.decode(answer.value()));
    }

    private Set<Assignment.Status> statuses() {
        return Stream.of(POINTS, BLOCKS)
                .flatMap(partition -> assignments(partition).stream())
                .flatMap(answer -> labels(answer).stream())
                .filter(Objects::nonNull)
                .map(Assignment::status)
                .collect(Collectors.toSet());
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
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(ControlRecords.endOfInput(settings.topics.points(), partition))
                        .get();
            }
        }
    }

    private void awaitConsumed(long offset) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition points = new TopicPartition(settings.topics.points(), partition);
            await().atMost(Duration.ofSeconds(60)).until(() -> broker.consumed(name, points) >= offset);
        }
    }

    private void awaitLabels(int number) {
        for (int partition : List.of(POINTS, BLOCKS)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> assignments(partition).size() >= number);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> assignments(int partition) {
        return read(settings.topics.assignments(), partition);
    }

    private List<Model> models() {
        return read(settings.topics.models(), 0).stream()
                .map(each -> ModelJson.decode(each.value()))
                .toList();
    }

    /** 0 while there is no model. */
    private long pointsOfTheLastModel() {
        List<Model> models = models();
        return models.isEmpty() ? 0 : models.get(models.size() - 1).points();
    }

    /** All that is committed of a topic's partition. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, partition));
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
