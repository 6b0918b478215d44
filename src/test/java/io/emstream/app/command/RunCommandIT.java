package io.emstream.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code emstream run} against a real broker. */
@Timeout(180)
class RunCommandIT {
    private static final int POINTS = 2000;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everyPointIsLabelledAndAnInterruptionEndsItInOrder() throws Exception {
        assertThat(Console.run("topics", "create", "--partitions", "2", "--bootstrap-server", broker.bootstrapServers())
                        .status())
                .isZero();
        FutureTask<Console> run = new FutureTask<>(() -> Console.run(
                "run",
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--set",
                "clusters=2",
                "--set",
                "dimension=2",
                "--set",
                "commit.interval=PT0.1S",
                "--set",
                "state.dir=" + directory));
        Thread runner = new Thread(run, "run-under-test");
        runner.start();
        produce();
        List<JsonNode> labels = labels();
        assertThat(labels).hasSize(POINTS).allSatisfy(label -> {
            assertThat(label.get("status").asText()).isEqualTo("OK");
            assertThat(label.get("cluster").asLong()).isPositive();
        });
        runner.interrupt();
        Console console = run.get(60, TimeUnit.SECONDS);
        assertThat(console.err().replaceAll("127.0.0.1:\\d+", "127.0.0.1:PORT").lines())
                .containsExactly(
                        "emstream: labelling emstream.points (2 partitions) into emstream.assignments",
                        "emstream: dashboard at http://127.0.0.1:PORT",
                        "emstream: the learner needs up to 11 MB, and 0.5 MB for each open pane",
                        "emstream: stopped");
        assertThat(console.status()).isZero();
    }

    @Test
    void missingTopicsAreToldBeforeAnythingStarts() {
        Console console = Console.run(
                "run",
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--set",
                "clusters=2",
                "--set",
                "dimension=2",
                "--set",
                "points.topic=nowhere");
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .startsWith("emstream: There is no points topic nowhere at " + broker.bootstrapServers());
    }

    private static void produce() throws Exception {
        Random random = new Random(1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                double centre = random.nextBoolean() ? 5 : -5;
                String point = "[" + (centre + random.nextGaussian()) + "," + random.nextGaussian() + "]";
                sent.add(producer.send(new ProducerRecord<>("emstream.points", null, point.getBytes(UTF_8))));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    private static List<JsonNode> labels() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> labels = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "reader",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("emstream.assignments"));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (labels.size() < POINTS && System.nanoTime() < deadline) {
                for (var polled : consumer.poll(Duration.ofMillis(200))) {
                    labels.add(json.readTree(polled.value()));
                }
            }
        }
        return labels;
    }
}
