package io.emstream.app.bench;

import io.emstream.app.Failure;
import io.emstream.app.bench.Worker.Order;
import io.emstream.app.bench.Worker.Role;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * How long labels take at half of the throughput: turns at full speed warm up and say what that is, then points are written at
 * half of it while a consumer reads the labels.
 *
 * @param workload what is processed; its settings name the profile
 * @param records of a turn at full speed
 * @param warmups turns before that
 * @param seconds of measuring, of which the first fifth does not count
 * @param jvm options of emstream's JVM
 */
public record Latency(Workload workload, long records, int warmups, int seconds, List<String> jvm) {
    private static final int UNMEASURED = 5;

    /**
     * What came out, in milliseconds.
     *
     * @param latency the profile
     * @param commitMillis the commit interval
     * @param perSecond points that were written a second
     * @param labels that were timed
     * @param labelMedian from a point's time to the arrival of its label
     * @param label99 the same of the slowest hundredth
     * @param models that were timed
     * @param modelMedian from the arrival of a model to labels by it in all partitions
     * @param model99 the same of the slowest hundredth
     */
    public record Result(
            String latency,
            long commitMillis,
            double perSecond,
            long labels,
            double labelMedian,
            double label99,
            long models,
            double modelMedian,
            double model99) {}

    /** The same in a profile: {@code normal} or {@code low}. */
    public Latency in(String profile) {
        Map<String, String> settings = new HashMap<>(workload.settings());
        settings.put(Keys.LATENCY, profile);
        return new Latency(workload.with(settings), records, warmups, seconds, jvm);
    }

    /**
     * Runs it.
     *
     * @param progress is told what goes on
     */
    public Result run(Consumer<String> progress) throws SettingsException {
        String profile = workload.settings().getOrDefault(Keys.LATENCY, "normal");
        progress.accept("latency=" + profile + ", " + workload.format() + ": starting");
        try (Child broker = Child.start(Role.BROKER, List.of("-Xmx512m"), List.of())) {
            String servers = broker.answer();
            Settings settings = workload.settings(servers);
            Comparison.createTopics(settings);
            List<byte[]> values = workload.values();
            try (Child emstream = Child.start(Role.EMSTREAM, jvm, List.of(servers, Worker.json(workload)))) {
                double full = 0;
                for (int turn = 0; turn <= warmups; turn++) {
                    progress.accept("latency=" + profile + ": at full speed");
                    Fill.fill(settings, values, records);
                    full = emstream.turn(new Order(records, false)).perSecond();
                }
                progress.accept(String.format(Locale.ROOT, "latency=%s: at %.0f points a second", profile, full / 2));
                return measure(settings, values, emstream, profile, full / 2);
            }
        }
    }

    private Result measure(Settings settings, List<byte[]> values, Child emstream, String profile, double rate) {
        long number = (long) (rate * seconds);
        try (LiveReader reader = new LiveReader(settings)) {
            CompletableFuture<Round> turn =
                    CompletableFuture.supplyAsync(() -> emstream.turn(new Order(number, false)));
            CompletableFuture<Void> feed = CompletableFuture.runAsync(() -> feed(settings, values, number, rate));
            reader.read(
                    number / UNMEASURED,
                    number,
                    () -> turn.isCompletedExceptionally() || feed.isCompletedExceptionally());
            feed.join();
            turn.join();
            Delays labels = reader.labels();
            Delays models = reader.adoptions();
            return new Result(
                    profile,
                    settings.commitInterval().toMillis(),
                    rate,
                    labels.count(),
                    labels.quantile(0.5),
                    labels.quantile(0.99),
                    models.count(),
                    models.quantile(0.5),
                    models.quantile(0.99));
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Failure known ? known : failed;
        }
    }

    private static void feed(Settings settings, List<byte[]> values, long number, double rate) {
        try (KafkaProducer<byte[], byte[]> producer = Fill.producer(settings)) {
            long start = System.nanoTime();
            for (long sent = 0; sent < number; ) {
                long due = Math.min(number, (long) ((System.nanoTime() - start) / 1e9 * rate));
                for (; sent < due; sent++) {
                    var unused = producer.send(Fill.record(settings, values, sent));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
    }
}
