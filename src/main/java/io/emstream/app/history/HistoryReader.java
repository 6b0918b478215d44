package io.emstream.app.history;

import io.emstream.app.settings.Settings;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of models and events from a little before their ends, and then whatever comes. It is in no group, so that
 * every instance reads all of it. What it has read is a matter of what is committed only, and so the same everywhere.
 */
public final class HistoryReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    private static final Duration POLL = Duration.ofMillis(500);
    /** How often a broker is asked for the ends of the topics, and how long it may take: what readiness goes by. */
    private static final Duration ASK = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** So many offsets back from the end are looked at first. */
    private static final long FIRST_STEP = 512;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ModelHistory history;
    private final byte[] name;
    private final TopicPartition models;
    private final TopicPartition events;
    private final Thread thread = new Thread(this::run, "emstream-history");
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean isCaughtUp;
    private volatile Instant lastContact = Instant.EPOCH;
    private volatile String trouble = "";

    private HistoryReader(Settings settings, ModelHistory history) {
        Map<String, Object> properties = new HashMap<>(settings.kafka().consumer());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-history");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.history = history;
        this.name = settings.modelName().getBytes(StandardCharsets.UTF_8);
        this.models = new TopicPartition(settings.topics().models(), 0);
        this.events = new TopicPartition(settings.topics().events(), 0);
    }

    /** Begins to read. */
    public static HistoryReader start(Settings settings, ModelHistory history) {
        HistoryReader reader = new HistoryReader(settings, history);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    /** Whether all that was there at the start has been read. */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    /** When a broker last answered; long ago if none ever has. */
    public Instant lastContact() {
        return lastContact;
    }

    /** What stands in the way of reading, in words; empty if nothing does. */
    public Optional<String> trouble() {
        String now = trouble;
        return now.isEmpty() ? Optional.empty() : Optional.of(now);
    }

    private void run() {
        try (consumer) {
            while (!isClosing()) {
                try {
                    if (!isCaughtUp) {
                        catchUp();
                        isCaughtUp = true;
                    }
                    follow();
                } catch (WakeupException closed) {
                    return;
                } catch (KafkaException refused) {
                    // Streams tells the user of the brokers' troubles; this goes on until they are over. Silence is
                    // told
                    // by how long it lasts.
                    trouble = refused instanceof RetriableException
                            ? ""
                            : "models and events cannot be read: "
                                    + refused.getClass().getSimpleName() + ": " + refused.getMessage();
                    LOG.debug("reading models and events", refused);
                    pause();
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        long asked = System.nanoTime();
        while (!isClosing()) {
            consumer.poll(POLL).forEach(this::take);
            if (System.nanoTime() - asked >= ASK.toNanos()) {
                ends();
                asked = System.nanoTime();
            }
        }
    }

    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(models, events), ASK);
        lastContact = Instant.now();
        trouble = "";
        return ends;
    }

    private void catchUp() {
        consumer.assign(List.of(models, events));
        Map<TopicPartition, Long> ends = ends();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(List.of(models, events), ASK);
        // Events first, so that whoever sees a model can see what led to it.
        for (TopicPartition each : List.of(events, models)) {
            recent(each, starts.getOrDefault(each, 0L), ends.getOrDefault(each, 0L))
                    .forEach(said -> take(each, said));
        }
        consumer.resume(List.of(models, events));
        ends.forEach(consumer::seek);
    }

    /**
     * What is kept of a partition. How far back that is, marks of transactions and records of others make hard to foresee:
     * too little is doubled.
     */
    private List<Recent.Said> recent(TopicPartition partition, long start, long end) {
        consumer.pause(List.of(models, events));
        consumer.resume(List.of(partition));
        for (long back = FIRST_STEP; ; back *= 2) {
            long from = Math.max(start, end - back);
            Recent recent = partition.equals(models) ? ModelHistory.noModels() : ModelHistory.noEvents();
            consumer.seek(partition, from);
            while (consumer.position(partition) < end && !isClosing()) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    if (each.offset() < end && isOurs(each)) {
                        recent.add(said(each));
                    }
                }
            }
            if (recent.hasOverflown() || from == start || isClosing()) {
                return recent.last(Integer.MAX_VALUE);
            }
        }
    }

    /** What is none of ours, or cannot be read, does not count among the last records. */
    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.equals(record.key(), name) && record.value() != null && isReadable(record);
    }

    private boolean isReadable(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(models.topic())) {
                ModelJson.decode(record.value());
            } else {
                ModelEventJson.decode(record.value());
            }
            return true;
        } catch (IllegalArgumentException foreign) {
            LOG.warn("offset {} of {} is passed over: {}", record.offset(), record.topic(), foreign.getMessage());
            return false;
        }
    }

    private static Recent.Said said(ConsumerRecord<byte[], byte[]> record) {
        return new Recent.Said(record.value(), Instant.ofEpochMilli(record.timestamp()));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (isOurs(record)) {
            take(new TopicPartition(record.topic(), record.partition()), said(record));
        }
    }

    private void take(TopicPartition from, Recent.Said said) {
        if (from.equals(models)) {
            history.addModel(said.json(), said.at(), isCaughtUp);
        } else {
            history.addEvent(said.json(), said.at(), isCaughtUp);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops reading. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
