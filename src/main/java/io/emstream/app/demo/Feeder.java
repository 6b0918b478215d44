package io.emstream.app.demo;

import io.emstream.app.settings.Settings;
import io.emstream.codec.PointJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer of a scenario's points, at a steady rate, on a thread of its own. */
final class Feeder implements AutoCloseable {
    private final Scenario.Source source;
    private final String topic;
    private final int partitions;
    private final double rate;
    private final RandomGenerator random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::feed, "emstream-demo-feeder");
    private final AtomicLong fed = new AtomicLong();
    private volatile boolean isClosing;
    private volatile @Nullable Exception failure;

    Feeder(Scenario.Source source, Settings settings, int partitions, double rate, long seed) {
        this.source = source;
        this.topic = settings.topics().points();
        this.partitions = partitions;
        this.rate = rate;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.producer =
                new KafkaProducer<>(settings.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** How many points are written. */
    long fed() {
        return fed.get();
    }

    /** Why it could not go on. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    private void feed() {
        long start = System.nanoTime();
        while (!isClosing && failure == null) {
            long due = (long) ((System.nanoTime() - start) / 1e9 * rate);
            for (long number = fed.get(); number < due && !isClosing; number++) {
                byte[] value = PointJson.encode(source.point(number, random));
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(topic, (int) (number % partitions), null, value),
                        (written, refused) -> failure = refused == null ? failure : refused);
                fed.incrementAndGet();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        isClosing = true;
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
