package io.emstream.streams;

import io.emstream.streams.Outgoing.Destination;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The picture of the topology: every source, processor, store and sink, with its name.
 *
 * <pre>{@code
 * points (N) ----------+                                          +--> assignments (N)
 *                      +-> merge --> assign-points [model, held] -+--> dead-letters (N)
 * model-broadcast (N) -+                                          +--> statistics (internal, 1)
 *        ^                                                                   |
 *        |                            commands (1) --------------> merge <---+
 *        |                                                           v
 *        |                                    +--------------- update-model [learner]
 *        |                                    |                      |
 *        +------------- to every partition ---+                      +--> models (1), events (1)
 * }</pre>
 *
 * <p>The points topic and the model broadcast have equally many partitions, so that one task reads partition p of both: the
 * offset of the model, the labels, the statistics and the offsets of the points are committed in one transaction. What a
 * command does is likewise committed with its offset.
 *
 * <p>Processors name the node that a record is for ({@link Outgoing#send}): a filter before each sink would look at every record
 * three times. Labels leave out the last step to their sink ({@link LabelSink}).
 *
 * <p>With a frozen model there is only the upper row, without the broadcast and the statistics.
 */
public final class ClusteringTopology {
    /** The store of the model in use, one per partition. */
    static final String MODEL_STORE = "model";
    /** The store of points that wait for the first model, one per partition. */
    static final String HELD_STORE = "held";
    /** The store of the learner's state. */
    static final String LEARNER_STORE = "learner";
    /** The commit hook of a task that assigns points. */
    static final String ASSIGN_HOOK = "assign-hook";
    /** The commit hook of the learner. */
    static final String LEARNER_HOOK = "learner-hook";

    /** Event times may lie before 1970, which Kafka's clock does not know. */
    private static final TimestampExtractor NOT_NEGATIVE =
            (ConsumerRecord<Object, Object> record, long partitionTime) -> Math.max(0, record.timestamp());

    /** A dead letter goes to the partition that its point came from, whatever its key; so does a label, without being asked. */
    private static final StreamPartitioner<byte[], Outgoing> SAME_PARTITION =
            (topic, key, output, partitions) -> output.toItsPartition();

    private static final StreamPartitioner<byte[], Outgoing> EVERY_PARTITION = (topic, key, output, partitions) ->
            Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));

    /** The bytes are ready made, and nothing reads them back. */
    private static final Serde<Outgoing> VALUE = Serdes.serdeFrom((topic, output) -> output.value(), (topic, bytes) -> {
        throw new UnsupportedOperationException("what was sent is not read back");
    });

    private ClusteringTopology() {}

    /**
     * Builds the topology. Before it starts, its group must have a committed offset for every partition of the points: they
     * are read without a reset policy, so that records which were deleted before they were read stop the processor.
     *
     * @param streams the properties of Kafka Streams, which decide whether every internal topic must have a name
     * @param executor runs the learner's heavy work off the stream thread
     */
    public static Topology build(ClusteringSettings settings, Properties streams, Executor executor) {
        return build(settings, streams, executor, CommitHook::builder);
    }

    /** The same with the given hooks, for the test that shows that others lose statistics. */
    static Topology build(
            ClusteringSettings settings,
            Properties streams,
            Executor executor,
            Function<String, StoreBuilder<CommitHook>> hooks) {
        Topics topics = settings.stream().topics();
        Serde<byte[]> bytes = Serdes.ByteArray();
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(streams)));
        boolean learns = settings.frozen().isEmpty();
        builder.addStateStore(store(MODEL_STORE, Serdes.String()));
        builder.addStateStore(store(HELD_STORE, Serdes.Long()));
        builder.addStateStore(hooks.apply(ASSIGN_HOOK));

        // What was deleted before it was read must not be passed over in silence.
        KStream<byte[], byte[]> input =
                builder.stream(topics.points(), consumed("points").withOffsetResetPolicy(AutoOffsetReset.none()));
        if (learns) {
            input = input.merge(
                    source(builder, topics.modelBroadcast(), "model-broadcast"), Named.as("points-and-models"));
        }
        KStream<byte[], Outgoing> assigned = input.process(
                () -> new AssignPoints(settings), Named.as("assign-points"), MODEL_STORE, HELD_STORE, ASSIGN_HOOK);
        // Names the topic and has its metrics; labels themselves pass by (LabelSink).
        assigned.to(topics.assignments(), Produced.with(bytes, VALUE).withName(Destination.ASSIGNMENTS.node()));
        assigned.to(
                topics.deadLetters(),
                Produced.with(bytes, VALUE, SAME_PARTITION).withName(Destination.DEAD_LETTERS.node()));

        if (learns) {
            builder.addStateStore(store(LEARNER_STORE, Serdes.String()));
            builder.addStateStore(hooks.apply(LEARNER_HOOK));
            learner(settings, executor, builder, assigned);
        }
        return builder.build(streams);
    }

    private static void learner(
            ClusteringSettings settings,
            Executor executor,
            StreamsBuilder builder,
            KStream<byte[], Outgoing> assigned) {
        Topics topics = settings.stream().topics();
        Serde<byte[]> bytes = Serdes.ByteArray();
        KStream<byte[], Outgoing> learned = assigned.mapValues(Outgoing::value, Named.as(Destination.STATISTICS.node()))
                .repartition(
                        Repartitioned.with(bytes, bytes).withName("statistics").withNumberOfPartitions(1))
                .merge(source(builder, topics.commands(), "commands"), Named.as("reports-and-commands"))
                .process(
                        () -> new UpdateModel(settings, executor),
                        Named.as("update-model"),
                        LEARNER_STORE,
                        LEARNER_HOOK);
        learned.to(topics.models(), Produced.with(bytes, VALUE).withName(Destination.MODELS.node()));
        learned.to(topics.events(), Produced.with(bytes, VALUE).withName(Destination.EVENTS.node()));
        learned.to(
                topics.modelBroadcast(),
                Produced.with(bytes, VALUE, EVERY_PARTITION).withName(Destination.MODEL_BROADCAST.node()));
    }

    private static KStream<byte[], byte[]> source(StreamsBuilder builder, String topic, String name) {
        return builder.stream(topic, consumed(name));
    }

    private static Consumed<byte[], byte[]> consumed(String name) {
        Serde<byte[]> bytes = Serdes.ByteArray();
        return Consumed.with(bytes, bytes).withName(name).withTimestampExtractor(NOT_NEGATIVE);
    }

    private static <K> StoreBuilder<KeyValueStore<K, byte[]>> store(String name, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
