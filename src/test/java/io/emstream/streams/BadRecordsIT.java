package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.AssignmentJson;
import io.emstream.point.RejectedPointException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a producer gets wrong, a real broker and a real processor go on: one answer per record, in its partition. */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class BadRecordsIT {
    private static final int PARTITIONS = 4;
    private static final int MAX_BYTES = 64 << 10;
    private static final int HUGE = 10 << 20;

    @TempDir
    Path directory;

    private final Blobs blobs = new Blobs(12);
    private final Random random = new Random(13);
    /** What was fed, by partition and in order; where the record is a point, without a reason. */
    private final Map<Integer, List<Fed>> fed = new HashMap<>();

    /** A record and what is wrong with it. */
    private record Fed(@Nullable Reason reason, int key, int size) {}

    @Test
    void everyBadRecordIsADeadLetterAndNothingStops() throws Exception {
        TestSettings settings = new TestSettings();
        settings.partitions = PARTITIONS;
        settings.paneLength = 400;
        settings.maxPointBytes = MAX_BYTES;
        List<BadRecord> bad = new ArrayList<>(BadRecord.all(MAX_BYTES));
        bad.add(BadRecord.of("huge", Reason.TOO_LARGE, new byte[HUGE]));
        try (TestBroker broker = new TestBroker(directory.resolve("broker"))) {
            broker.createTopics(settings.topics, PARTITIONS);
            try (LogWatch log = new LogWatch(BadRecordsIT::isOurs);
                    ClusteringProcess processor = new ClusteringProcess(
                            broker.bootstrapServers(),
                            "bad",
                            directory.resolve("state"),
                            settings,
                            Crashes.none(),
                            Hooks.REAL);
                    KafkaProducer<byte[], byte[]> producer = broker.producer()) {
                List<Future<?>> sent = new ArrayList<>();
                // Among points that are held, and later among points that are labelled at once.
                for (int round = 0; round < 3; round++) {
                    for (BadRecord each : bad) {
                        int partition = random.nextInt(PARTITIONS);
                        for (int i = 0; i < 10; i++) {
                            sent.add(producer.send(point(random.nextInt(PARTITIONS))));
                        }
                        sent.add(producer.send(bad(partition, each)));
                    }
                    producer.flush();
                }
                for (int i = 0; i < 5000; i++) {
                    BadRecord any = bad.get(random.nextInt(12));
                    int partition = random.nextInt(PARTITIONS);
                    sent.add(producer.send(random.nextInt(4) == 0 ? bad(partition, any) : point(partition)));
                }
                for (Future<?> each : sent) {
                    each.get();
                }
                assertAnswers(broker, settings.topics);
                assertThat(log.sentences()).isEmpty();
            }
        }
    }

    private static boolean isOurs(String logger) {
        return logger.startsWith("io.emstream") || logger.startsWith("org.apache.kafka.streams");
    }

    private ProducerRecord<byte[], byte[]> point(int partition) {
        int key = random.nextInt(4);
        byte[] value = blobs.next().getBytes(UTF_8);
        remember(partition, null, key, value.length);
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {(byte) key});
        return new ProducerRecord<>("points", partition, null, key(key), value, headers);
    }

    private ProducerRecord<byte[], byte[]> bad(int partition, BadRecord bad) {
        int key = random.nextInt(4);
        remember(partition, bad.reason(), key, bad.value() == null ? 0 : bad.value().length);
        Headers headers = new RecordHeaders(bad.headers());
        headers.add("key", new byte[] {(byte) key});
        long timestamp = Instant.now().plus(bad.ahead()).toEpochMilli();
        return new ProducerRecord<>(
                "points", partition, timestamp, bad.key() == null ? key(key) : bad.key(), bad.value(), headers);
    }

    private void remember(int partition, @Nullable Reason reason, int key, int size) {
        fed.computeIfAbsent(partition, each -> new ArrayList<>()).add(new Fed(reason, key, size));
    }

    /** One record in four has no key, and all others one of three. */
    private static byte @Nullable [] key(int number) {
        return number == 0 ? null : ("key" + number).getBytes(UTF_8);
    }

    private void assertAnswers(TestBroker broker, Topics topics) {
        List<TopicPartition> outputs = new ArrayList<>(TestBroker.partitions(topics.assignments(), PARTITIONS));
        outputs.addAll(TestBroker.partitions(topics.deadLetters(), PARTITIONS));
        int wanted = fed.values().stream().mapToInt(List::size).sum();
        Map<TopicPartition, Long> last = new HashMap<>();
        int answered = 0;
        Instant end = Instant.now().plusSeconds(90);
        try (KafkaConsumer<byte[], byte[]> consumer = broker.consumer(outputs)) {
            while (answered < wanted && Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    answered++;
                    long offset = each.topic().equals(topics.assignments()) ? checkLabel(each) : checkLetter(each);
                    Long before = last.put(new TopicPartition(each.topic(), each.partition()), offset);
                    assertThat(before == null || before < offset).isTrue();
                }
            }
        }
        assertThat(answered).isEqualTo(wanted);
    }

    private long checkLabel(ConsumerRecord<byte[], byte[]> label) {
        long offset = AssignmentJson.decode(label.value()).offset();
        Fed point = fed(label.partition(), offset);
        assertThat(point.reason()).isNull();
        assertThat(label.key()).isEqualTo(key(point.key()));
        assertThat(label.headers().lastHeader("traceparent").value()).containsExactly(point.key());
        return offset;
    }

    private long checkLetter(ConsumerRecord<byte[], byte[]> letter) {
        long offset = Long.parseLong(text(letter, "__streams.errors.offset"));
        assertThat(text(letter, "__streams.errors.partition")).isEqualTo(Integer.toString(letter.partition()));
        Fed bad = fed(letter.partition(), offset);
        assertThat(bad.reason()).isNotNull().extracting(Enum::name).isEqualTo(text(letter, "emstream.reason"));
        boolean isCut = letter.headers().lastHeader("emstream.original-size") != null;
        assertThat(isCut).isEqualTo(letter.value().length != bad.size());
        if (isCut) {
            assertThat(text(letter, "emstream.original-size")).isEqualTo(Integer.toString(bad.size()));
            assertThat(letter.value().length).isBetween(MAX_BYTES / 4, MAX_BYTES);
        }
        if (bad.size() == HUGE) {
            assertThat(letter.value()).isEqualTo(Arrays.copyOf(new byte[HUGE], letter.value().length));
        }
        return offset;
    }

    private Fed fed(int partition, long offset) {
        return fed.getOrDefault(partition, List.of()).get((int) offset);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }
}
