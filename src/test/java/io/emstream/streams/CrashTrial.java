package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Feeds points, some of them bad, while processors come and go, and compares what was committed with what was fed: sets of
 * partition and offset, not numbers of records.
 */
final class CrashTrial implements AutoCloseable {
    static final int PARTITIONS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> inputs = new ArrayList<>();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final Blobs blobs = new Blobs(7);
    private final Set<Place> valid = new HashSet<>();
    private final Set<Place> bad = new HashSet<>();
    private final long[] next = new long[PARTITIONS];

    private final Set<Place> labelled = new HashSet<>();
    private final Set<Place> deadLetters = new HashSet<>();
    private final List<Long> versions = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Set<String> statuses = new TreeSet<>();
    private final Map<Integer, Long> last = new HashMap<>();
    private long doubled;
    private long outOfOrder;
    private long learned;

    /** A record's place in the points topic. */
    record Place(int partition, long offset) {}

    CrashTrial(TestBroker broker, Topics topics) throws Exception {
        this.topics = topics;
        broker.createTopics(topics, PARTITIONS);
        inputs.addAll(TestBroker.partitions(topics.models(), 1));
        inputs.addAll(TestBroker.partitions(topics.events(), 1));
        inputs.addAll(TestBroker.partitions(topics.assignments(), PARTITIONS));
        inputs.addAll(TestBroker.partitions(topics.deadLetters(), PARTITIONS));
        producer = broker.producer();
        consumer = broker.consumer(inputs);
    }

    /** Feeds so many records, one in fifty of them bad; keys are null, the same or different. */
    void feed(int records) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            int partition = random.nextInt(PARTITIONS);
            Place place = new Place(partition, next[partition]++);
            boolean isBad = random.nextInt(50) == 0;
            (isBad ? bad : valid).add(place);
            String value = isBad ? "no point" : blobs.next();
            byte[] key = random.nextInt(3) == 0 ? null : ("key" + random.nextInt(2)).getBytes(UTF_8);
            sent.add(producer.send(new ProducerRecord<>(topics.points(), partition, key, value.getBytes(UTF_8))));
        }
        await(sent);
    }

    /** Says of all partitions that no more will come. */
    void end() throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sent.add(producer.send(ControlRecords.endOfInput(topics.points(), partition)));
        }
        await(sent);
    }

    private static void await(List<Future<?>> sent) throws Exception {
        for (Future<?> each : sent) {
            each.get();
        }
    }

    /** Waits until so many records are answered. */
    void awaitAnswers(int number) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (answers() < number && Instant.now().isBefore(end)) {
            read();
        }
        check(answers() >= number, "answers: " + answers() + ", waited for " + number);
    }

    private int answers() {
        return labelled.size() + deadLetters.size();
    }

    /**
     * Waits until all records are answered, and all points learned or, where some are lost, nothing has been learned for so
     * long.
     */
    void awaitAll(Duration quiet) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Instant news = Instant.now();
        long before = -1;
        boolean isAnswered = false;
        while (Instant.now().isBefore(end)) {
            read();
            isAnswered = answers() >= valid.size() + bad.size();
            if (!isAnswered || learned != before) {
                news = Instant.now();
                before = learned;
            }
            if (isAnswered && (learned >= valid.size() || Instant.now().isAfter(news.plus(quiet)))) {
                return;
            }
        }
        check(isAnswered, "answers: " + answers() + " of " + (valid.size() + bad.size()));
    }

    /** Reads all there is, when no processor runs any more: whatever is there twice is found here. */
    void readToTheEnd() throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(inputs);
        while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            check(Instant.now().isBefore(end), "the end is not reached: " + ends);
            read();
        }
    }

    private void read() throws IOException {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
            if (each.topic().equals(topics.models())) {
                JsonNode model = JSON.readTree(each.value());
                versions.add(model.get("version").asLong());
                learned = model.get("points").asLong();
            } else if (each.topic().equals(topics.events())) {
                events.add(JSON.readTree(each.value()).get("type").asText());
            } else if (each.topic().equals(topics.assignments())) {
                readLabel(each);
            } else {
                long offset = Long.parseLong(new String(
                        each.headers().lastHeader("__streams.errors.offset").value(), UTF_8));
                doubled += deadLetters.add(new Place(each.partition(), offset)) ? 0 : 1;
            }
        }
    }

    private void readLabel(ConsumerRecord<byte[], byte[]> each) throws IOException {
        JsonNode label = JSON.readTree(each.value());
        long offset = label.get("offset").asLong();
        statuses.add(label.get("status").asText());
        doubled += labelled.add(new Place(each.partition(), offset)) ? 0 : 1;
        Long before = last.put(each.partition(), offset);
        outOfOrder += before != null && before >= offset ? 1 : 0;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    Set<Place> valid() {
        return valid;
    }

    Set<Place> bad() {
        return bad;
    }

    Set<Place> labelled() {
        return labelled;
    }

    Set<Place> deadLetters() {
        return deadLetters;
    }

    /** How many answers came more than once. */
    long doubled() {
        return doubled;
    }

    /** How many labels came before an earlier point's. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** How many points the last model says it has learned. */
    long learned() {
        return learned;
    }

    List<Long> versions() {
        return versions;
    }

    List<String> events() {
        return events;
    }

    Set<String> statuses() {
        return statuses;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
