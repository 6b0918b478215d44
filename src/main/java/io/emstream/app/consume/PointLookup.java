package io.emstream.app.consume;

import io.emstream.app.models.PartitionReader;
import io.emstream.app.settings.Settings;
import io.emstream.codec.PointFormat;
import io.emstream.codec.PointTable;
import io.emstream.point.RejectedPointException;
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

    /**
     * A point; {@code null} if the topic does not have it any more.
     *
     * @param row of the block that is there; {@code null} if a point is
     */
    byte @Nullable [] value(int partition, long offset, @Nullable Integer row) {
        byte[] value = values.getOrDefault(partition, Map.of()).get(offset);
        return row == null || value == null ? value : row(value, row);
    }

    private byte @Nullable [] row(byte[] value, int row) {
        // Without the number of features a block cannot be taken apart.
        if (!settings.isShaped()) {
            return null;
        }
        try {
            PointTable block = new PointTable(settings.features().dimension());
            settings.blocks().decoders().get().decode(value, block);
            return row < block.rows() ? block.bytes(row, value) : null;
        } catch (RejectedPointException otherSettings) {
            return null;
        }
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
