package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed in one partition, unless told otherwise, from anywhere to its end, without a group. Offsets count markers of transactions
 * as well, so between two of them there may be fewer records, or none.
 */
public final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int FIRST_WINDOW = 64;
    private static final int WIDENING = 4;

    private final String bootstrapServers;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** A reader of a partition that exists. */
    public PartitionReader(Settings settings, TopicPartition partition) {
        this(settings, partition, Map.of());
    }

    /** A reader of a partition that exists, which sees what is not committed as well. */
    public static PartitionReader uncommitted(Settings settings, TopicPartition partition) {
        return new PartitionReader(
                settings, partition, Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
    }

    private PartitionReader(Settings settings, TopicPartition partition, Map<String, Object> more) {
        this.bootstrapServers = settings.bootstrapServers();
        this.partition = partition;
        Map<String, Object> properties = settings.kafka().consumer();
        properties.putAll(more);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.consumer = attempt(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        consumer.assign(List.of(partition));
    }

    /** Where the first record may be. */
    public long begin() {
        return attempt(() -> consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    /** Behind the last committed record. */
    public long end() {
        return attempt(() -> consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    /** The committed records from one offset to another, which is not included. */
    public List<ConsumerRecord<byte[], byte[]>> read(long from, long to) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        seek(from);
        long start = System.nanoTime();
        while (position() < to) {
            for (ConsumerRecord<byte[], byte[]> each : poll(POLL)) {
                start = System.nanoTime();
                if (each.offset() < to) {
                    records.add(each);
                }
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new Failure("Kafka at " + bootstrapServers + " did not hand over the records of " + partition
                        + " from offset " + from + " within " + PATIENCE.toSeconds() + " s. Try again.");
            }
        }
        return records;
    }

    /**
     * The last record that makes something, looked for from the end backwards.
     *
     * @param making what a record makes, or null for nothing
     */
    <T> @Nullable T last(Function<ConsumerRecord<byte[], byte[]>, @Nullable T> making) {
        long begin = begin();
        long end = end();
        long window = FIRST_WINDOW;
        long to = end;
        while (to > begin) {
            long from = Math.max(begin, to - window);
            List<ConsumerRecord<byte[], byte[]>> records = read(from, to);
            for (int i = records.size() - 1; i >= 0; i--) {
                T made = making.apply(records.get(i));
                if (made != null) {
                    return made;
                }
            }
            to = from;
            window *= WIDENING;
        }
        return null;
    }

    /** Goes to an offset. */
    void seek(long offset) {
        consumer.seek(partition, offset);
    }

    private long position() {
        return attempt(() -> consumer.position(partition));
    }

    /** What has come at the present position, after so long at most. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        return attempt(() -> consumer.poll(patience));
    }

    private interface Attempt<T> {
        T make();
    }

    private <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (KafkaException refused) {
            throw Brokers.failure("read the topic " + partition.topic(), "READ on it", bootstrapServers, refused);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
