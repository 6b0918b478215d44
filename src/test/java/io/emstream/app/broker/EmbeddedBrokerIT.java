package io.emstream.app.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerIT {
    private static final String TOPIC = "letters";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @TempDir
    private Path directory;

    @Test
    void onlyWhatWasCommittedIsRead() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            createTopic(broker);
            try (KafkaProducer<String, String> producer =
                    producer(broker, Map.of("transactional.id", "scribe", "enable.idempotence", "true"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "a")).get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "lost")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "b")).get();
                producer.commitTransaction();
            }
            assertThat(read(broker, 2)).containsExactly("a", "b");
        }
    }

    @Test
    void aKeptDirectoryRemembersTopicsRecordsAndGroups() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory).start()) {
            createTopic(broker);
            send(broker, Map.of(), "a", "b");
            commit(broker, "readers", 1);
        }
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory).start()) {
            assertThat(read(broker, 2)).containsExactly("a", "b");
            assertThat(committed(broker, "readers")).isEqualTo(new OffsetAndMetadata(1));
            send(broker, Map.of(), "c");
            assertThat(read(broker, 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesAKilledBroker() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue())
                    .as(Files.readString(directory.resolve("child.log")))
                    .isEqualTo(Doomed.STATUS);
        } finally {
            child.destroyForcibly();
        }
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory.resolve("broker")).start()) {
            assertThat(read(broker, 2)).containsExactly("a", "b");
            send(broker, Map.of(), "c");
            assertThat(read(broker, 3)).containsExactly("a", "b", "c");
        }
    }

    /** Starts a broker, has two records acknowledged and dies without a word. */
    static final class Doomed {
        static final int STATUS = 42;

        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.builder()
                    .directory(Path.of(arguments[0], "broker"))
                    .start();
            createTopic(broker);
            send(broker, Map.of(), "a", "b");
            Runtime.getRuntime().halt(STATUS);
        }
    }

    @Test
    void twoBrokersStandSideBySide() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.builder().start();
                EmbeddedBroker other = EmbeddedBroker.builder().start()) {
            createTopic(one);
            createTopic(other);
            send(one, Map.of(), "one");
            send(other, Map.of(), "other");
            assertThat(read(one, 1)).containsExactly("one");
            assertThat(read(other, 1)).containsExactly("other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void everyCodecRoundTrips(String codec) throws Exception {
        String[] letters = {"a".repeat(1000), "b".repeat(1000)};
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            createTopic(broker);
            send(broker, Map.of("compression.type", codec), letters);
            assertThat(read(broker, 2)).containsExactly(letters);
        }
    }

    @Test
    void recordsOfAnyTimeAreTakenAndKept() throws Exception {
        long[] times = {0L, System.currentTimeMillis(), 32_503_680_000_000L};
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .property("log.retention.check.interval.ms", "100")
                .property("log.initial.task.delay.ms", "0")
                .start()) {
            createTopic(broker);
            try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
                for (long time : times) {
                    producer.send(new ProducerRecord<>(TOPIC, null, time, null, Long.toString(time)))
                            .get();
                }
            }
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(read(broker, 3)).hasSize(3));
        }
    }

    @Test
    void aLargerMessageSizeIsGranted() throws Exception {
        String large = "x".repeat(3_000_000);
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().maxMessageBytes(4_000_000).start()) {
            createTopic(broker);
            send(broker, Map.of("max.request.size", "4000000"), large);
            assertThat(read(broker, 1)).containsExactly(large);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() ->
                            EmbeddedBroker.builder().port(taken.getLocalPort()).start())
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aWantedPortIsTheOneServed() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            free = socket.getLocalPort();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder().port(free).start()) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + free);
            createTopic(broker);
        }
    }

    @Test
    void aDirectoryInUseIsNamed() {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory).start()) {
            assertThatThrownBy(() -> EmbeddedBroker.builder()
                            .directory(broker.directory())
                            .start())
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another broker");
        }
    }

    @Test
    void aDirectoryThatIsNoneIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory", UTF_8);
        for (Path impossible : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(
                            () -> EmbeddedBroker.builder().directory(impossible).start())
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining(impossible.toString());
        }
    }

    @Test
    void aSettingOutOfRangeIsNamed() {
        assertThatThrownBy(() -> EmbeddedBroker.builder()
                        .property("num.partitions", "none")
                        .start())
                .isInstanceOf(EmbeddedBrokerException.class)
                .hasMessageContaining("num.partitions");
        assertThatThrownBy(() -> EmbeddedBroker.builder().property("listeners", "PLAINTEXT://0.0.0.0:9092"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listeners");
    }

    @Test
    void nothingIsLeftOfATemporaryBroker() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        Path temporary = broker.directory();
        assertThat(temporary).isDirectory();
        broker.close();
        broker.close();
        assertThat(temporary).doesNotExist();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!thread.isDaemon() && !before.contains(thread)) {
                thread.join(Duration.ofSeconds(5).toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void send(EmbeddedBroker broker, Map<String, String> more, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(broker, more)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** All values of the topic, as soon as there are so many. */
    private static List<String> read(EmbeddedBroker broker, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(broker, "unused")) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (ConsumerRecord<String, String> letter : consumer.poll(Duration.ofMillis(100))) {
                    values.add(letter.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    private static void commit(EmbeddedBroker broker, String group, long offset) {
        try (KafkaConsumer<String, String> consumer = consumer(broker, group)) {
            consumer.assign(List.of(PARTITION));
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
        }
    }

    private static @Nullable OffsetAndMetadata committed(EmbeddedBroker broker, String group) {
        try (KafkaConsumer<String, String> consumer = consumer(broker, group)) {
            return consumer.committed(Set.of(PARTITION)).get(PARTITION);
        }
    }
}
