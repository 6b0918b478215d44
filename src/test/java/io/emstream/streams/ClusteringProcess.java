package io.emstream.streams;

import io.emstream.app.topics.StartingOffsets;
import io.emstream.codec.PointFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A processor, in this JVM or in a process of its own, whose tasks and threads may crash now and then. */
final class ClusteringProcess implements AutoCloseable {
    private final KafkaStreams streams;
    private final ExecutorService executor;

    /**
     * Starts a processor.
     *
     * @param applicationId what processors share the work of
     * @param state its directory
     */
    ClusteringProcess(
            String bootstrapServers,
            String applicationId,
            Path state,
            TestSettings settings,
            Crashes crashes,
            Hooks hooks) {
        this(
                bootstrapServers,
                applicationId,
                state,
                settings,
                crashes,
                hooks,
                failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    ClusteringProcess(
            String bootstrapServers,
            String applicationId,
            Path state,
            TestSettings settings,
            Crashes crashes,
            Hooks hooks,
            StreamsUncaughtExceptionHandler handler) {
        settings.before = crashes::in;
        settings.beforeBlocks = crashes::in;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new StartingOffsets(admin, bootstrapServers, applicationId, settings.topics.points(), settings.partitions)
                    .prepare(false, lost -> {});
        }
        Properties properties = TestSettings.streams(bootstrapServers);
        properties.put("application.id", applicationId);
        properties.put("state.dir", state.toString());
        properties.put("num.stream.threads", "2");
        properties.put("num.standby.replicas", Integer.toString(settings.standbys));
        executor = LearnerThread.executor();
        streams = new KafkaStreams(
                ClusteringTopology.build(settings.build(), properties, executor, name -> hooks.builder(name, crashes)),
                properties);
        streams.setUncaughtExceptionHandler(handler);
        streams.start();
    }

    /** Stops in good order. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(20))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        executor.shutdown();
    }

    /**
     * Runs until it is stopped or killed.
     *
     * @param arguments bootstrap servers, partitions, state directory, how many times to crash, seed of the crashes, format
     */
    public static void main(String[] arguments) throws InterruptedException {
        TestSettings settings = new TestSettings();
        settings.partitions = Integer.parseInt(arguments[1]);
        settings.format = PointFormat.valueOf(arguments[5]);
        settings.paneLength = 500;
        // However many rows blocks have and however late the first model is, all points wait for it.
        settings.holdMax = 1_000_000;
        // Tasks turn into standbys and back as others come and go.
        settings.standbys = 1;
        int crashes = Integer.parseInt(arguments[3]);
        ClusteringProcess process = new ClusteringProcess(
                arguments[0],
                "crash",
                Path.of(arguments[2]),
                settings,
                new Crashes(crashes, 1, Long.parseLong(arguments[4])),
                Hooks.REAL);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close));
        Thread.currentThread().join();
    }
}
