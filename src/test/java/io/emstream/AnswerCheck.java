package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.streams.ControlRecords;
import io.emstream.streams.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Feeds points, some of them bad, while processors come and go, and compares what was committed with what was fed: sets of
 * partition and offset, not numbers of records.
 */
public final class AnswerCheck {
    /** Of the points. */
    public static final int PARTITIONS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrapServers;
    private final Topics topics;
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final Set<Place> valid = new HashSet<>();
    private final Set<Place> bad = new HashSet<>();
    private final long[] next = new long[PARTITIONS];

    /** A record's place in the points topic. */
    public record Place(int partition, long offset) {}

    /** What was committed. */
    public record Outcome(
            Set<Place> labelled,
            Set<Place> deadLetters,
            long doubled,
            long outOfOrder,
            long learned,
            List<Long> versions,
            Set<String> statuses) {}

    /** Of processors of these topics, which are there or created next. */
    public AnswerCheck(String bootstrapServers, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
    }

    void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.points(), PARTITIONS, (short) 1),
                            new NewTopic(topics.assignments(), PARTITIONS, (short) 1),
                            new NewTopic(topics.deadLetters(), PARTITIONS, (short) 1),
                            new NewTopic(topics.models(), 1, (short) 1),
                            new NewTopic(topics.events(), 1, (short) 1),
                            new NewTopic(topics.modelBroadcast(), PARTITIONS, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            // What is fed before they have leaders may be lost: KAFKA-15591.
            CommittedRecords.of(admin, topics.points(), PARTITIONS);
        }
    }

    /** What the points are fed with; nobody else may write to their topic. */
    public KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Feeds so many records, one in fifty of them bad; keys are null, the same or different. */
    public void feed(KafkaProducer<byte[], byte[]> producer, int records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            int partition = random.nextInt(PARTITIONS);
            Place place = new Place(partition, next[partition]++);
            boolean isBad = random.nextInt(50) == 0;
            (isBad ? bad : valid).add(place);
            double centre = random.nextBoolean() ? -4 : 4;
            String value = isBad
                    ? "no point"
                    : String.format(Locale.ROOT, "[%.4f,%.4f]", centre + random.nextGaussian(), random.nextGaussian());
            byte[] key = random.nextInt(3) == 0 ? null : ("key" + random.nextInt(2)).getBytes(UTF_8);
            sent.add(producer.send(new ProducerRecord<>(topics.points(), partition, key, value.getBytes(UTF_8))));
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    /** Says that nothing comes after this, so that all open panes close. */
    public void end(KafkaProducer<byte[], byte[]> producer) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sent.add(producer.send(ControlRecords.endOfInput(topics.points(), partition)));
        }
        for (Future<?> each : sent) {
            each.get();
        }
    }

    /** Where the points are that must be labelled and learned. */
    public Set<Place> valid() {
        return valid;
    }

    /** Where the records are that must become dead letters. */
    public Set<Place> bad() {
        return bad;
    }

    /**
     * Reads what is committed until all records are answered and all points learned, or nothing has come for a while after
     * all are answered, or the time is over.
     */
    public Outcome outcome(Duration patience) throws IOException {
        Set<Place> labelled = new HashSet<>();
        Set<Place> deadLetters = new HashSet<>();
        Set<String> statuses = new HashSet<>();
        List<Long> versions = new ArrayList<>();
        Map<Integer, Long> last = new TreeMap<>();
        long doubled = 0;
        long outOfOrder = 0;
        long learned = 0;
        Instant end = Instant.now().plus(patience);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Instant quietSince = Instant.now();
            Duration enough = patience;
            while (Instant.now().isBefore(end) && Instant.now().isBefore(quietSince.plus(enough))) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    quietSince = Instant.now();
                    if (each.topic().equals(topics.models())) {
                        JsonNode model = JSON.readTree(each.value());
                        versions.add(model.get("version").asLong());
                        learned = model.get("points").asLong();
                    } else if (each.topic().equals(topics.assignments())) {
                        JsonNode label = JSON.readTree(each.value());
                        long offset = label.get("offset").asLong();
                        statuses.add(label.get("status").asText());
                        doubled += labelled.add(new Place(each.partition(), offset)) ? 0 : 1;
                        Long before = last.put(each.partition(), offset);
                        outOfOrder += before != null && before >= offset ? 1 : 0;
                    } else {
                        long offset = Long.parseLong(new String(
                                each.headers()
                                        .lastHeader("__streams.errors.offset")
                                        .value(),
                                UTF_8));
                        doubled += deadLetters.add(new Place(each.partition(), offset)) ? 0 : 1;
                    }
                }
                boolean answered = labelled.size() >= valid.size() && deadLetters.size() >= bad.size();
                // What comes too often comes late: listen a little longer before calling it complete.
                enough =
                        !answered ? patience : learned >= valid.size() ? Duration.ofSeconds(3) : Duration.ofSeconds(12);
            }
        }
        return new Outcome(labelled, deadLetters, doubled, outOfOrder, learned, versions, statuses);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        partitions.add(new TopicPartition(topics.models(), 0));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topics.assignments(), partition));
            partitions.add(new TopicPartition(topics.deadLetters(), partition));
        }
        consumer.assign(partitions);
        return consumer;
    }

    /** How many labels are committed so far: how far the processors have come. */
    public long committed(Admin admin) throws Exception {
        return CommittedRecords.of(admin, topics.assignments(), PARTITIONS);
    }
}
