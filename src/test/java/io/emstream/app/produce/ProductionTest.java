package io.emstream.app.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.codec.JsonPointLines;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFormat;
import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.RejectedPointException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Rows become records; what stops that says how far it came. */
class ProductionTest {
    private static final String TOPIC = "emstream.points";
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final List<String> complaints = new ArrayList<>();

    @Test
    void everyRowIsARecordThatSaysWhichRowItIs() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        Production.Outcome outcome =
                produce(broker, "[1]\n{\"x\":[2],\"k\":\"a\"}\n[3]\n[4]\n", plan(false), ProductionTest::never);
        assertThat(outcome.rows()).isEqualTo(4);
        assertThat(outcome.written()).isEqualTo(4);
        assertThat(outcome.isComplete()).isTrue();
        assertThat(values(broker)).containsExactly("[1]", "{\"x\":[2],\"k\":\"a\"}", "[3]", "[4]");
        assertThat(broker.history().get(1).key()).isEqualTo("a".getBytes(UTF_8));
        // Those without a key take turns; the key decides for itself.
        assertThat(broker.history()).extracting(ProducerRecord::partition).containsExactly(0, null, 2, 0);
        assertThat(broker.history())
                .extracting(each -> RowMark.in(each.headers()).orElseThrow().row())
                .containsExactly(0L, 1L, 2L, 3L);
        assertThat(broker.history()).extracting(ProducerRecord::timestamp).containsOnlyNulls();
    }

    @Test
    void aBadRowStopsBehindThoseBefore() {
        MockProducer<byte[], byte[]> broker = broker(true);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(broker, "[1]\n[2]\n[\"x\"]\n[4]\n", plan(false), ProductionTest::never))
                .withMessageStartingWith("NOT_A_POINT: f:3: ")
                .withMessageContaining("or leave such rows out with --skip-bad. 2 rows are written to " + TOPIC
                        + ". Go on with: again");
        assertThat(values(broker)).containsExactly("[1]", "[2]");
    }

    @Test
    void badRowsMayBeLeftOutAndAreCounted() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        String bad = IntStream.range(0, 30).mapToObj(row -> "[1,2]\n").collect(Collectors.joining());
        Production.Outcome outcome =
                produce(broker, "[1]\n" + bad + "nonsense\n[2]\n", plan(true), ProductionTest::never);
        assertThat(values(broker)).containsExactly("[1]", "[2]");
        assertThat(outcome.bad()).isEqualTo(Map.of(Reason.WRONG_DIMENSION, 30L, Reason.NOT_A_POINT, 1L));
        assertThat(outcome.isComplete()).isTrue();
        assertThat(complaints)
                .hasSize(10)
                .first()
                .isEqualTo("left out, WRONG_DIMENSION: f:2: point has 2 values, must have 1");
    }

    @Test
    void aRefusalOfTheBrokerIsASentence() {
        MockProducer<byte[], byte[]> broker = broker(true);
        broker.sendException = new RecordTooLargeException("The message is 1234 bytes");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(broker, "[1]\n[2]\n", plan(false), ProductionTest::never))
                .withMessageStartingWith("Row 0 of f was refused. Kafka at localhost:9092 did not let us write it")
                .withMessageContaining("The message is 1234 bytes")
                .withMessageEndingWith(
                        "0 rows are written to " + TOPIC + "; of 1 more it is not known yet. Go on with:" + " again");
    }

    @Test
    void aSilentBrokerEndsItWithinItsPatience() {
        MockProducer<byte[], byte[]> broker = broker(false);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(broker, "[1]\n[2]\n", plan(false), ProductionTest::never))
                .withMessage("The brokers at localhost:9092 have acknowledged nothing for 0.2 s. 0 rows are written to "
                        + TOPIC + "; of 2 more it is not known yet. Go on with: again");
    }

    @Test
    void noRowOfTheNextWindowGoesBeforeTheLastIsAcknowledged() {
        MockProducer<byte[], byte[]> broker = broker(false);
        String rows = IntStream.range(0, Delivery.WINDOW + 5)
                .mapToObj(row -> "[" + row + "]\n")
                .collect(Collectors.joining());
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(broker, rows, plan(false), ProductionTest::never));
        assertThat(broker.history()).hasSize(Delivery.WINDOW);
    }

    @Test
    void aStopIsAnsweredWithHowFarItCame() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        Production.Outcome outcome = produce(
                broker,
                "[1]\n[2]\n[3]\n",
                plan(false),
                patience -> broker.history().size() == 2);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(outcome.written()).isEqualTo(2);
        assertThat(outcome.soFar()).isEqualTo("2 rows are written to " + TOPIC + ". Go on with: again");
    }

    @Test
    void packedFormatsSayTheTimeInTheRecord() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        Production.Plan packed = new Production.Plan(
                "f",
                RowValues.in(PointFormat.FLOAT64),
                RowKey.none(),
                PointFormat.FLOAT64,
                true,
                false,
                Double.POSITIVE_INFINITY,
                WrittenRows.none(1),
                "");
        produce(
                broker,
                "{\"x\":[1],\"timestamp\":77}\n{\"x\":[1],\"timestamp\":-5}\n{\"x\":[1],\"weight\":2}\n[1]\n",
                packed,
                ProductionTest::never);
        assertThat(broker.history()).extracting(ProducerRecord::timestamp).containsExactly(77L, 0L, null);
        assertThat(broker.history())
                .allSatisfy(each -> assertThat(each.headers()).isEmpty());
        assertThat(complaints)
                .containsExactly("left out, BAD_WEIGHT: line 3: weight is 2.0, must be 1, because FLOAT64 has no place"
                        + " for weights");
    }

    @Test
    void blocksHoldRowsThatFollowEachOther() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        Production.Outcome outcome = produce(
                broker,
                "[1]\n[2]\n{\"x\":[3],\"weight\":2}\n[null]\n[5]\n",
                blocks(PointFormat.JSON, 2, false, Double.POSITIVE_INFINITY),
                ProductionTest::never);
        assertThat(values(broker))
                .containsExactly("{\"X\":[[1.0],[2.0]]}", "{\"X\":[[3.0],[null]],\"w\":[2.0,1.0]}", "{\"X\":[[5.0]]}");
        assertThat(rows(broker)).containsExactly("0-1", "2-3", "4");
        assertThat(broker.history()).extracting(ProducerRecord::partition).containsExactly(0, 1, 1);
        assertThat(outcome.rows()).isEqualTo(5);
        assertThat(outcome.written()).isEqualTo(5);
        assertThat(outcome.records()).isEqualTo(3);
        assertThat(outcome.isComplete()).isTrue();
    }

    @Test
    void aBlockEndsWhereTheKeyOrTheTimeEndsAndBeforeARowThatIsLeftOut() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        String keys = "{\"x\":[1],\"k\":\"a\"}\n{\"x\":[2],\"k\":\"a\"}\n{\"x\":[3],\"k\":\"b\"}\n[4]\n";
        String times = "{\"x\":[5],\"timestamp\":7}\n{\"x\":[6],\"timestamp\":7}\n{\"x\":[7],\"timestamp\":8}\n";
        String bad = "nonsense\n{\"x\":[9],\"timestamp\":8}\n{\"x\":[10],\"timestamp\":8}\n";
        produce(
                broker,
                keys + times + bad,
                blocks(PointFormat.FLOAT64, 100, true, Double.POSITIVE_INFINITY),
                ProductionTest::never);
        assertThat(rows(broker)).containsExactly("0-1", "2", "3", "4-5", "6", "8-9");
        assertThat(broker.history())
                .extracting(each -> each.key() == null ? "" : new String(each.key(), UTF_8))
                .containsExactly("a", "b", "", "", "", "");
        assertThat(broker.history())
                .extracting(ProducerRecord::timestamp)
                .containsExactly(null, null, null, 7L, 8L, 8L);
        assertThat(complaints).singleElement().asString().startsWith("left out, NOT_A_POINT: f:8: ");
    }

    @Test
    void whatIsPendingIsWrittenBeforeABadRowStops() {
        MockProducer<byte[], byte[]> broker = broker(true);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(
                        broker,
                        "[1]\n[2]\n[3]\nnonsense\n",
                        blocks(PointFormat.JSON, 2, false, Double.POSITIVE_INFINITY),
                        ProductionTest::never))
                .withMessageContaining("--skip-bad. 3 rows are written to " + TOPIC);
        assertThat(rows(broker)).containsExactly("0-1", "2");
    }

    @Test
    void aStopSaysHowManyRowsAreWrittenNotHowManyRecords() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        Production.Outcome outcome = produce(
                broker,
                "[1]\n[2]\n[3]\n[4]\n[5]\n[6]\n[7]\n",
                blocks(PointFormat.JSON, 3, false, Double.POSITIVE_INFINITY),
                patience -> broker.history().size() == 2);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(outcome.soFar()).isEqualTo("6 rows are written to " + TOPIC + ". Go on with: again");
    }

    @Test
    void aBlockWaitsForTheTurnsOfAllOfItsRows() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        List<Duration> waits = new ArrayList<>();
        produce(broker, "[1]\n[2]\n[3]\n[4]\n[5]\n[6]\n", blocks(PointFormat.JSON, 3, false, 0.001), patience -> {
            waits.add(patience);
            return !patience.isZero();
        });
        assertThat(rows(broker)).containsExactly("0-2");
        assertThat(waits.get(waits.size() - 1)).isBetween(Duration.ofSeconds(2900), Duration.ofSeconds(3000));
    }

    @Test
    void aBlockThatIsTooLargeIsNotSent() {
        MockProducer<byte[], byte[]> broker = broker(true);
        String rows = "[1]\n".repeat(70_000);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> produce(
                        broker,
                        rows,
                        blocks(PointFormat.FLOAT64, 70_000, false, Double.POSITIVE_INFINITY),
                        ProductionTest::never))
                .withMessageMatching("Rows 0 to 69999 of f take 560\\d\\d\\d bytes as a block, may take 524288"
                        + " \\(max\\.point\\.bytes\\): give a smaller --block than 70000\\. 0 rows are written to .*");
        assertThat(broker.history()).isEmpty();
    }

    @Test
    void whatAFloatCannotHoldIsNotWritten() throws Exception {
        MockProducer<byte[], byte[]> broker = broker(true);
        produce(
                broker,
                "[1e39]\n{\"x\":[1],\"weight\":1e-50}\n[2]\n",
                blocks(PointFormat.FLOAT32, 2, true, Double.POSITIVE_INFINITY),
                ProductionTest::never);
        assertThat(rows(broker)).containsExactly("2");
        assertThat(complaints)
                .extracting(complaint -> complaint.substring(0, complaint.indexOf(", must")))
                .containsExactly(
                        "left out, NOT_FINITE: line 1: value is 1.0E39",
                        "left out, BAD_WEIGHT: line 2: weight is 1.0E-50");
    }

    private static Production.Plan blocks(PointFormat format, int most, boolean skipsBad, double rate) {
        return new Production.Plan(
                "f",
                RowValues.blocks(format, most),
                RowKey.field("k"),
                format,
                skipsBad,
                true,
                rate,
                WrittenRows.none(1),
                "Go on with: again");
    }

    /** The rows that each record says it holds. */
    private static List<String> rows(MockProducer<byte[], byte[]> broker) {
        return broker.history().stream()
                .map(each ->
                        new String(each.headers().lastHeader(RowMark.HEADER).value(), UTF_8).split(" ", 2)[0])
                .toList();
    }

    private static boolean never(Duration patience) {
        return false;
    }

    private static Production.Plan plan(boolean skipsBad) {
        return new Production.Plan(
                "f",
                RowValues.asTheyStand(),
                RowKey.field("k"),
                PointFormat.JSON,
                skipsBad,
                true,
                Double.POSITIVE_INFINITY,
                WrittenRows.none(1),
                "Go on with: again");
    }

    private Production.Outcome produce(
            MockProducer<byte[], byte[]> broker, String text, Production.Plan plan, Predicate<Duration> stop)
            throws IOException, SettingsException {
        Settings settings = new SettingsReader(Map.of()).read(SettingsReader.Purpose.CONNECTION);
        try (JsonPointLines rows = new JsonPointLines(
                        "f",
                        new ByteArrayInputStream(text.getBytes(UTF_8)),
                        Features.ofDimension(1),
                        MissingValues.ALLOW,
                        Support.NUMBERS);
                Delivery delivery = new Delivery(
                        broker, settings, PARTITIONS, PATIENCE, () -> stop.test(Duration.ZERO), plan.continuation())) {
            return new Production(plan, delivery, stop).write(rows, complaints::add, written -> {});
        }
    }

    private static MockProducer<byte[], byte[]> broker(boolean answers) {
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new PartitionInfo(TOPIC, partition, Node.noNode(), new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("cluster", List.of(), partitions, java.util.Set.of(), java.util.Set.of());
        return new MockProducer<>(cluster, answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<String> values(MockProducer<byte[], byte[]> broker) {
        return broker.history().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }
}
