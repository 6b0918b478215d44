package io.emstream.streams;

import io.emstream.codec.BlockAnswers;
import io.emstream.codec.BlockDecoder;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.PointDecoders;
import io.emstream.codec.PointFormat;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.learn.ClusterRange;
import io.emstream.learn.Forgetting;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.time.Duration;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Settings of a small clustering, as the tests of the topology use them. */
final class TestSettings {
    static final Topics TOPICS = Topics.withPrefix("");

    Topics topics = TOPICS;
    Features features = Features.ofDimension(2);
    PointFormat format = PointFormat.JSON;
    Family family = Families.parse("gaussian-full");
    MissingValues missing = MissingValues.ALLOW;
    Prior.Kind prior = Prior.Kind.MAP;
    int partitions = 1;
    int clusters = 2;
    int warmupPoints = 100;
    int foldPoints = 100;
    long paneLength = 100;
    StreamSettings.Clock clock = StreamSettings.Clock.POSITION;
    StreamSettings.Warmup warmup = StreamSettings.Warmup.HOLD;
    Duration idleTimeout = Duration.ofSeconds(5);
    Duration lateness = Duration.ZERO;

    @Nullable
    Duration maxAhead = Duration.ofMinutes(1);

    Duration warmupMaxWait = Duration.ofSeconds(5);
    int holdMax = 10_000;
    Duration holdMaxWait = Duration.ofSeconds(60);
    int openPanes = 64;
    int maxPointBytes = 64 << 10;
    int maxBlockRows = 1000;
    int maxAnswerBytes = 1_000_000;
    /** How many copies of its state a task has in other processors. */
    int standbys;

    final StreamCounts counts = new StreamCounts();
    /** Stands before the decoder of points, to make it fail. */
    UnaryOperator<PointDecoder> before = UnaryOperator.identity();

    /** Stands before the decoder of blocks, to make it fail. */
    UnaryOperator<BlockDecoder> beforeBlocks = UnaryOperator.identity();

    /** What was given away before. */
    Lineage lineage = Lineage.NONE;
    /** Labels everything, if it is there. */
    @Nullable
    Model frozen;

    ClusteringSettings build() {
        ClusteringSettings learning = learning().after(lineage);
        return frozen == null ? learning : learning.frozen(frozen);
    }

    private ClusteringSettings learning() {
        return new ClusteringSettings(
                new LearnerSettings(
                        "model",
                        features,
                        family,
                        ClusterRange.of(clusters),
                        prior,
                        false,
                        new Forgetting.None(),
                        0.9,
                        warmupPoints,
                        foldPoints,
                        partitions,
                        paneLength,
                        1,
                        Double.POSITIVE_INFINITY),
                new StreamSettings(
                        topics,
                        clock,
                        lateness,
                        idleTimeout,
                        maxAhead,
                        warmup,
                        warmupMaxWait,
                        holdMax,
                        holdMaxWait,
                        openPanes,
                        maxPointBytes,
                        Duration.ofMillis(100)),
                () -> before.apply(PointDecoders.of(format, features, missing, family.support(), maxPointBytes)),
                new BlockSettings(
                        () -> beforeBlocks.apply(
                                PointDecoders.blocks(format, features, missing, family.support(), maxBlockRows)),
                        () -> BlockAnswers.of(format, ResponsibilityDetail.DEFAULT),
                        maxAnswerBytes),
                ResponsibilityDetail.DEFAULT,
                counts);
    }

    static Properties streams(String bootstrapServers) {
        Properties properties = new Properties();
        properties.put("application.id", "crash");
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("commit.interval.ms", "100");
        properties.put("max.task.idle.ms", "-1");
        properties.put("statestore.cache.max.bytes", "0");
        properties.put("replication.factor", "1");
        properties.put("ensure.explicit.internal.resource.naming", "true");
        properties.put("consumer.session.timeout.ms", "3000");
        properties.put("consumer.heartbeat.interval.ms", "500");
        properties.put("producer.transaction.timeout.ms", "4000");
        properties.put("enable.metrics.push", "false");
        // What has been learned of can be read again.
        properties.put("repartition.purge.interval.ms", "86400000");
        properties.put("processing.exception.handler.global.enabled", "true");
        return properties;
    }
}
