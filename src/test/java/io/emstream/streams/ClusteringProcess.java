package io.emstream.streams;

import io.emstream.codec.PointDecoder;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A processor in a process of its own, whose stream threads crash now and then; for {@link CrashIT}. */
public final class ClusteringProcess {
    private ClusteringProcess() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments bootstrap servers, partitions, state directory, how many times to crash, seed of the crashes
     */
    public static void main(String[] arguments) throws InterruptedException {
        int crashes = Integer.parseInt(arguments[3]);
        KafkaStreams streams = start(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                StreamSettings.Warmup.HOLD,
                new Crashes(crashes, Long.parseLong(arguments[4])),
                Hooks.REAL);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        Thread.currentThread().join();
    }

    static KafkaStreams start(
            String bootstrapServers,
            int partitions,
            Path state,
            StreamSettings.Warmup warmup,
            Crashes crashes,
            Hooks hooks) {
        TestSettings settings = new TestSettings();
        settings.partitions = partitions;
        settings.paneLength = 500;
        settings.warmup = warmup;
        settings.before = crashes::in;
        Properties properties = TestSettings.streams(bootstrapServers);
        properties.put("state.dir", state.toString());
        properties.put("num.stream.threads", "2");
        var executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "learner");
            thread.setDaemon(true);
            return thread;
        });
        KafkaStreams streams = new KafkaStreams(
                ClusteringTopology.build(settings.build(), properties, executor, hooks::builder), properties);
        streams.setUncaughtExceptionHandler(crash -> StreamThreadExceptionResponse.REPLACE_THREAD);
        streams.start();
        return streams;
    }

    /** Exceptions at random moments, in the middle of the work on a record. */
    static final class Crashes {
        private final AtomicInteger left;
        private final int total;
        private final RandomGenerator random;

        Crashes(int total, long seed) {
            this.total = total;
            this.left = new AtomicInteger(total);
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        int happened() {
            return total - left.get();
        }

        PointDecoder in(PointDecoder decoder) {
            return value -> {
                synchronized (this) {
                    if (left.get() > 0 && random.nextInt(2000) == 0) {
                        left.decrementAndGet();
                        System.out.println("CRASH");
                        throw new IllegalStateException("injected crash");
                    }
                }
                return decoder.decode(value);
            };
        }
    }
}
