package io.emstream.app.processing;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.Brokers;
import io.emstream.app.topics.StartingOffsets;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import io.emstream.streams.ClusteringSettings;
import io.emstream.streams.ClusteringTopology;
import io.emstream.streams.LearnerThread;
import io.emstream.streams.StreamCounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A processor that runs in this JVM until it is closed or fails. */
public final class Processing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Processing.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final String points;
    private final int partitions;
    private final ExecutorService learning;
    private final StreamCounts counts;
    private final FailurePolicy policy;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Processing(
            KafkaStreams streams,
            String points,
            int partitions,
            ExecutorService learning,
            StreamCounts counts,
            FailurePolicy policy) {
        this.streams = streams;
        this.points = points;
        this.partitions = partitions;
        this.learning = learning;
        this.counts = counts;
        this.policy = policy;
    }

    /**
     * Starts a processor and does not wait for it; the versions of its model begin with 1.
     *
     * @param partitions of the points topic
     * @throws Failure if points were deleted before they were read and are not to be skipped
     */
    public static Processing start(Settings settings, int partitions) {
        return start(settings, partitions, Lineage.NONE);
    }

    /**
     * Starts a processor and does not wait for it.
     *
     * @param partitions of the points topic
     * @param before what was given away under the model's name before this application has a model
     * @throws Failure if points were deleted before they were read and are not to be skipped
     */
    public static Processing start(Settings settings, int partitions, Lineage before) {
        return start(
                settings,
                partitions,
                clustering(settings, partitions).after(before),
                settings.kafka().streams(partitions));
    }

    /**
     * Starts a processor that labels by one model and learns nothing, and does not wait for it.
     *
     * @param partitions of the points topic
     * @param model of the settings' features
     * @throws Failure if points were deleted before they were read and are not to be skipped
     */
    public static Processing frozen(Settings settings, int partitions, Model model) {
        Properties properties = settings.kafka().streams(partitions);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, frozenPrefix(settings) + UUID.randomUUID());
        return start(settings, partitions, clustering(settings, partitions).frozen(model), properties);
    }

    /** Whether a member of the application's group that calls itself so labels by a frozen model. */
    public static boolean isFrozen(Settings settings, String clientId) {
        return clientId.startsWith(frozenPrefix(settings));
    }

    private static String frozenPrefix(Settings settings) {
        return settings.applicationId() + "-frozen-";
    }

    private static Processing start(
            Settings settings, int partitions, ClusteringSettings clustering, Properties properties) {
        try (Admin admin = Brokers.connect(settings)) {
            offsets(admin, settings, partitions).prepare(settings.skipsLostPoints(), LOG::warn);
        }
        ExecutorService learning = LearnerThread.executor();
        StreamCounts counts = clustering.counts();
        Topology topology = ClusteringTopology.build(clustering, properties, counts.measured(learning));
        FailurePolicy policy = new FailurePolicy(InstantSource.system(), () -> lostPoints(settings, partitions));
        Processing processing = new Processing(
                new KafkaStreams(topology, properties),
                settings.topics().points(),
                partitions,
                learning,
                counts,
                policy);
        processing.begin();
        return processing;
    }

    private static StartingOffsets offsets(Admin admin, Settings settings, int partitions) {
        return new StartingOffsets(
                admin,
                settings.bootstrapServers(),
                settings.applicationId(),
                settings.topics().points(),
                partitions);
    }

    private static Optional<String> lostPoints(Settings settings, int partitions) {
        try (Admin admin = Brokers.connect(settings)) {
            List<StartingOffsets.Gap> gaps =
                    offsets(admin, settings, partitions).gaps();
            return gaps.isEmpty() ? Optional.empty() : Optional.of(StartingOffsets.sentence(gaps));
        } catch (Failure noAnswer) {
            LOG.debug("what was lost cannot be looked up", noAnswer);
            return Optional.empty();
        }
    }

    private static ClusteringSettings clustering(Settings settings, int partitions) {
        return new ClusteringSettings(
                settings.learner(partitions),
                settings.stream(),
                settings.decoders(),
                settings.blocks(),
                settings.responsibilities(),
                new StreamCounts());
    }

    private void begin() {
        streams.setUncaughtExceptionHandler(policy);
        streams.setStateListener((now, before) -> {
            LOG.debug("processor: {}", now);
            if (now.hasCompletedShutdown() || now == KafkaStreams.State.ERROR) {
                ended.countDown();
            }
        });
        streams.start();
    }

    /** Whether records are being processed. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** What it is doing. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** What its processors have done. */
    public StreamCounts counts() {
        return counts;
    }

    /** Which part of the points it processes at this moment. */
    public PartitionShare share() {
        long own = streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(points))
                .count();
        return new PartitionShare((int) own, partitions);
    }

    /** What Kafka Streams and its clients measure of themselves. */
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return streams.metrics();
    }

    /** Waits until records are processed, or it has ended before. */
    public void awaitRunning() throws InterruptedException {
        while (!isRunning() && !awaitEnd(Duration.ofMillis(20))) {
            // Joining the group takes a moment.
        }
    }

    /** Why it ended, if it ended by itself: sentences for the user. */
    public Optional<String> failure() {
        return Optional.ofNullable(policy.verdict());
    }

    /** Waits until it ends, by itself or by being closed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Waits until it ends, but no longer than this; tells whether it has. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Commits what has been processed and leaves the group, so that others take over at once.
     *
     * @throws IllegalStateException if that did not work out in time; what is not committed is then done again
     */
    @Override
    public void close() {
        boolean closed = streams.close(CloseOptions.timeout(PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        learning.shutdownNow();
        if (!closed) {
            throw new IllegalStateException(
                    "the processor did not end within " + PATIENCE.toSeconds() + " s, its last commit is not done");
        }
    }
}
