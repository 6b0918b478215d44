package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
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
import java.util.Set;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/**
 * Whatever a producer gets wrong, a real broker and a real processor go on: one answer per record, in its partition, and one dead
 * letter per row that is no point. What is right comes as points in the even partitions and as blocks in the odd ones.
 */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class BadRecordsIT {
    private static final int PARTITIONS = 4;
    private static final int MAX_BYTES = 64 << 10;
    private static final int HUGE = 10 << 20;
    private static final int MOST_ROWS = 40;
    private static final String BAD_ROW = "[1]";
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");

    @TempDir
    Path directory;

    private final Blobs blobs = new Blobs(12);
    private final Random random = new Random(13);
    /** What was fed, by partition and in order; where the record is a point, without a reason. */
    private final Map<Integer, List<Fed>> fed = new HashMap<>();

    /**
     * A record and what is wrong with it.
     *
     * @param rows of a block; 0 for a point
     * @param badRows which of them are no points
     */
    private record Fed(@Nullable Reason reason, int key, int size, int rows, Set<Integer> badRows) {}

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
        int rows = partition % 2 == 0 ? 0 : random.nextInt(1, MOST_ROWS + 1);
        Set<Integer> badRows = IntStream.range(0, rows)
                .filter(row -> random.nextInt(30) == 0)
                .boxed()
                .collect(Collectors.toSet());
        byte[] value = rows == 0 ? blobs.next().getBytes(UTF_8) : block(rows, badRows);
        remember(partition, new Fed(null, key, value.length, rows, badRows));
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {(byte) key});
        return new ProducerRecord<>("points", partition, null, key(key), value, headers);
    }

    private byte[] block(int rows, Set<Integer> badRows) {
        return Rows.json(IntStream.range(0, rows)
                .mapToObj(row -> badRows.contains(row) ? BAD_ROW : blobs.next())
                .toList());
    }

    private ProducerRecord<byte[], byte[]> bad(int partition, BadRecord bad) {
        int key = random.nextInt(4);
        remember(partition, new Fed(bad.reason(), key, bad.value() == null ? 0 : bad.value().length, 0, Set.of()));
        Headers headers = new RecordHeaders(bad.headers());
        headers.add("key", new byte[] {(byte) key});
        long timestamp = Instant.now().plus(bad.ahead()).toEpochMilli();
        return new ProducerRecord<>(
                "points", partition, timestamp, bad.key() == null ? key(key) : bad.key(), bad.value(), headers);
    }

    private void remember(int partition, Fed record) {
        fed.computeIfAbsent(partition, each -> new ArrayList<>()).add(record);
    }

    /** One record in four has no key, and all others one of three. */
    private static byte @Nullable [] key(int number) {
        return number == 0 ? null : ("key" + number).getBytes(UTF_8);
    }

    private void assertAnswers(TestBroker broker, Topics topics) {
        List<TopicPartition> outputs = new ArrayList<>(TestBroker.partitions(topics.assignments(), PARTITIONS));
        outputs.addAll(TestBroker.partitions(topics.deadLetters(), PARTITIONS));
        int wanted = fed.values().stream()
                .flatMap(List::stream)
                .mapToInt(record -> 1 + record.badRows().size())
                .sum();
        List<String> rowLetters = new ArrayList<>();
        Map<TopicPartition, Long> last = new HashMap<>();
        int answered = 0;
        Instant end = Instant.now().plusSeconds(90);
        try (KafkaConsumer<byte[], byte[]> consumer = broker.consumer(outputs)) {
            while (answered < wanted && Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    answered++;
                    if (each.headers().lastHeader("emstream.row") != null) {
                        rowLetters.add(checkRowLetter(each));
                        continue;
                    }
                    long offset = each.topic().equals(topics.assignments()) ? checkLabel(each) : checkLetter(each);
                    Long before = last.put(new TopicPartition(each.topic(), each.partition()), offset);
                    assertThat(before == null || before < offset).isTrue();
                }
            }
        }
        assertThat(answered).isEqualTo(wanted);
        assertThat(rowLetters).isNotEmpty().doesNotHaveDuplicates();
    }

    private long checkLabel(ConsumerRecord<byte[], byte[]> label) {
        boolean isBlock = BlockAssignments.isBlock(label.value());
        assertThat(isBlock).isEqualTo(label.partition() % 2 != 0);
        long offset = isBlock
                ? offsetOfBlock(label)
                : AssignmentJson.decode(label.value()).offset();
        Fed point = fed(label.partition(), offset);
        assertThat(point.reason()).isNull();
        if (isBlock) {
            assertRows(BlockAssignments.decode(label.value()), point);
        }
        assertThat(label.key()).isEqualTo(key(point.key()));
        assertThat(label.headers().lastHeader("traceparent").value()).containsExactly(point.key());
        return offset;
    }

    /** Which is there also where no row has a label. */
    private static long offsetOfBlock(ConsumerRecord<byte[], byte[]> answer) {
        Matcher offset = OFFSET.matcher(new String(answer.value(), UTF_8));
        assertThat(offset.find()).isTrue();
        return Long.parseLong(offset.group(1));
    }

    private static void assertRows(List<@Nullable Assignment> labels, Fed block) {
        assertThat(labels).hasSize(block.rows());
        for (int row = 0; row < block.rows(); row++) {
            assertThat(labels.get(row) == null).isEqualTo(block.badRows().contains(row));
        }
    }

    /** Returns where the row is. */
    private String checkRowLetter(ConsumerRecord<byte[], byte[]> letter) {
        long offset = Long.parseLong(text(letter, "__streams.errors.offset"));
        int row = Integer.parseInt(text(letter, "emstream.row"));
        assertThat(fed(letter.partition(), offset).badRows()).contains(row);
        assertThat(text(letter, "emstream.reason")).isEqualTo(Reason.WRONG_DIMENSION.name());
        assertThat(new String(letter.value(), UTF_8)).isEqualTo(BAD_ROW);
        return letter.partition() + ":" + offset + ":" + row;
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
