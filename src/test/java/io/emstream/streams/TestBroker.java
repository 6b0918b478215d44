package io.emstream.streams;

import io.emstream.CommittedRecords;
import io.emstream.app.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this JVM that gives up soon on processors which have died, and clients of it. */
final class TestBroker implements AutoCloseable {
    private static final int LARGEST_RECORD = 12 << 20;

    private final EmbeddedBroker broker;
    private final Admin admin;

    TestBroker(Path directory) {
        broker = EmbeddedBroker.builder()
                .directory(directory)
                .property("group.min.session.timeout.ms", "1000")
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "300")
                .start();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Creates all topics; that of the points takes very large records, and the others no records from the future. */
    void createTopics(Topics topics, int partitions) throws Exception {
        Map<String, String> large = Map.of("max.message.bytes", Integer.toString(LARGEST_RECORD));
        Map<String, String> strict = Map.of("message.timestamp.after.max.ms", "3600000");
        Map<String, String> compact = new HashMap<>(strict);
        compact.put("cleanup.policy", "compact");
        admin.createTopics(List.of(
                        new NewTopic(topics.points(), partitions, (short) 1).configs(large),
                        new NewTopic(topics.assignments(), partitions, (short) 1).configs(strict),
                        new NewTopic(topics.deadLetters(), partitions, (short) 1).configs(strict),
                        new NewTopic(topics.models(), 1, (short) 1).configs(strict),
                        new NewTopic(topics.events(), 1, (short) 1).configs(strict),
                        new NewTopic(topics.commands(), 1, (short) 1),
                        new NewTopic(topics.modelBroadcast(), partitions, (short) 1).configs(compact)))
                .all()
                .get();
        // Until a new partition has its leader.
        committed(topics.points(), partitions);
    }

    /** One request at a time: at a partition whose leader is new, batches could overtake each other and be refused. */
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "linger.ms",
                        "5",
                        "max.in.flight.requests.per.connection",
                        "1",
                        "max.request.size",
                        Integer.toString(LARGEST_RECORD),
                        "enable.metrics.push",
                        "false"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Reads what is committed, from the start. */
    KafkaConsumer<byte[], byte[]> consumer(List<TopicPartition> partitions) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.metrics.push",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        return consumer;
    }

    static List<TopicPartition> partitions(String topic, int number) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < number; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Where a topic's committed records end, in all: how far its writers have come. */
    long committed(String topic, int partitions) throws Exception {
        return CommittedRecords.of(admin, topic, partitions);
    }

    /** Where a group has committed to go on reading. */
    long consumed(String group, TopicPartition partition) throws Exception {
        OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        return committed == null ? 0 : committed.offset();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
