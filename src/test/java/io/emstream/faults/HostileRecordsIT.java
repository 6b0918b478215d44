package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.command.Console;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.PointFormat;
import io.emstream.faults.HostileRecords.Shape;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million hostile records through a real processor and a real broker: each has the answer that its maker knows is due. */
@Tag("faults")
class HostileRecordsIT {
    private static final int PARTITIONS = 4;
    /** Four fifths of them hostile, in each of five trials. */
    private static final int RECORDS = 260_000;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String OK = "OK";

    @TempDir
    static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new BrokerProcess(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"JSON, VECTOR", "JSON, POINTERS", "CSV, VECTOR", "FLOAT64, VECTOR", "FLOAT32, VECTOR"})
    void everyRecordGetsTheAnswerThatIsDueToIt(PointFormat format, Shape shape) throws Exception {
        Speed clean = run(format, shape, "clean", RECORDS, 0);
        Speed hostile = run(format, shape, "hostile", RECORDS, 4);
        System.out.printf(
                "%-8s %-9s clean %,8.0f and four fifths hostile %,8.0f records per second of processor time, ratio %.2f;"
                        + " %,8.0f and %,8.0f per second%n",
                format,
                shape,
                clean.perCpuSecond(),
                hostile.perCpuSecond(),
                hostile.perCpuSecond() / clean.perCpuSecond(),
                clean.perSecond(),
                hostile.perSecond());
    }

    /** How many records are answered in a second, and for a second of the instance's processor time. */
    private record Speed(double perSecond, double perCpuSecond) {}

    /** Feeds all, starts an instance, and compares all answers. */
    private static Speed run(PointFormat format, Shape shape, String kind, int records, int hostileInFive)
            throws Exception {
        String name = kind + "-" + format + "-" + shape;
        Topics topics = Topics.withPrefix(name + ".");
        Map<String, String> settings = settings(format, shape, name, topics);
        create(settings);
        List<List<String>> due = feed(new HostileRecords(format, shape, 99), topics, records, hostileInFive);
        try (Instance instance = new Instance(directory.resolve(name + ".log"), broker.bootstrapServers(), settings)) {
            instance.awaitRunning();
            Instant start = Instant.now();
            Duration used = instance.processorTime();
            compare(due, topics, records);
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
            double cpuSeconds = instance.processorTime().minus(used).toMillis() / 1000.0;
            assertThat(instance.stop()).as(instance.said()).isZero();
            return new Speed(records / seconds, records / cpuSeconds);
        }
    }

    private static Map<String, String> settings(PointFormat format, Shape shape, String name, Topics topics) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "application.id", name,
                "points.format", format.name().toLowerCase(java.util.Locale.ROOT),
                "max.point.bytes", Integer.toString(HostileRecords.MAX_BYTES),
                // All wait for the first model, so that none has the status NO_MODEL.
                "warmup.hold.max", "1000000",
                "points.topic", topics.points(),
                "assignments.topic", topics.assignments(),
                "models.topic", topics.models(),
                "events.topic", topics.events(),
                "dead-letters.topic", topics.deadLetters(),
                "model-broadcast.topic", topics.modelBroadcast()));
        if (shape == Shape.VECTOR) {
            settings.put("dimension", Integer.toString(HostileRecords.DIMENSION));
        } else {
            settings.put("features", "a,/g/b,/g/l/1");
        }
        return settings;
    }

    private static void create(Map<String, String> settings) {
        List<String> create = new ArrayList<>(List.of(
                "topics",
                "create",
                "--partitions",
                Integer.toString(PARTITIONS),
                "--bootstrap-server",
                broker.bootstrapServers()));
        settings.forEach((key, value) -> create.addAll(List.of("--set", key + "=" + value)));
        Console created = Console.run(create.toArray(String[]::new));
        assertThat(created.status()).as(created.err()).isZero();
    }

    /** Feeds records and returns the answers that are due, by partition and offset. */
    private static List<List<String>> feed(HostileRecords from, Topics topics, int records, int hostileInFive)
            throws Exception {
        List<List<String>> due = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            due.add(new ArrayList<>());
        }
        Future<RecordMetadata> last = null;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "20", "batch.size", "200000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                Drawn drawn = i % 5 < hostileInFive ? from.hostile() : from.good();
                int partition = i % PARTITIONS;
                due.get(partition).add(answer(drawn));
                last = producer.send(new ProducerRecord<>(topics.points(), partition, null, drawn.value()));
            }
            assertThat(java.util.Objects.requireNonNull(last).get().offset())
                    .isEqualTo(due.get((records - 1) % PARTITIONS).size() - 1L);
        }
        return due;
    }

    private static String answer(Drawn drawn) {
        Reason reason = drawn.reason();
        if (reason != null) {
            return reason.name();
        }
        return drawn.observed() ? OK : Assignment.Status.NOTHING_OBSERVED.name();
    }

    private static void compare(List<List<String>> due, Topics topics, int records) throws Exception {
        List<TopicPartition> outputs = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            outputs.add(new TopicPartition(topics.assignments(), partition));
            outputs.add(new TopicPartition(topics.deadLetters(), partition));
        }
        Map<String, Integer> wrong = new TreeMap<>();
        Map<TopicPartition, Long> last = new HashMap<>();
        int answered = 0;
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(outputs);
            while (answered < records && Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    answered++;
                    boolean isLabel = each.topic().equals(topics.assignments());
                    Assignment label = isLabel ? AssignmentJson.decode(each.value()) : null;
                    long offset =
                            label == null ? Long.parseLong(text(each, "__streams.errors.offset")) : label.offset();
                    String told = label == null
                            ? text(each, "emstream.reason")
                            : label.status().name();
                    String wanted = due.get(each.partition()).get((int) offset);
                    if (!told.equals(wanted)) {
                        wrong.merge(wanted + " was answered " + told, 1, Integer::sum);
                    }
                    Long before = last.put(new TopicPartition(each.topic(), each.partition()), offset);
                    assertThat(before == null || before < offset).as("order").isTrue();
                }
            }
        }
        assertThat(answered).isEqualTo(records);
        assertThat(wrong).isEmpty();
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }
}
