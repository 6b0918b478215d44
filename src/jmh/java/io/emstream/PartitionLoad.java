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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a million points cost by the number of partitions and instances: CPU seconds of the processors alone, since broker and
 * producer are processes of their own. Points are packed, d = 8, K = 8, with full covariances, one stream thread for each
 * instance, exactly once, all else by default. All points are there before the instances start, together, so that they never
 * wait; of each instance's share the first are not counted, in which it joins the group and is compiled, nor the last, when
 * some partitions are at their end.
 *
 * <p>Arguments: millions of points that count, millions for each instance that do not, and then pairs such as {@code 16x4},
 * partitions by instances. CPU time is that of the process; its parts are those of its threads as Linux tells them.
 */
public final class PartitionLoad {
    private static final int DIMENSION = 8;
    private static final int CLUSTERS = 8;
    private static final long MILLION = 1_000_000;
    private static final double REST = 0.15;
    private static final int SETS = 4096;
    /** Each look reads a file for every thread, and counts itself, so it is rare. */
    private static final long LOOK_MILLIS = 250;

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;

    /** Parts of the CPU time of an instance, by how the names of their threads begin. */
    private enum Part {
        PROCESS(""),
        STREAM("load.*"),
        SENDING("kafka-producer.*"),
        LEARNER("emstream-learne.*"),
        COMPILER("C[12] Comp.*"),
        COLLECTOR("(GC|G1|VM) .*");

        private final String threads;

        Part(String threads) {
            this.threads = threads;
        }

        boolean has(String thread) {
            return thread.matches(threads);
        }
    }

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
        System.out.println("here");
        int unused = System.in.read();
        try (Processing processing = Processing.start(settings(bootstrap, tag), partitions)) {
            while (System.in.available() == 0) {
                long labels = 0;
                for (Assignment.Status status : Assignment.Status.values()) {
                    labels += processing.counts().labels(status);
                }
                StringBuilder line = new StringBuilder().append(labels);
                for (double seconds : cpuSeconds()) {
                    line.append(' ').append(seconds);
                }
                System.out.println(line);
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** CPU seconds of this process by part. */
    private static Collection<Double> cpuSeconds() throws IOException {
        Map<Part, Double> seconds = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            seconds.put(part, 0.0);
        }
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        seconds.put(Part.PROCESS, process.getProcessCpuTime() / 1e9);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String status = Files.readString(task.resolve("stat"));
                int nameEnds = status.lastIndexOf(')');
                String name = status.substring(status.indexOf('(') + 1, nameEnds);
                String[] fields = status.substring(nameEnds + 2).split(" ", -1);
                for (Part part : Part.values()) {
                    if (part.has(name)) {
                        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
                        seconds.merge(part, ticks / TICKS_PER_SECOND, Double::sum);
                    }
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException ended) {
            // A thread has gone between the look at the list and at its times.
            return seconds.values();
        }
        return seconds.values();
    }

    private static void measure(String[] arguments) throws Exception {
        long points = Math.round(Double.parseDouble(arguments[0]) * MILLION);
        long warm = Math.round(Double.parseDouble(arguments[1]) * MILLION);
        try (Child broker = new Child("broker")) {
            String bootstrap = broker.line();
            System.out.println(Arrays.stream(Part.values())
                    .map(part -> String.format("%10s", part.name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.joining("", "partitions  instances", "  CPU s per million points")));
            for (int i = 2; i < arguments.length; i++) {
                String[] pair = arguments[i].split("x", -1);
                int partitions = Integer.parseInt(pair[0]);
                int instances = Integer.parseInt(pair[1]);
                double[] cost = cost(bootstrap, "load" + i, partitions, instances, points, warm * instances);
                System.out.println(Arrays.stream(cost)
                        .mapToObj(seconds -> String.format("%10.3f", seconds))
                        .collect(Collectors.joining("", String.format("%10d  %9d", partitions, instances), "")));
            }
        }
    }

    private static double[] cost(String bootstrap, String tag, int partitions, int instances, long points, long warm)
            throws Exception {
        Settings settings = settings(bootstrap, tag);
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            topics.create(Optional.of(partitions), created -> {});
        }
        feed(bootstrap, tag + "." + Keys.POINTS_TOPIC, partitions, (long) ((points + warm) * (1 + REST)));
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < instances; i++) {
                children.add(new Child("instance", bootstrap, tag, Integer.toString(partitions)));
            }
            children.forEach(Child::line);
            children.forEach(Child::go);
            double[] before = await(children, warm);
            long counted = labels(children);
            long start = System.nanoTime();
            double[] after = await(children, counted + points);
            long labels = labels(children) - counted;
            double seconds = (System.nanoTime() - start) / 1e9;
            return DoubleStream.concat(
                            IntStream.range(0, before.length).mapToDouble(part -> after[part] - before[part]),
                            DoubleStream.of(seconds))
                    .map(each -> each / labels * MILLION)
                    .toArray();
        } finally {
            children.forEach(Child::close);
        }
    }

    /** CPU seconds of all by part, when there are so many labels. */
    private static double[] await(List<Child> children, long labels) {
        while (labels(children) < labels) {
            children.forEach(Child::look);
        }
        double[] sum = new double[Part.values().length];
        children.forEach(child -> Arrays.setAll(sum, part -> sum[part] + child.cpuSeconds[part]));
        return sum;
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
        private double[] cpuSeconds = new double[Part.values().length];
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
            labels = Long.parseLong(numbers[0]);
            cpuSeconds = Arrays.stream(numbers)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        /** Lets it begin. */
        void go() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().close();
                // What it still has to say would fill the pipe.
                out.lines().forEach(line -> {});
                process.waitFor();
            } catch (IOException ended) {
                process.destroy();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
