package io.emstream.app.bench;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the points of a turn: the same values every time, each with a key of eight bytes, to the partitions in turn. */
final class Fill {
    private Fill() {}

    /** Writes so many records, as fast as it goes. */
    static void fill(Settings settings, List<byte[]> values, long records) {
        AtomicReference<Exception> refused = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
            for (long number = 0; number < records; number++) {
                Future<RecordMetadata> unused = producer.send(record(settings, values, number), (written, why) -> {
                    if (why != null) {
                        refused.set(why);
                    }
                });
            }
            producer.flush();
        }
        if (refused.get() != null) {
            throw new Failure("The broker refused a record: " + refused.get().getMessage() + ".", refused.get());
        }
    }

    /** A producer with large batches. */
    static KafkaProducer<byte[], byte[]> producer(Settings settings) {
        var properties = settings.kafka().producer();
        properties.putIfAbsent("linger.ms", (int) Duration.ofMillis(20).toMillis());
        properties.putIfAbsent("batch.size", 128 << 10);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The record of this number. */
    static ProducerRecord<byte[], byte[]> record(Settings settings, List<byte[]> values, long number) {
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return new ProducerRecord<>(
                settings.topics().points(), (int) (number % Workload.PARTITIONS), key, values.get((int)
                        (number % values.size())));
    }
}
