package io.emstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.command.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Minutes at full rate, ten unless {@code -Dsoak.minutes} says otherwise: in the end nothing grows. As many points are under way
 * as a commit needs, and each answer lets another in. Every few seconds go into {@code target/soak/soak.csv}.
 */
@Tag("soak")
class SoakIT {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 10));
    private static final Duration SAMPLE = Duration.ofSeconds(5);
    private static final int PARTITIONS = 4;
    private static final int DIMENSION = 4;
    private static final int UNDER_WAY = 60_000;
    private static final int VALUES = 100_000;
    /** Live heap rises and falls with what has been fetched; the least of so many samples does so less. */
    private static final int WINDOW = 6;

    @TempDir
    Path directory;

    private final List<Sample> samples = new ArrayList<>();

    /**
     * What was measured at one time.
     *
     * @param heap live bytes of the processor, after a collection
     * @param topics bytes of the topics that hold state: the internal ones and the broadcast
     */
    private record Sample(
            double minute,
            double rate,
            double medianLatency,
            double highLatency,
            double heap,
            double brokerHeap,
            double topics,
            double files,
            double threads) {
        private String csv() {
            return String.format(
                    Locale.ROOT,
                    "%.3f,%.0f,%.0f,%.0f,%.2f,%.2f,%.2f,%.0f,%.0f",
                    minute,
                    rate,
                    medianLatency,
                    highLatency,
                    heap,
                    brokerHeap,
                    topics,
                    files,
                    threads);
        }
    }

    @Test
    void nothingGrowsAtFullRate() throws Exception {
        try (BrokerProcess broker = new BrokerProcess(
                directory.resolve("broker"),
                "log.retention.check.interval.ms=5000",
                "log.segment.bytes=33554432",
                "log.retention.bytes=134217728",
                "log.cleaner.backoff.ms=2000")) {
            String bootstrap = broker.bootstrapServers();
            assertThat(Console.run(
                                    "topics",
                                    "create",
                                    "--partitions",
                                    "" + PARTITIONS,
                                    "--bootstrap-server",
                                    bootstrap,
                                    "--set",
                                    "dimension=" + DIMENSION)
                            .status())
                    .isZero();
            try (Instance instance =
                    new Instance(directory.resolve("instance.log"), bootstrap, Map.of("dimension", "" + DIMENSION))) {
                instance.awaitRunning();
                soak(broker, instance);
                assertThat(instance.stop()).as(instance.said()).isZero();
            }
        }
        write();
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        List<Sample> before = samples.subList(samples.size() / 4, samples.size() / 2);
        double slope = slopePerMinute(half);
        System.out.printf(
                Locale.ROOT,
                "soak: %s, %,.0f points/s, heap %+.2f MB a minute, latency %.0f ms after %.0f ms, topics %.0f MB after %.0f"
                        + " MB, files %.0f after %.0f, threads %.0f after %.0f%n",
                LENGTH,
                mean(half, Sample::rate),
                slope,
                mean(half, Sample::medianLatency),
                mean(before, Sample::medianLatency),
                most(half, Sample::topics),
                most(before, Sample::topics),
                most(half, Sample::files),
                most(before, Sample::files),
                most(half, Sample::threads),
                most(before, Sample::threads));
        assertThat(slope).as("MB a minute").isLessThan(1);
        assertThat(mean(half, Sample::medianLatency)).isLessThan(2 * mean(before, Sample::medianLatency));
        // Compaction comes a segment at a time.
        assertThat(most(half, Sample::topics)).isLessThan(1.5 * most(before, Sample::topics) + 100);
        assertThat(most(half, Sample::files)).isLessThan(1.2 * most(before, Sample::files));
        assertThat(most(half, Sample::threads)).isLessThanOrEqualTo(most(before, Sample::threads) + 5);
    }

    private void soak(BrokerProcess broker, Instance instance) throws Exception {
        List<byte[]> values = values();
        long start = System.nanoTime();
        long sampled = start;
        long sent = 0;
        Future<RecordMetadata> last = null;
        long answered = 0;
        long before = 0;
        long[] latencies = new long[1 << 20];
        int measured = 0;
        try (KafkaProducer<byte[], byte[]> producer = producer(broker);
                KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            while (System.nanoTime() - start < LENGTH.toNanos()) {
                for (; sent - answered < UNDER_WAY; sent++) {
                    last = producer.send(new ProducerRecord<>(
                            "emstream.points", (int) (sent % PARTITIONS), null, values.get((int) (sent % VALUES))));
                }
                for (ConsumerRecord<byte[], byte[]> label : consumer.poll(Duration.ofMillis(20))) {
                    answered++;
                    if (measured < latencies.length) {
                        // A label has its point's time, which is when it was sent.
                        latencies[measured++] = System.currentTimeMillis() - label.timestamp();
                    }
                }
                long now = System.nanoTime();
                if (now - sampled >= SAMPLE.toNanos() && measured > 0) {
                    Arrays.sort(latencies, 0, measured);
                    double seconds = (now - sampled) / 1e9;
                    samples.add(new Sample(
                            (now - start) / 60e9,
                            (answered - before) / seconds,
                            latencies[measured / 2],
                            latencies[(int) (0.99 * measured)],
                            liveMegabytes(instance),
                            liveMegabytes(broker.process()),
                            stateMegabytes(),
                            count(instance, "fd") + count(broker.process(), "fd"),
                            count(instance, "task") + count(broker.process(), "task")));
                    assertThat(Objects.requireNonNull(last).get().hasOffset()).isTrue();
                    sampled = System.nanoTime();
                    before = answered;
                    measured = 0;
                }
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(BrokerProcess broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "10", "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(BrokerProcess broker) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "20000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> labels = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            labels.add(new TopicPartition("emstream.assignments", partition));
        }
        consumer.assign(labels);
        return consumer;
    }

    /** Points of five clusters, again and again. */
    private static List<byte[]> values() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            double centre = 6 * random.nextInt(5);
            StringBuilder value = new StringBuilder("[");
            for (int j = 0; j < DIMENSION; j++) {
                value.append(j == 0 ? "" : ",")
                        .append(String.format(Locale.ROOT, "%.3f", centre * (j % 2) + random.nextGaussian()));
            }
            values.add(value.append(']').toString().getBytes(UTF_8));
        }
        return values;
    }

    /** What a full collection leaves, which counting the objects begins with. */
    private static double liveMegabytes(JavaProcess process) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        String total = said.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
        return Long.parseLong(total.strip().split("\\s+", -1)[2]) / 1e6;
    }

    /** The size of all topics that hold state; those of points and labels are as large as their retention. */
    private double stateMegabytes() throws IOException {
        Path data = directory.resolve("broker").resolve("data").resolve("data");
        try (Stream<Path> files = Files.walk(data, 2)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                            .filter(file -> {
                                String topic = String.valueOf(file.getParent().getFileName());
                                return topic.startsWith("emstream-") || topic.startsWith("emstream.model-broadcast");
                            })
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1e6;
        }
    }

    private static int count(JavaProcess process, String what) {
        String[] entries =
                Path.of("/proc", Long.toString(process.pid()), what).toFile().list();
        return entries == null ? 0 : entries.length;
    }

    /** By least squares over the smallest values of windows. */
    private static double slopePerMinute(List<Sample> all) {
        List<double[]> least = new ArrayList<>();
        for (int from = 0; from + WINDOW <= all.size(); from += WINDOW) {
            List<Sample> window = all.subList(from, from + WINDOW);
            least.add(new double[] {
                mean(window, Sample::minute),
                window.stream().mapToDouble(Sample::heap).min().orElseThrow()
            });
        }
        assertThat(least).as("windows of samples").hasSizeGreaterThan(1);
        double meanTime = least.stream().mapToDouble(each -> each[0]).average().orElseThrow();
        double meanHeap = least.stream().mapToDouble(each -> each[1]).average().orElseThrow();
        double covariance = least.stream()
                .mapToDouble(each -> (each[0] - meanTime) * (each[1] - meanHeap))
                .sum();
        double variance = least.stream()
                .mapToDouble(each -> (each[0] - meanTime) * (each[0] - meanTime))
                .sum();
        return covariance / variance;
    }

    private static double mean(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double most(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).max().orElseThrow();
    }

    private void write() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "minute,pointsPerSecond,medianLatencyMs,latency99Ms,heapMB,brokerHeapMB,stateTopicsMB,files,threads"));
        samples.forEach(sample -> lines.add(sample.csv()));
        Path folder = Files.createDirectories(Path.of("target", "soak"));
        Files.write(folder.resolve("soak.csv"), lines);
    }
}
