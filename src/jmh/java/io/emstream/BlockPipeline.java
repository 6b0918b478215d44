package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.processing.Processing;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.codec.Assignment.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Points per CPU second of a processor at d = 8, K = 8, full covariance, four partitions, one stream thread, exactly once, on a
 * real broker in another process, which writes the points as well. Points come as blocks or, with one row a block, as single
 * records; packed as float32, or JSON. Clusters overlap.
 *
 * <pre>{@code
 * java -cp … io.emstream.BlockPipeline ROWS MILLIONS float32|json [key=value…]
 * }</pre>
 *
 * <p>Prints what the stream thread has used (fetched records to transactions: all that Kafka Streams does on it, and we), and
 * what the whole process has (with the network threads, the learner's searches, garbage collection and the JIT compiler), over
 * the points after the first third.
 */
public final class BlockPipeline {
    private static final int DIMENSION = 8;
    private static final int CLUSTERS = 8;
    private static final int PARTITIONS = 4;
    private static final int DISTINCT = 1 << 18;

    private BlockPipeline() {}

    /** Measures, or is the broker of one that does. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("broker")) {
            serve(Integer.parseInt(arguments[1]), arguments[2]);
        } else {
            measure(arguments);
        }
    }

    private static void measure(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0]);
        long points = (long) (1_000_000 * Double.parseDouble(arguments[1]));
        Process broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlockPipeline.class.getName(),
                        "broker",
                        arguments[0],
                        arguments[2])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = new BufferedReader(new InputStreamReader(broker.getInputStream(), UTF_8));
                PrintStream tell = new PrintStream(broker.getOutputStream(), true, UTF_8)) {
            SettingsReader reader = new SettingsReader(Map.of())
                    .flag("bench", "bootstrap.servers", says.readLine())
                    .flag("bench", "dimension", Integer.toString(DIMENSION))
                    .flag("bench", "clusters", Integer.toString(CLUSTERS))
                    .flag("bench", "points.format", arguments[2])
                    .flag("bench", "threads", "1")
                    .flag("bench", "warmup.points", "20000");
            for (int i = 3; i < arguments.length; i++) {
                String[] setting = arguments[i].split("=", 2);
                reader = reader.flag("bench", setting[0], setting[1]);
            }
            Settings settings = reader.read(SettingsReader.Purpose.PROCESSING);
            try (TopicAdministration topics = new TopicAdministration(settings)) {
                topics.create(Optional.of(PARTITIONS), created -> {});
            }
            try (Processing processing = Processing.start(settings, PARTITIONS)) {
                processing.awaitRunning();
                tell.println(points);
                await(processing, points / 3);
                Used before = new Used();
                long from = processing.counts().labels(Status.OK);
                await(processing, points);
                report(before, processing.counts().labels(Status.OK) - from, rows);
            }
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    private static void await(Processing processing, long labelled) throws InterruptedException {
        while (processing.counts().labels(Status.OK) < labelled) {
            if (processing.failure().isPresent()) {
                throw new IllegalStateException(processing.failure().get());
            }
            Thread.sleep(5);
        }
    }

    private static void report(Used before, long points, int rows) {
        Used now = new Used();
        double wall = (now.wall - before.wall) / 1e9;
        double process = (now.process - before.process) / 1e9;
        Map<String, Double> threads = new HashMap<>();
        now.threads.forEach((name, nanos) -> threads.put(name, (nanos - before.threads.getOrDefault(name, 0L)) / 1e9));
        double stream = threads.entrySet().stream()
                .filter(each -> each.getKey().matches(".*StreamThread-\\d+"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        System.out.printf(
                Locale.ROOT,
                "rows %d: %d points, %.2f s wall, stream thread %.2f CPU s = %.0f points/CPU s, process %.2f CPU s = %.0f"
                        + " points/CPU s%n",
                rows,
                points,
                wall,
                stream,
                points / stream,
                process,
                points / process);
        threads.entrySet().stream()
                .sorted(Comparator.comparing(each -> -each.getValue()))
                .limit(8)
                .forEach(each -> System.out.printf(Locale.ROOT, "  %6.2f s  %s%n", each.getValue(), each.getKey()));
    }

    /** CPU time so far, in nanoseconds. */
    private static final class Used {
        private final long wall = System.nanoTime();
        private final long process =
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        private final Map<String, Long> threads = new HashMap<>();

        Used() {
            ThreadMXBean bean = ManagementFactory.getThreadMXBean();
            for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds())) {
                if (thread != null) {
                    threads.put(thread.getThreadName(), bean.getThreadCpuTime(thread.getThreadId()));
                }
            }
        }
    }

    private static void serve(int rows, String format) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory).start()) {
            System.out.println(broker.bootstrapServers());
            List<byte[]> records = records(rows, format);
            long points = Long.parseLong(new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine());
            Map<String, Object> properties =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "20", "batch.size", "131072");
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
                List<Future<RecordMetadata>> sending = new ArrayList<>();
                long sent = 0;
                for (int i = 0; sent < points; i++) {
                    sending.add(producer.send(new ProducerRecord<>(
                            "emstream.points", i % PARTITIONS, null, records.get(i % records.size()))));
                    sent += rows;
                }
                for (Future<RecordMetadata> each : sending) {
                    each.get();
                }
            }
            System.in.read();
        }
    }

    private static List<byte[]> records(int rows, String format) throws IOException {
        Random random = new Random(1);
        double[][][] maps = new double[CLUSTERS][DIMENSION][DIMENSION + 1];
        for (double[][] map : maps) {
            for (double[] row : map) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() * (j == DIMENSION ? 1.5 : 0.5);
                }
            }
        }
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < Math.max(64, DISTINCT / rows); i++) {
            double[][] points = new double[rows][];
            for (int row = 0; row < rows; row++) {
                points[row] = draw(maps[random.nextInt(CLUSTERS)], random);
            }
            records.add(format.equals("json") ? json(points) : packed(points));
        }
        return records;
    }

    private static double[] draw(double[][] map, Random random) {
        double[] z = random.doubles(DIMENSION).map(any -> random.nextGaussian()).toArray();
        double[] x = new double[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            x[i] = map[i][DIMENSION];
            for (int j = 0; j < DIMENSION; j++) {
                x[i] += map[i][j] * z[j];
            }
        }
        return x;
    }

    private static byte[] packed(double[][] points) {
        boolean isBlock = points.length > 1;
        ByteBuffer bytes = ByteBuffer.allocate((isBlock ? 16 : 0) + 4 * DIMENSION * points.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (isBlock) {
            bytes.putInt(0x7FC14245).putInt(0x7FF80001).putInt(points.length).putInt(DIMENSION);
        }
        for (double[] point : points) {
            for (double value : point) {
                bytes.putFloat((float) value);
            }
        }
        return bytes.array();
    }

    private static byte[] json(double[][] points) {
        StringBuilder text = new StringBuilder(points.length > 1 ? "{\"X\":[" : "");
        for (int row = 0; row < points.length; row++) {
            text.append(row == 0 ? "[" : ",[");
            for (int j = 0; j < DIMENSION; j++) {
                text.append(j == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", points[row][j]));
            }
            text.append(']');
        }
        return text.append(points.length > 1 ? "]}" : "").toString().getBytes(UTF_8);
    }
}
