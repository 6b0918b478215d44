package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.PointFeed.Place;
import io.emstream.codec.Assignment;
import io.emstream.codec.BlockAssignments;
import io.emstream.streams.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code read_committed} reader has seen of the output topics so far. One thread reads; what has been read, any thread
 * may ask for.
 */
public final class CommittedAnswers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> inputs = new ArrayList<>();
    private final Map<Place, byte[]> labels = new TreeMap<>();
    private final Set<Place> deadLetters = new HashSet<>();
    /** Records, whole. */
    private final Set<Place> answered = new HashSet<>();

    private final List<byte[]> models = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Set<String> statuses = new TreeSet<>();
    private final long[] lastLabel;
    private final @Nullable Place[] lastLetter;
    /** Of a row: blocks that were held back are answered later than records that are refused at once. */
    private final @Nullable Place[] lastRowLetter;

    private final long[] lastModel;
    private final Instant[] lastSeen;
    private Duration longestStall = Duration.ZERO;
    private long doubled;
    private long outOfOrder;
    private long learned;

    CommittedAnswers(String bootstrapServers, Topics topics, int partitions) {
        this.topics = topics;
        lastLabel = filled(partitions);
        lastLetter = new Place[partitions];
        lastRowLetter = new Place[partitions];
        lastModel = filled(partitions);
        lastSeen = new Instant[partitions];
        Arrays.fill(lastSeen, Instant.now());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.metrics.push",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        inputs.add(new TopicPartition(topics.models(), 0));
        inputs.add(new TopicPartition(topics.events(), 0));
        for (int partition = 0; partition < partitions; partition++) {
            inputs.add(new TopicPartition(topics.assignments(), partition));
            inputs.add(new TopicPartition(topics.deadLetters(), partition));
        }
        consumer.assign(inputs);
    }

    private static long[] filled(int partitions) {
        long[] none = new long[partitions];
        Arrays.fill(none, -1);
        return none;
    }

    /** Reads what has come, and waits a moment for it. */
    public void read() throws IOException {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
            take(each);
        }
    }

    /** Reads all there is, when no processor runs any more: whatever is there twice is found here. */
    public void readToTheEnd() throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(inputs);
        while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the end is not reached: " + ends);
            }
            read();
        }
    }

    private synchronized void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.topic().equals(topics.models())) {
            JsonNode model = JSON.readTree(record.value());
            models.add(record.value());
            versions.add(model.get("version").asLong());
            learned = model.get("points").asLong();
        } else if (record.topic().equals(topics.events())) {
            events.add(JSON.readTree(record.value()).get("type").asText());
        } else {
            saw(record.partition());
            if (record.topic().equals(topics.assignments())) {
                takeLabel(record.partition(), record.value());
            } else {
                takeLetter(record);
            }
        }
    }

    private void takeLabel(int partition, byte[] value) throws IOException {
        if (value[0] != '{') {
            takePackedRows(partition, value);
            return;
        }
        JsonNode label = JSON.readTree(value);
        long offset = label.get("offset").asLong();
        if (label.has("rows")) {
            takeRows(partition, offset, label);
        } else {
            takePoint(
                    new Place(partition, offset, PointFeed.WHOLE),
                    label.get("status").asText(),
                    value);
        }
        comesNext(partition, offset, label.get("model").asLong());
    }

    private void comesNext(int partition, long offset, long model) {
        answered.add(new Place(partition, offset, PointFeed.WHOLE));
        outOfOrder += lastLabel[partition] >= offset || lastModel[partition] > model ? 1 : 0;
        lastLabel[partition] = offset;
        lastModel[partition] = model;
    }

    /** The answer to a block is as many labels: the elements of its arrays. */
    private void takeRows(int partition, long offset, JsonNode block) throws IOException {
        for (int row = 0; row < block.get("rows").asInt(); row++) {
            ObjectNode label = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> field : block.properties()) {
                JsonNode content = field.getValue();
                label.set(field.getKey(), content.isArray() ? content.get(row) : content);
            }
            if (!label.get("status").isNull()) {
                takePoint(
                        new Place(partition, offset, row), label.get("status").asText(), JSON.writeValueAsBytes(label));
            } else if (!label.get("cluster").isNull()) {
                throw new AssertionError("row " + row + " is refused and has a label: " + label);
            }
        }
    }

    /** Where and of which model stands in the header, whether or not any row has a label. */
    private void takePackedRows(int partition, byte[] value) {
        ByteBuffer header = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long offset = header.getLong(8);
        List<@Nullable Assignment> rows = BlockAssignments.decode(value);
        for (int row = 0; row < rows.size(); row++) {
            Assignment label = rows.get(row);
            if (label != null) {
                takePoint(new Place(partition, offset, row), label.status().name(), value);
            }
        }
        comesNext(partition, offset, header.getLong(16));
    }

    private void takePoint(Place place, String status, byte[] value) {
        statuses.add(status);
        doubled += labels.put(place, value) == null ? 0 : 1;
    }

    private void takeLetter(ConsumerRecord<byte[], byte[]> letter) {
        long offset = Long.parseLong(header(letter, "__streams.errors.offset"));
        int row = letter.headers().lastHeader("emstream.row") == null
                ? PointFeed.WHOLE
                : Integer.parseInt(header(letter, "emstream.row"));
        Place place = new Place(letter.partition(), offset, row);
        doubled += deadLetters.add(place) ? 0 : 1;
        if (row == PointFeed.WHOLE) {
            answered.add(place);
        }
        @Nullable Place[] last = row == PointFeed.WHOLE ? lastLetter : lastRowLetter;
        Place before = last[letter.partition()];
        outOfOrder += before != null && before.compareTo(place) >= 0 ? 1 : 0;
        last[letter.partition()] = place;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private void saw(int partition) {
        Instant now = Instant.now();
        longestStall = max(longestStall, Duration.between(lastSeen[partition], now));
        lastSeen[partition] = now;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Forgets all stalls so far. */
    public synchronized void watchForStalls() {
        longestStall = Duration.ZERO;
        Arrays.fill(lastSeen, Instant.now());
    }

    /** The longest time without an answer in some partition, since it was last watched for, up to now. */
    public synchronized Duration longestStall() {
        Instant earliest = Arrays.stream(lastSeen).min(Instant::compareTo).orElseThrow();
        return max(longestStall, Duration.between(earliest, Instant.now()));
    }

    /** Whether in every partition a record at this offset or behind it is answered. */
    public synchronized boolean isBeyond(long[] offsets) {
        for (int partition = 0; partition < offsets.length; partition++) {
            Place letter = lastLetter[partition];
            if (Math.max(lastLabel[partition], letter == null ? -1 : letter.offset()) < offsets[partition]) {
                return false;
            }
        }
        return true;
    }

    /** How many records are answered. */
    public synchronized int number() {
        return answered.size();
    }

    /** The labels as they came, by the places of their points; of a row of a packed block the whole answer. */
    public synchronized Map<Place, byte[]> labels() {
        return new TreeMap<>(labels);
    }

    /** The places of the records that became dead letters. */
    public synchronized Set<Place> deadLetters() {
        return new HashSet<>(deadLetters);
    }

    /** The models as they came. */
    public synchronized List<byte[]> models() {
        return List.copyOf(models);
    }

    /** The versions of the models, in order. */
    public synchronized List<Long> versions() {
        return List.copyOf(versions);
    }

    /** The types of the events, in order. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** Which statuses labels have. */
    public synchronized Set<String> statuses() {
        return new TreeSet<>(statuses);
    }

    /** How many answers came more than once. */
    public synchronized long doubled() {
        return doubled;
    }

    /** How many answers came before an earlier record's, or by an older model than an earlier point's. */
    public synchronized long outOfOrder() {
        return outOfOrder;
    }

    /** How many points the last model says it has learned. */
    public synchronized long learned() {
        return learned;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
