package io.emstream.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An application with topics of its own, run and steered by commands, and a stream of points round two centres. */
final class SteeredApplication implements AutoCloseable {
    private static final int PARTITIONS = 2;
    private static final int POINTS_AT_A_TIME = 20;
    private static final int MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Broker broker;
    private final String name;
    private final Path directory;
    private final Random random = new Random(1);
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long fed;
    private @Nullable ScheduledExecutorService feeder;
    private @Nullable Future<?> feeding;
    private @Nullable FutureTask<Console> run;
    private @Nullable Thread runner;

    /** A broker in this JVM. */
    static final class Broker implements AutoCloseable {
        private final EmbeddedBroker broker = EmbeddedBroker.builder().start();

        String address() {
            return broker.bootstrapServers();
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    SteeredApplication(Broker broker, String name, Path directory) {
        this.broker = broker;
        this.name = name;
        this.directory = directory;
        Console created = command("topics", "create", "--partitions", Integer.toString(PARTITIONS));
        assertThat(created.status()).as(created.err()).isZero();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Runs a command on the topics of this application. */
    Console command(String... words) {
        return Console.run(with(words));
    }

    Console models(String... words) {
        return command(Stream.concat(Stream.of("models"), Arrays.stream(words)).toArray(String[]::new));
    }

    private String[] with(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--bootstrap-server", broker.address(), "--set", "application.id=" + name));
        for (String topic :
                List.of("points", "assignments", "models", "events", "dead-letters", "model-broadcast", "commands")) {
            arguments.addAll(List.of("--set", topic + ".topic=" + name + "." + topic));
        }
        return arguments.toArray(String[]::new);
    }

    private String[] run(String... more) {
        List<String> words = new ArrayList<>(List.of("run"));
        for (String setting : List.of(
                "clusters=2",
                "dimension=2",
                "outliers=off",
                "commit.interval=PT0.1S",
                "pane.interval=PT0.2S",
                "lateness=PT0.1S",
                "warmup.points=200",
                "state.dir=" + directory.resolve(name))) {
            words.addAll(List.of("--set", setting));
        }
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Tries to run, and comes back when that has ended. */
    Console runWith(String... more) {
        return command(run(more));
    }

    /** Runs on another thread. */
    void start(String... more) {
        FutureTask<Console> task = new FutureTask<>(() -> command(run(more)));
        run = task;
        runner = new Thread(task, "run-under-test");
        runner.start();
        Awaitility.await("an instance in the group")
                .atMost(PATIENCE)
                .until(() -> task.isDone() || command("reset").err().contains("is running"));
        assertThat(task.isDone()).isFalse();
    }

    /** Interrupts it, and waits until it has ended in order. */
    Console stop() throws Exception {
        if (runner == null || run == null) {
            throw new IllegalStateException("nothing runs");
        }
        runner.interrupt();
        Console console = run.get(60, TimeUnit.SECONDS);
        assertThat(console.status()).as(console.err()).isZero();
        runner = null;
        return console;
    }

    /** Begins to feed points. */
    void flow() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        feeding = executor.scheduleAtFixedRate(this::feed, 0, MILLIS, TimeUnit.MILLISECONDS);
        feeder = executor;
    }

    private void feed() {
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < POINTS_AT_A_TIME; i++) {
                double centre = random.nextBoolean() ? -4 : 4;
                String point = String.format(
                        Locale.ROOT, "[%.4f,%.4f]", centre + random.nextGaussian(), random.nextGaussian());
                sent.add(producer.send(new ProducerRecord<>(name + ".points", null, point.getBytes(UTF_8))));
            }
            for (Future<?> each : sent) {
                each.get();
                fed++;
            }
        } catch (Exception broken) {
            failure.set(broken);
        }
    }

    /** Ends feeding. */
    void stopFlow() throws Exception {
        ScheduledExecutorService executor = feeder;
        if (executor != null) {
            if (feeding != null) {
                feeding.cancel(false);
            }
            executor.shutdown();
            assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            feeder = null;
        }
        assertThat(failure.get()).isNull();
    }

    /** The newest version there is; 0 if there is none. */
    long newestVersion() {
        Console shown = models("show", "--json");
        try {
            return shown.status() == 0
                    ? JSON.readTree(shown.out()).get("version").asLong()
                    : 0;
        } catch (IOException broken) {
            throw new IllegalStateException(shown.out(), broken);
        }
    }

    /** Waits for a version, and returns the newest. */
    long awaitVersion(long version) {
        return Awaitility.await("version " + version)
                .atMost(PATIENCE)
                .until(this::newestVersion, newest -> newest >= version);
    }

    /** Waits until so many more labels are committed. */
    void awaitLabels(int more) {
        int before = labels().size();
        Awaitility.await("labels").atMost(PATIENCE).until(() -> labels().size() >= before + more);
    }

    /** Where the labels of each partition end. */
    Map<Integer, Long> endsOfLabels() {
        Map<Integer, Long> ends = new HashMap<>();
        labels().forEach(each -> ends.merge(each.partition(), each.offset(), Math::max));
        return ends;
    }

    /** The versions by which labels behind these ends were given. */
    Set<Long> versionsOfLabelsBehind(Map<Integer, Long> ends) throws IOException {
        Set<Long> versions = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> each : labels()) {
            if (each.offset() > ends.getOrDefault(each.partition(), -1L)) {
                versions.add(JSON.readTree(each.value()).get("model").asLong());
            }
        }
        return versions;
    }

    void awaitEveryLabel() {
        Awaitility.await("a label for each point").atMost(PATIENCE).until(() -> labels().size() >= fed);
    }

    void assertEveryPointHasOneLabelAndVersionsNeverGoBack() throws IOException {
        awaitEveryLabel();
        Set<String> places = new HashSet<>();
        Map<Integer, Long> versions = new HashMap<>();
        Map<Integer, Long> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : labels()) {
            JsonNode label = JSON.readTree(each.value());
            long offset = label.get("offset").asLong();
            assertThat(places.add(each.partition() + ":" + offset)).isTrue();
            assertThat(offset).isGreaterThan(offsets.getOrDefault(each.partition(), -1L));
            long version = label.get("model").asLong();
            assertThat(version).isPositive().isGreaterThanOrEqualTo(versions.getOrDefault(each.partition(), 0L));
            offsets.put(each.partition(), offset);
            versions.put(each.partition(), version);
        }
        assertThat(places).hasSize((int) fed);
        List<Long> published = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : read(name + ".models", 1)) {
            published.add(JSON.readTree(each.value()).get("version").asLong());
        }
        assertThat(new HashSet<>(published)).hasSameSizeAs(published);
        assertThat(published).isSorted();
    }

    private List<ConsumerRecord<byte[], byte[]>> labels() {
        return read(name + ".assignments", PARTITIONS);
    }

    /** All that is committed by now. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
        List<TopicPartition> assigned = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            assigned.add(new TopicPartition(topic, partition));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.address(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (assigned.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        if (feeder != null) {
            feeder.shutdownNow();
        }
        Thread running = runner;
        if (running != null) {
            running.interrupt();
            Awaitility.await("the end of the run").atMost(PATIENCE).until(() -> !running.isAlive());
        }
        producer.close();
    }
}
