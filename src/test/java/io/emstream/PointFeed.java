package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.codec.PointFormat;
import io.emstream.point.Point;
import io.emstream.streams.ControlRecords;
import io.emstream.streams.Topics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
 * when the broker has confirmed it. Single points and blocks share a run, by partition: the first has points only, the odd ones
 * have blocks only, and the other even ones have both.
 */
public final class PointFeed implements AutoCloseable {
    private static final int CENTRES = 4;
    private static final int MOST_ROWS = 40;

    private final Topics topics;
    private final PointFormat format;
    private final int partitions;
    private final int dimension;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RandomGenerator random;
    private final Map<Place, byte[]> valid = new TreeMap<>();
    private final Set<Place> bad = new HashSet<>();
    private final long[] next;
    private final long[] points;
    private final double[] weights;
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
    private record Row(int row, Point point, boolean isBad) {}

    private record Sent(List<Row> rows, Future<RecordMetadata> confirmed) {}

    PointFeed(String bootstrapServers, Topics topics, PointFormat format, int partitions, int dimension, long seed) {
        this.topics = topics;
        this.format = format;
        this.partitions = partitions;
        this.dimension = dimension;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.next = new long[partitions];
        this.points = new long[partitions];
        this.weights = new double[partitions];
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
     * Feeds so many records, points or blocks as their partition has them; one in fifty points is bad; keys are null, the same
     * or different. Waits for the broker.
     */
    public void feed(int records) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            int partition = random.nextInt(partitions);
            boolean isBlock = hasBlocks(partition) && (!hasPoints(partition) || random.nextBoolean());
            List<Row> rows = isBlock ? block() : List.of(row(WHOLE, 1));
            byte[] key = random.nextInt(3) == 0 ? null : ("key" + random.nextInt(2)).getBytes(UTF_8);
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    topics.points(), partition, key, isBlock ? blockValue(rows) : pointValue(rows.get(0)));
            sent.add(new Sent(rows, producer.send(record)));
        }
        for (Sent each : sent) {
            remember(each, each.confirmed().get());
        }
    }

    /** Whether a partition has points with a record of their own: the even ones. */
    public static boolean hasPoints(int partition) {
        return partition % 2 == 0;
    }

    /** Whether a partition has blocks: all but the first, and the odd ones nothing else. */
    public static boolean hasBlocks(int partition) {
        return partition > 0;
    }

    /** A block of some rows, often of few; every other one has weights. */
    private List<Row> block() {
        List<Row> rows = new ArrayList<>();
        int size = random.nextInt(1, random.nextInt(1, MOST_ROWS + 1) + 1);
        boolean isWeighted = random.nextBoolean();
        for (int row = 0; row < size; row++) {
            rows.add(row(row, isWeighted ? random.nextInt(1, 1000) / 256.0 : 1));
        }
        return rows;
    }

    private Row row(int row, double weight) {
        return new Row(row, new Point(values(), weight, Point.NO_TIMESTAMP), random.nextInt(50) == 0);
    }

    private byte[] pointValue(Row point) {
        if (point.isBad()) {
            // Neither JSON nor whole floats.
            return "no point!".getBytes(UTF_8);
        }
        return format == PointFormat.JSON ? json(point).getBytes(UTF_8) : packed(List.of(point), 0, false);
    }

    private byte[] blockValue(List<Row> rows) {
        boolean isWeighted = rows.stream().anyMatch(row -> row.point().weight() != 1);
        if (format == PointFormat.JSON) {
            String values = rows.stream()
                    .map(row -> row.isBad() ? "[1,\"no number\"]" : json(row))
                    .collect(Collectors.joining(",", "{\"X\":[", "]"));
            String weights = rows.stream()
                    .map(row -> Double.toString(row.point().weight()))
                    .collect(Collectors.joining(",", ",\"w\":[", "]"));
            return (values + (isWeighted ? weights : "") + "}").getBytes(UTF_8);
        }
        byte[] block = packed(rows, 16, isWeighted);
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x7FC14245)
                .put((byte) 1)
                .put((byte) (isWeighted ? 1 : 0))
                .putShort((short) 0x7FF8)
                .putInt(rows.size())
                .putInt(dimension);
        return block;
    }

    private static String json(Row row) {
        return Arrays.stream(row.point().values())
                .mapToObj(value -> Double.isNaN(value) ? "null" : Float.toString((float) value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** As float32, behind a header of so many bytes. */
    private byte[] packed(List<Row> rows, int header, boolean isWeighted) {
        int numbers = rows.size() * (dimension + (isWeighted ? 1 : 0));
        ByteBuffer packed = ByteBuffer.allocate(header + numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        packed.position(header);
        for (Row row : rows) {
            for (double value : row.point().values()) {
                packed.putFloat(row.isBad() ? Float.POSITIVE_INFINITY : (float) value);
            }
        }
        if (isWeighted) {
            rows.forEach(row -> packed.putFloat((float) row.point().weight()));
        }
        return packed.array();
    }

    private synchronized void remember(Sent sent, RecordMetadata where) {
        for (Row each : sent.rows()) {
            Place place = new Place(where.partition(), where.offset(), each.row());
            if (each.isBad()) {
                bad.add(place);
            } else {
                valid.put(place, json(each).getBytes(UTF_8));
                points[where.partition()]++;
                weights[where.partition()] += each.point().weight();
            }
        }
        records++;
        next[where.partition()] = where.offset() + 1;
    }

    /** Of a point of one of the clusters, or an outlier; now and then one is missing. */
    private double[] values() {
        boolean outlier = random.nextInt(100) == 0;
        int centre = random.nextInt(CENTRES);
        double[] values = new double[dimension];
        for (int feature = 0; feature < dimension; feature++) {
            double mean = 8.0 * ((centre >> (feature % 2)) & 1) + feature;
            values[feature] = outlier ? 200 * random.nextDouble() - 100 : mean + random.nextGaussian();
        }
        if (random.nextInt(50) == 0) {
            values[random.nextInt(dimension)] = Double.NaN;
        }
        return values;
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

    /** How many points of a partition are confirmed. */
    public synchronized long points(int partition) {
        return points[partition];
    }

    /** How much the confirmed points of a partition weigh: of rows, most have weights that few others have. */
    public synchronized double weight(int partition) {
        return weights[partition];
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
