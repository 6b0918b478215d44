package io.emstream.app.bench;

import io.emstream.app.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Labels that emstream has written. */
final class Labels {
    private static final int ROWS = 2000;
    private static final int LEAST = 10;

    private Labels() {}

    /** The values of the last few thousand labels; of fewer records, if each labels a block of so many points. */
    static List<byte[]> sample(Settings settings, int block) {
        int each = Math.max(LEAST, ROWS / block);
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings.kafka().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Workload.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(settings.topics().assignments(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - each)));
            while (values.size() < each) {
                consumer.poll(Duration.ofSeconds(1)).forEach(label -> values.add(label.value()));
            }
        }
        return values;
    }
}
