package io.emstream.app.consume;

import io.emstream.app.models.PartitionReader;
import io.emstream.app.settings.Settings;
import io.emstream.codec.PointFormat;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The points that labels speak of: those in the same partition of the points topic, by their offsets. Labels come in the order
 * of their points, so that both topics are read once, side by side.
 */
public final class PointLookup implements AutoCloseable {
    private final Settings settings;
    private final Map<Integer, PartitionReader> readers = new HashMap<>();
    private final Map<Integer, Map<Long, byte[]>> values = new HashMap<>();

    /** Looks in the points topic of these settings. */
    public PointLookup(Settings settings) {
        this.settings = settings;
    }

    /** Gets the points with offsets from the first to the last, both included; those before are forgotten. */
    void prepare(int partition, long first, long last) {
        PartitionReader reader = readers.computeIfAbsent(
                partition,
                number -> new PartitionReader(
                        settings, new TopicPartition(settings.topics().points(), number)));
        Map<Long, byte[]> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : reader.read(first, Math.min(last + 1, reader.end()))) {
            if (each.value() != null) {
                found.put(each.offset(), each.value());
            }
        }
        values.put(partition, found);
    }

    /** A point; {@code null} if the topic does not have it any more. */
    byte @Nullable [] value(int partition, long offset) {
        return values.getOrDefault(partition, Map.of()).get(offset);
    }

    /** How values spell points. */
    PointFormat format() {
        return settings.pointFormat();
    }

    @Override
    public void close() {
        readers.values().forEach(PartitionReader::close);
    }
}
