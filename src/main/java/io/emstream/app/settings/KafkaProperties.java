package io.emstream.app.settings;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/** The properties of Kafka's clients: our defaults, what follows from the settings, and over both what the user passes on. */
public final class KafkaProperties {
    /** The largest batch that brokers and producers take if nobody says otherwise, but for what surrounds it. */
    private static final long KAFKAS_MAX_MESSAGE = 1 << 20;

    /**
     * How long a reader of committed records, and whoever takes over, waits for the transaction of an instance that was
     * killed. Kafka Streams' own: shorter would let a slow fold abort its own transaction again and again. It must outlast
     * a commit interval.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** Of internal topics; Kafka's gigabyte would be read again whenever a task moves. */
    private static final long SEGMENT_BYTES = 32 << 20;

    private final Settings settings;
    private final Map<String, String> passedOn;

    KafkaProperties(Settings settings, Map<String, String> passedOn) {
        this.settings = settings;
        this.passedOn = passedOn;
    }

    /**
     * For Kafka Streams; needs the model's shape.
     *
     * @param partitions the number of partitions of the input
     */
    public Properties streams(int partitions) {
        Properties properties = new Properties();
        properties.putAll(streamsDefaults());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads(partitions));
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicationFactor());
        long commit = settings.commitInterval().toMillis();
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                Math.max(TRANSACTION_TIMEOUT_MS, 3 * commit));
        if (!settings.text(Keys.STATE_DIR).isEmpty()) {
            properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.text(Keys.STATE_DIR));
        }
        long largest = Math.max(
                settings.blockAnswerBytes(), Math.max(settings.modelRecordBytes(), settings.deadLetterBytes()));
        // What a new owner of a task reads again is the newest segment of its changelog, which is never compacted.
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), Math.max(SEGMENT_BYTES, 2 * largest));
        if (largest > KAFKAS_MAX_MESSAGE) {
            int request = Math.toIntExact(largest);
            properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), request);
            properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), request);
        }
        properties.putAll(passedOn);
        return properties;
    }

    /** What was measured to be fast, and what makes a crash short; none of it changes a result. */
    private static Map<String, Object> streamsDefaults() {
        return Map.ofEntries(
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true),
                // State is small, in memory and logged; there is no RocksDB on the class path.
                Map.entry(
                        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                        BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class.getName()),
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L),
                // Waiting costs nothing with -1, which asks the broker; 0 formats a message per record.
                Map.entry(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L),
                Map.entry(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 5000),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000),
                // A backlog is fetched in small bites, so that a new model does not queue behind it.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 256 << 10),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
                // An instance that was killed keeps its partitions until its session times out: the shortest that
                // brokers
                // take unless told otherwise (group.min.session.timeout.ms), with six heartbeats in it.
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1000),
                // Needs a plug-in of the brokers', and every client asks for it.
                Map.entry(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false),
                // There is no global store; unset, Kafka Streams warns at every start.
                Map.entry("processing.exception.handler.global.enabled", true));
    }

    /** For an admin client, which somebody is waiting for: it gives up after a quarter of a minute. */
    public Map<String, Object> admin() {
        Map<String, Object> properties = client(KafkaKeys::forAdmin);
        if (!properties.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)
                && !properties.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        }
        return properties;
    }

    /** For a producer of our own, beside the stream. */
    public Map<String, Object> producer() {
        Map<String, Object> properties = client(KafkaKeys::forProducer);
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return properties;
    }

    /** For a consumer of our own, beside the stream: it sees committed records only. */
    public Map<String, Object> consumer() {
        Map<String, Object> properties = client(KafkaKeys::forConsumer);
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private Map<String, Object> client(Function<String, Optional<String>> name) {
        Map<String, Object> properties = new TreeMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.applicationId() + "-command");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        // A prefix says for which client a value is meant, so those come last.
        passedOn.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(key -> !name.apply(key).equals(Optional.of(key)) ? 1 : 0)))
                .forEach(entry -> name.apply(entry.getKey()).ifPresent(key -> properties.put(key, entry.getValue())));
        return properties;
    }
}
