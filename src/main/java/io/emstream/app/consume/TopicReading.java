package io.emstream.app.consume;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of all partitions of a topic, without a group: up to where they end now, or for ever. */
public final class TopicReading implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Settings settings;
    private final String topic;
    private final boolean follows;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private long lastNews = System.nanoTime();

    /**
     * Begins to read.
     *
     * @param partitions how many the topic has
     * @param follows whether to wait for more at the end
     * @throws Failure if Kafka does not let us
     */
    public TopicReading(Settings settings, String topic, int partitions, Start start, boolean follows) {
        this.settings = settings;
        this.topic = topic;
        this.follows = follows;
        Map<String, Object> properties = settings.kafka().consumer();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.consumer = attempt(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.ends = attempt(() -> {
            consumer.assign(all);
            start.seek(consumer, all);
            return consumer.endOffsets(all);
        });
    }

    /** Whether all has been read that there was at the beginning; never if more is waited for. */
    public boolean isDone() {
        return !follows
                && attempt(() ->
                        ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    /**
     * What has come; nothing after a moment without.
     *
     * @throws Failure if there is something to come and nothing comes
     */
    public List<ConsumerRecord<byte[], byte[]>> next() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : attempt(() -> consumer.poll(POLL))) {
            long end = ends.getOrDefault(new TopicPartition(topic, each.partition()), 0L);
            if (follows || each.offset() < end) {
                records.add(each);
            }
        }
        long now = System.nanoTime();
        if (!records.isEmpty()) {
            lastNews = now;
        } else if (!follows && now - lastNews > PATIENCE.toNanos() && !isDone()) {
            throw new Failure("Kafka at " + settings.bootstrapServers() + " did not hand over the records of " + topic
                    + " within " + PATIENCE.toSeconds() + " s. Try again.");
        }
        return records;
    }

    private <T> T attempt(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (KafkaException refused) {
            throw Brokers.failure("read the topic " + topic, "READ on it", settings.bootstrapServers(), refused);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
