package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.streams.ControlRecords;
import io.emstream.streams.Topics;
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

    /** A record's place in the points topic. */
    public record Place(int partition, long offset) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return partition == other.partition
                    ? Long.compare(offset, other.offset)
                    : Integer.compare(partition, other.partition);
        }
    }

    private record Sent(ProducerRecord<byte[], byte[]> point, boolean isBad, Future<RecordMetadata> confirmed) {}

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

    /** Feeds so many records, one in fifty of them bad; keys are null, the same or different. Waits for the broker. */
    public void feed(int records) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            boolean isBad = random.nextInt(50) == 0;
            byte[] value = (isBad ? "no point" : point()).getBytes(UTF_8);
            byte[] key = random.nextInt(3) == 0 ? null : ("key" + random.nextInt(2)).getBytes(UTF_8);
            ProducerRecord<byte[], byte[]> point =
                    new ProducerRecord<>(topics.points(), random.nextInt(partitions), key, value);
            sent.add(new Sent(point, isBad, producer.send(point)));
        }
        for (Sent each : sent) {
            remember(each, each.confirmed().get());
        }
    }

    private synchronized void remember(Sent sent, RecordMetadata where) {
        Place place = new Place(where.partition(), where.offset());
        if (sent.isBad()) {
            bad.add(place);
        } else {
            valid.put(place, sent.point().value());
        }
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

    /** Where the records are that must become dead letters. */
    public synchronized Set<Place> bad() {
        return new HashSet<>(bad);
    }

    /** How many records are confirmed. */
    public synchronized int records() {
        return valid.size() + bad.size();
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
