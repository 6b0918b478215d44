package io.emstream.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.settings.Settings;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What somebody writes who does without Kafka Streams: consume, parse with Jackson, compute nothing, write a label with
 * Jackson, produce, commit in transactions of the same length, with the settings of emstream's own clients. The labels are
 * some thousands of real ones in turn.
 */
final class PlainLoop implements Contender {
    /** Where it writes to. */
    static final String TOPIC = "bench.plain-loop";

    private static final String GROUP = "bench-plain-loop";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Settings settings;
    private final List<Assignment> labels;
    private final LongAdder processed = new LongAdder();
    private final Thread thread = new Thread(this::run, GROUP);
    private volatile boolean isClosing;
    private volatile boolean isDead;
    private int turn;

    /** A point as Jackson binds it. */
    static final class JsonPoint {
        @JsonProperty
        private double[] x = {};
    }

    PlainLoop(Settings settings, List<byte[]> labels) {
        this.settings = settings;
        this.labels = labels.stream().map(AssignmentJson::decode).toList();
        thread.start();
    }

    private void run() {
        StreamsConfig streams = new StreamsConfig(properties());
        Map<String, Object> producing = new HashMap<>(streams.getProducerConfigs(GROUP));
        producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, GROUP);
        Map<String, Object> consuming = new HashMap<>(streams.getMainConsumerConfigs(GROUP, GROUP, 0));
        consuming.keySet().retainAll(ConsumerConfig.configNames());
        consuming.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        consuming.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(Set.of(settings.topics().points()));
            producer.initTransactions();
            loop(producer, consumer);
        } catch (IOException | RuntimeException failed) {
            isDead = true;
            throw failed instanceof RuntimeException already ? already : new UncheckedIOException((IOException) failed);
        }
    }

    private Properties properties() {
        return settings.kafka().streams(Workload.PARTITIONS);
    }

    private void loop(KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer)
            throws IOException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long commit = settings.commitInterval().toNanos();
        long last = System.nanoTime();
        while (!isClosing) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            if (!records.isEmpty() && offsets.isEmpty()) {
                producer.beginTransaction();
            }
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
                for (ConsumerRecord<byte[], byte[]> each : some) {
                    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                            TOPIC, each.partition(), each.timestamp(), each.key(), answer(each.value())));
                }
                processed.add(some.size());
                offsets.put(
                        partition,
                        new OffsetAndMetadata(some.get(some.size() - 1).offset() + 1));
            }
            if (!offsets.isEmpty() && (isClosing || System.nanoTime() - last >= commit)) {
                commit(producer, consumer, offsets);
                last = System.nanoTime();
            }
        }
        if (!offsets.isEmpty()) {
            commit(producer, consumer, offsets);
        }
    }

    private static void commit(
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        offsets.clear();
    }

    private byte[] answer(byte[] value) throws IOException {
        JsonPoint point = MAPPER.readValue(value, JsonPoint.class);
        turn = (turn + point.x.length) % labels.size();
        return MAPPER.writeValueAsBytes(labels.get(turn));
    }

    @Override
    public long processed() {
        return processed.sum();
    }

    @Override
    public boolean isDead() {
        return isDead;
    }

    @Override
    public void close() {
        isClosing = true;
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
