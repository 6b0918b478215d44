package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.streams.ControlRecords;
import io.emstream.streams.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes points, some of them bad, to a topic that nobody else writes to, and remembers what is where: each record counts from
 * when the broker has confirmed it.
 */
public final class PointFeed implements AutoCloseable {
    private static final int CENTRES = 4;

    private final Topics topics;
    private final int partitions;
    private final int dimension;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RandomGenerator random;
    private final Map<Place, byte[]> valid = new TreeMap<>();
    private final Set<Place> bad = new HashSet<>();
    private final long[] next;
    private int records;

    /**
     * A point's place in the points topic.
     *
     * @param row in its block; {@link #WHOLE} where it has a record of its own
     */
    public record Place(int partition, long offset, int row) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::partition)
                .thenComparingLong(Place::offset)
                .thenComparingInt(Place::row);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** The row of a point that has a record of its own, and of a block that is no block. */
    public static final int WHOLE = -1;

    /** A point, or what should be one, and its row. */
    private record Row(int row, String text, boolean isBad) {}

    private record Sent(List<Row> rows, Future<RecordMetadata> confirmed) {}

    PointFeed(String bootstrapServers, Topics topics, int partitions, int dimension, long seed) {
        this.topics = topics;
        this.partitions = partitions;
        this.dimension = dimension;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.next = new long[partitions];
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "5",
                        // At a partition whose leader is new, batches could overtake each other and be refused.
                        "max.in.flight.requests.per.connection",
                        "1",
                        "enable.metrics.push",
                        "false"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Feeds so many records, one in twenty a block of up to twenty rows; one in fifty points is bad; keys are null, the same or
     * different. Waits for the broker.
     */
    public void feed(int records) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            List<Row> rows = random.nextInt(20) == 0 ? block() : List.of(row(WHOLE, "no point"));
            String value = rows.get(0).row() == WHOLE
                    ? rows.get(0).text()
                    : rows.stream().map(Row::text).collect(Collectors.joining(",", "{\"X\":[", "]}"));
            byte[] key = random.nextInt(3) == 0 ? null : ("key" + random.nextInt(2)).getBytes(UTF_8);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topics.points(), random.nextInt(partitions), key, value.getBytes(UTF_8));
            sent.add(new Sent(rows, producer.send(record)));
        }
        for (Sent each : sent) {
            remember(each, each.confirmed().get());
        }
    }

    private List<Row> block() {
        List<Row> rows = new ArrayList<>();
        int size = random.nextInt(1, 21);
        for (int row = 0; row < size; row++) {
            rows.add(row(row, "[1,\"no number\"]"));
        }
        return rows;
    }

    private Row row(int row, String bad) {
        boolean isBad = random.nextInt(50) == 0;
        return new Row(row, isBad ? bad : point(), isBad);
    }

    private synchronized void remember(Sent sent, RecordMetadata where) {
        for (Row each : sent.rows()) {
            Place place = new Place(where.partition(), where.offset(), each.row());
            if (each.isBad()) {
                bad.add(place);
            } else {
                valid.put(place, each.text().getBytes(UTF_8));
            }
        }
        records++;
        next[where.partition()] = where.offset() + 1;
    }

    /** A point of one of the clusters, or an outlier; now and then a value is missing. */
    private String point() {
        boolean outlier = random.nextInt(100) == 0;
        int centre = random.nextInt(CENTRES);
        int missing = random.nextInt(50) == 0 ? random.nextInt(dimension) : -1;
        StringBuilder text = new StringBuilder("[");
        for (int feature = 0; feature < dimension; feature++) {
            double mean = 8.0 * ((centre >> (feature % 2)) & 1) + feature;
            double value = outlier ? 200 * random.nextDouble() - 100 : mean + random.nextGaussian();
            text.append(feature == 0 ? "" : ",")
                    .append(feature == missing ? "null" : String.format(Locale.ROOT, "%.4f", value));
        }
        return text.append(']').toString();
    }

    /** Says of all partitions that no more will come. */
    public void end() throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            sent.add(producer.send(ControlRecords.endOfInput(topics.points(), partition)));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Where the points are that must be labelled and learned, with their values. */
    public synchronized Map<Place, byte[]> valid() {
        return new TreeMap<>(valid);
    }

    /** Where the points are that must become dead letters. */
    public synchronized Set<Place> bad() {
        return new HashSet<>(bad);
    }

    /** How many records are confirmed. */
    public synchronized int records() {
        return records;
    }

    /** How many points are confirmed. */
    public synchronized int points() {
        return valid.size();
    }

    /** Behind the last confirmed record of each partition. */
    public synchronized long[] ends() {
        return next.clone();
    }

    @Override
    public void close() {
        producer.close();
    }
}
