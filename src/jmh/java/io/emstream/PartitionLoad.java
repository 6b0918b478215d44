package io.emstream;

import com.sun.management.OperatingSystemMXBean;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.processing.Processing;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.codec.Assignment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a million points cost by the number of partitions and instances: CPU seconds of the processors alone, since broker and
 * producer are processes of their own. Points are packed, d = 8, K = 8, with full covariances, one stream thread for each
 * instance, exactly once. The first million is not counted.
 *
 * <p>Arguments: millions of points, and then pairs such as {@code 16x4}, partitions by instances.
 */
public final class PartitionLoad {
    private static final int DIMENSION = 8;
    private static final int CLUSTERS = 8;
    private static final long WARM = 1_000_000;
    private static final int SETS = 4096;
    private static final long LOOK_MILLIS = 100;

    private PartitionLoad() {}

    /** Measures and prints; or is one of the processes that are measured. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "broker" -> broker();
            case "instance" -> instance(arguments[1], arguments[2], Integer.parseInt(arguments[3]));
            default -> measure(arguments);
        }
    }

    private static void broker() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            System.out.println(broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // Until whoever started this ends.
            }
        }
    }

    private static Settings settings(String bootstrap, String tag) throws SettingsException {
        SettingsReader reader = new SettingsReader(Map.of())
                .flag("load", Keys.BOOTSTRAP_SERVERS, bootstrap)
                .flag("load", Keys.APPLICATION_ID, tag)
                .flag("load", Keys.POINTS_FORMAT, "float64")
                .flag("load", Keys.DIMENSION, Integer.toString(DIMENSION))
                .flag("load", Keys.CLUSTERS, Integer.toString(CLUSTERS))
                .flag("load", Keys.LEARNER_CPU, "0")
                .flag("load", Keys.THREADS, "1");
        for (String topic : List.of(
                Keys.POINTS_TOPIC,
                Keys.ASSIGNMENTS_TOPIC,
                Keys.MODELS_TOPIC,
                Keys.EVENTS_TOPIC,
                Keys.DEAD_LETTERS_TOPIC,
                Keys.MODEL_BROADCAST_TOPIC,
                Keys.COMMANDS_TOPIC)) {
            reader.flag("load", topic, tag + "." + topic);
        }
        return reader.read(SettingsReader.Purpose.PROCESSING);
    }

    private static void instance(String bootstrap, String tag, int partitions) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Processing processing = Processing.start(settings(bootstrap, tag), partitions)) {
            processing.awaitRunning();
            while (System.in.available() == 0) {
                System.out.println(
                        process.getProcessCpuTime() + " " + processing.counts().labels(Assignment.Status.OK));
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static void measure(String[] arguments) throws Exception {
        long points = Long.parseLong(arguments[0]) * 1_000_000;
        try (Child broker = new Child("broker")) {
            String bootstrap = broker.line();
            System.out.println("partitions  instances  CPU s per million points");
            for (int i = 1; i < arguments.length; i++) {
                String[] pair = arguments[i].split("x", -1);
                int partitions = Integer.parseInt(pair[0]);
                int instances = Integer.parseInt(pair[1]);
                System.out.printf(
                        "%10d  %9d  %.2f%n",
                        partitions, instances, cost(bootstrap, "load" + i, partitions, instances, points));
            }
        }
    }

    private static double cost(String bootstrap, String tag, int partitions, int instances, long points)
            throws Exception {
        Settings settings = settings(bootstrap, tag);
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            topics.create(Optional.of(partitions), created -> {});
        }
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < instances; i++) {
                Child child = new Child("instance", bootstrap, tag, Integer.toString(partitions));
                child.line();
                children.add(child);
            }
            feed(bootstrap, tag + "." + Keys.POINTS_TOPIC, partitions, points);
            double warm = await(children, WARM);
            long counted = labels(children);
            double end = await(children, points);
            return (end - warm) / (points - counted) * 1e6;
        } finally {
            children.forEach(Child::close);
        }
    }

    /** CPU seconds of all when there are so many labels. */
    private static double await(List<Child> children, long labels) {
        while (labels(children) < labels) {
            children.forEach(Child::look);
        }
        return children.stream().mapToDouble(child -> child.cpuNanos / 1e9).sum();
    }

    private static long labels(List<Child> children) {
        return children.stream().mapToLong(child -> child.labels).sum();
    }

    private static void feed(String bootstrap, String topic, int partitions, long points) throws Exception {
        Random random = new Random(1);
        byte[][] values = new byte[SETS][];
        for (int i = 0; i < SETS; i++) {
            ByteBuffer value = ByteBuffer.allocate(8 * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
            for (int j = 0; j < DIMENSION; j++) {
                value.putDouble(3.0 * ((i >> (j % 3)) & 1) + random.nextGaussian());
            }
            values[i] = value.array();
        }
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> last = CompletableFuture.completedFuture(null);
            for (long i = 0; i < points; i++) {
                last = producer.send(
                        new ProducerRecord<>(topic, (int) (i % partitions), null, values[random.nextInt(SETS)]));
            }
            last.get();
        }
    }

    /** A process of the same program. */
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private long cpuNanos;
        private long labels;

        Child(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PartitionLoad.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next line that it prints, once it has something to say. */
        String line() {
            try {
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("a process has ended early");
                }
                return line;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        void look() {
            String[] numbers = line().split(" ", -1);
            cpuNanos = Long.parseLong(numbers[0]);
            labels = Long.parseLong(numbers[1]);
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().close();
                process.waitFor();
            } catch (IOException ended) {
                process.destroy();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
