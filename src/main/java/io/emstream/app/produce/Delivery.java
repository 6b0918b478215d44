package io.emstream.app.produce;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.Brokers;
import io.emstream.streams.RecordSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows to the brokers, window by window of {@value #WINDOW} rows: no record whose first row is of the next is sent before
 * all of the last are acknowledged. So what is not known after a failure is a matter of the last window, wherever its rows went.
 *
 * <p>Records never expire in the producer's hands, since those behind them would pass; instead all of it ends when nothing
 * has been acknowledged for long.
 */
final class Delivery implements AutoCloseable {
    /** So many rows are on their way at most. */
    static final int WINDOW = 10_000;

    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 50;

    private final Producer<byte[], byte[]> producer;
    private final Settings settings;
    private final String topic;
    private final int partitions;
    private final Duration patience;
    private final BooleanSupplier isStopped;
    private final String continuation;
    private final Object news = new Object();
    private long sent;
    private long acknowledged;
    private long records;
    private long lastNews = System.nanoTime();
    private @Nullable RowMark refused;
    private @Nullable Exception reason;

    /**
     * A delivery.
     *
     * @param partitions of the topic
     * @param patience how long nothing may be acknowledged
     * @param isStopped whether to wait no longer than it takes to know what has been written
     * @param continuation how to go on after a failure, in a sentence; may be empty
     */
    Delivery(
            Producer<byte[], byte[]> producer,
            Settings settings,
            int partitions,
            Duration patience,
            BooleanSupplier isStopped,
            String continuation) {
        this.producer = producer;
        this.settings = settings;
        this.topic = settings.topics().points();
        this.partitions = partitions;
        this.patience = patience;
        this.isStopped = isStopped;
        this.continuation = continuation;
    }

    /** A producer that keeps the order of each partition through every failure. */
    static Producer<byte[], byte[]> producer(Settings settings, Duration patience) {
        Map<String, Object> properties = settings.kafka().producer();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        try {
            return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException refused) {
            throw Brokers.failure("write points", settings.bootstrapServers(), refused);
        }
    }

    /**
     * Sends a record. Without a key records go to the partitions in turn.
     *
     * @param mark the rows in it
     * @param isMarked whether the record says which rows it holds
     * @throws Failure if a record was refused, this or one before; if a block is larger than a point may be
     */
    void send(RowMark mark, boolean isMarked, byte @Nullable [] key, byte[] value, @Nullable Long timestamp) {
        // Blocks that are full take turns by their numbers.
        Integer partition = key == null ? Integer.valueOf((int) (mark.row() / mark.count() % partitions)) : null;
        Headers headers = new RecordHeaders(
                isMarked ? List.of(new RecordHeader(RowMark.HEADER, mark.encode())) : List.<Header>of());
        checkSize(mark, value.length + RecordSize.besideValue(key, headers));
        synchronized (news) {
            lastNews = sent == acknowledged ? System.nanoTime() : lastNews;
            sent += mark.count();
        }
        try {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(topic, partition, timestamp, key, value, headers),
                    (written, refusal) -> answered(mark, refusal));
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException refusal) {
            answered(mark, refusal);
        }
        failIfRefused();
    }

    /** A block that would be a dead letter; of a single row that is the application's to say, as of any other point. */
    private void checkSize(RowMark mark, long bytes) {
        int limit = settings.maxPointBytes();
        if (mark.count() > 1 && bytes > limit) {
            settle();
            throw new Failure(mark.inWords() + " take " + bytes + " bytes as a block, may take " + limit
                    + " (max.point.bytes): give a smaller --block than " + mark.count() + ". " + soFar());
        }
    }

    private void answered(RowMark mark, @Nullable Exception refusal) {
        synchronized (news) {
            if (refusal == null) {
                acknowledged += mark.count();
                records++;
                lastNews = System.nanoTime();
            } else if (refused == null) {
                refused = mark;
                reason = refusal;
            }
            news.notifyAll();
        }
    }

    /**
     * Waits until all that was sent is acknowledged.
     *
     * @return whether it is; if not, a stop was asked for and the broker is silent
     * @throws Failure if a row was refused, or the broker is silent for too long
     */
    boolean settle() {
        long stoppedAt = Long.MAX_VALUE;
        synchronized (news) {
            while (acknowledged < sent) {
                failIfRefused();
                long now = System.nanoTime();
                if (now - lastNews > patience.toNanos()) {
                    throw new Failure("The brokers at " + settings.bootstrapServers()
                            + " have acknowledged nothing for " + inWords(patience) + ". " + soFar());
                }
                stoppedAt = isStopped.getAsBoolean() ? Math.min(stoppedAt, now) : Long.MAX_VALUE;
                if (now - stoppedAt > LAST_PATIENCE.toNanos()) {
                    return false;
                }
                await();
            }
            failIfRefused();
        }
        return true;
    }

    private void await() {
        try {
            TimeUnit.MILLISECONDS.timedWait(news, LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped. " + soFar(), stopped);
        }
    }

    private void failIfRefused() {
        synchronized (news) {
            if (refused != null && reason != null) {
                String which = refused.inWords();
                boolean isOne = refused.count() == 1;
                if (reason instanceof TimeoutException) {
                    throw new Failure(
                            which + " did not reach the topic " + topic + " within " + inWords(patience) + ". "
                                    + soFar(),
                            reason);
                }
                Failure why = Brokers.failure(
                        isOne ? "write it" : "write them", "WRITE on " + topic, settings.bootstrapServers(), reason);
                throw new Failure(
                        which + (isOne ? " was" : " were") + " refused. " + why.getMessage() + " " + soFar(), reason);
            }
        }
    }

    /** How far it has come, and how to go on, in sentences. */
    String soFar() {
        synchronized (news) {
            long open = sent - acknowledged;
            return acknowledged + (acknowledged == 1 ? " row is" : " rows are") + " written to " + topic
                    + (open == 0 ? "." : "; of " + open + " more it is not known yet.")
                    + (continuation.isEmpty() ? "" : " " + continuation);
        }
    }

    private static String inWords(Duration patience) {
        return patience.toMillis() / 1000.0 + " s";
    }

    /** How many rows are acknowledged. */
    long acknowledged() {
        synchronized (news) {
            return acknowledged;
        }
    }

    /** In how many records they are. */
    long records() {
        synchronized (news) {
            return records;
        }
    }

    /** Gives up what is on its way. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
