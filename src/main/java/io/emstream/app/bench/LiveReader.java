package io.emstream.app.bench;

import io.emstream.app.settings.Settings;
import io.emstream.codec.ModelJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads labels and models as a consumer does, committed records only, and takes the time: from a point's own to the arrival of
 * its label, and from the arrival of a model to that of labels by it, or by a newer one, in the last partition.
 */
final class LiveReader implements AutoCloseable {
    private static final byte[] MODEL = {'"', 'm', 'o', 'd', 'e', 'l', '"', ':'};

    private final String models;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Delays labels = new Delays();
    private final Delays adoptions = new Delays();
    private final long[] inUse = new long[Workload.PARTITIONS];
    /** When models arrived that are not yet in use everywhere, by version. */
    private final NavigableMap<Long, Long> arrived = new TreeMap<>();

    private long read;
    private boolean counts;

    LiveReader(Settings settings) {
        models = settings.topics().models();
        Map<String, Object> properties = settings.kafka().consumer();
        properties.putIfAbsent("max.poll.records", 5000);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        partitions.add(new TopicPartition(models, 0));
        for (int partition = 0; partition < Workload.PARTITIONS; partition++) {
            partitions.add(new TopicPartition(settings.topics().assignments(), partition));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /**
     * Reads until so many labels have come, or it is over for another reason.
     *
     * @param timed those after so many are timed
     */
    void read(long timed, long last, BooleanSupplier isOver) {
        while (read < last && !isOver.getAsBoolean()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            long now = System.currentTimeMillis();
            for (ConsumerRecord<byte[], byte[]> each : records) {
                if (each.topic().equals(models)) {
                    arrived.put(ModelJson.decode(each.value()).version(), now);
                } else {
                    read++;
                    counts = read > timed;
                    label(each, now);
                }
            }
        }
    }

    private void label(ConsumerRecord<byte[], byte[]> label, long now) {
        if (counts) {
            labels.add(now - label.timestamp());
        }
        long model = model(label.value());
        if (model > inUse[label.partition()]) {
            inUse[label.partition()] = model;
            long everywhere = Arrays.stream(inUse).min().orElseThrow();
            NavigableMap<Long, Long> done = arrived.headMap(everywhere, true);
            if (counts) {
                done.values().forEach(since -> adoptions.add(now - since));
            }
            done.clear();
        }
    }

    /** The version that a label names, which stands near its beginning. */
    private static long model(byte[] label) {
        int at = 0;
        while (!Arrays.equals(label, at, at + MODEL.length, MODEL, 0, MODEL.length)) {
            at++;
        }
        long version = 0;
        for (at += MODEL.length; label[at] >= '0' && label[at] <= '9'; at++) {
            version = 10 * version + label[at] - '0';
        }
        return version;
    }

    /** From points to labels. */
    Delays labels() {
        return labels;
    }

    /** From models to their use. */
    Delays adoptions() {
        return adoptions;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
