package io.emstream.app.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.Failure;
import io.emstream.codec.PointFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records become lines that lose nothing. */
class LinesTest {
    private static final String LABEL =
            "{\"offset\":7,\"model\":42,\"cluster\":3,\"responsibilities\":{\"3\":0.93,\"5\":0.068},\"outlier\":0.002,"
                    + "\"logDensity\":-4.31,\"tail\":1.5E-7,\"status\":\"OK\",\"added\":{\"later\":[1]}}";

    @Test
    void aLabelIsItsFieldsAndWhereItStands() throws Exception {
        Headers headers = new RecordHeaders().add("emstream.file-row", "4711 9a3f12cd 1 f.csv".getBytes(UTF_8));
        Labels labels = new Labels(label -> true, null);
        List<Line> lines = labels.of(List.of(record("a \"key\"", LABEL, headers)));
        assertThat(labels.columns()).hasSize(lines.get(0).cells().size());
        assertThat(lines.get(0).cells())
                .containsExactly(
                        "2",
                        "7",
                        "a \"key\"",
                        "4711",
                        "3",
                        "0.9300",
                        "0.0020",
                        "-4.3100",
                        "1.500e-07",
                        "OK",
                        "42",
                        "1970-01-01T00:00:01Z",
                        "3:0.9300 5:0.0680",
                        "");
        JsonNode json = new ObjectMapper().readTree(lines.get(0).json());
        assertThat(json.get("partition").asInt()).isEqualTo(2);
        assertThat(json.get("key").asText()).isEqualTo("a \"key\"");
        assertThat(json.get("row").asInt()).isEqualTo(4711);
        assertThat(json.get("timestamp").asInt()).isEqualTo(1000);
        assertThat(json.at("/added/later/0").asInt()).isEqualTo(1);
        assertThat(json.at("/responsibilities/3").asDouble()).isEqualTo(0.93);
    }

    @Test
    void theAnswerToABlockIsALineForEachRowThatIsAPoint() {
        String answer =
                "{\"offset\":7,\"model\":42,\"rows\":3,\"cluster\":[3,null,5],\"responsibilities\":[{\"3\":0.93},null,"
                        + "{\"5\":0.6,\"3\":0.4}],\"logDensity\":[-4.31,null,-2.5],\"status\":[\"OK\",null,\"OK\"]}";
        List<Line> lines = new Labels(label -> true, null).of(List.of(record("k", answer, new RecordHeaders())));
        assertThat(lines)
                .extracting(Line::json)
                .containsExactly(
                        "{\"partition\":2,\"key\":\"k\",\"row\":0,\"timestamp\":1000,\"offset\":7,\"model\":42,\"cluster\":3,"
                                + "\"responsibilities\":{\"3\":0.93},\"logDensity\":-4.31,\"status\":\"OK\"}",
                        "{\"partition\":2,\"key\":\"k\",\"row\":2,\"timestamp\":1000,\"offset\":7,\"model\":42,\"cluster\":5,"
                                + "\"responsibilities\":{\"5\":0.6,\"3\":0.4},\"logDensity\":-2.5,\"status\":\"OK\"}");
        assertThat(lines.get(1).cells()).contains("2", "7", "k", "5", "0.6000");
        Headers headers = new RecordHeaders().add("emstream.file-row", "4711-4713 9a3f12cd 1 f.csv".getBytes(UTF_8));
        assertThat(new Labels(label -> true, null).of(List.of(record("k", answer, headers))))
                .extracting(line -> line.cells().get(3))
                .containsExactly("4711", "4713");
        Labels fifth = new Labels(label -> Objects.equals(label.cluster(), 5L), null);
        assertThat(fifth.of(List.of(record("k", answer, new RecordHeaders())))).hasSize(1);
    }

    @Test
    void aLabelWithoutAModelHasEmptyCells() {
        List<Line> lines = new Labels(label -> true, null)
                .of(List.of(record(
                        null,
                        "{\"offset\":0,\"model\":0,\"cluster\":null,\"status\":\"NO_MODEL\"}",
                        new RecordHeaders())));
        assertThat(lines.get(0).cells())
                .containsExactly("2", "0", "", "", "", "", "", "", "", "NO_MODEL", "0", "1970-01-01T00:00:01Z", "", "");
        assertThat(lines.get(0).json())
                .isEqualTo("{\"partition\":2,\"timestamp\":1000,\"offset\":0,\"model\":0,\"cluster\":null,"
                        + "\"status\":\"NO_MODEL\"}");
    }

    @Test
    void onlyWantedLabelsAreLines() {
        ConsumerRecord<byte[], byte[]> record = record(null, LABEL, new RecordHeaders());
        assertThat(new Labels(label -> label.outlier() > 0.5, null).of(List.of(record, record)))
                .isEmpty();
    }

    @Test
    void whatIsNoLabelIsToldByItsOffset() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() ->
                        new Labels(label -> true, null).of(List.of(record(null, "{\"x\":[1]}", new RecordHeaders()))))
                .withMessageStartingWith("Offset 99 of topic, partition 2, is no label: assignment must have an offset")
                .withMessageContaining("--set assignments.topic=NAME");
    }

    @Test
    void aDeadLetterSaysWhereItsPointIsAndWhatIsWrong() throws Exception {
        Headers headers = new RecordHeaders()
                .add("emstream.reason", "WRONG_DIMENSION".getBytes(UTF_8))
                .add("__streams.errors.message", "point has 2 values, must have 1".getBytes(UTF_8))
                .add("__streams.errors.partition", "1".getBytes(UTF_8))
                .add("__streams.errors.offset", "5".getBytes(UTF_8));
        Letters letters = new Letters();
        Line line = letters.of(List.of(record("k", "[1,\n2]", headers))).get(0);
        assertThat(line.cells())
                .hasSameSizeAs(letters.columns())
                .containsExactly(
                        "1",
                        "5",
                        "k",
                        "WRONG_DIMENSION",
                        "1970-01-01T00:00:01Z",
                        "point has 2 values, must have 1",
                        "[1,\n2]");
        JsonNode json = new ObjectMapper().readTree(line.json());
        assertThat(json.get("offset").asInt()).isEqualTo(5);
        assertThat(json.get("value").asText()).isEqualTo("[1,\n2]");
        assertThat(line.json()).doesNotContain("\n");
    }

    @Test
    void pointsAreShownInWhateverFormat() {
        assertThat(ForeignBytes.pointJson("{\n \"x\": [1.10, 2e3]}".getBytes(UTF_8), PointFormat.JSON))
                .isEqualTo("{\"x\":[1.10,2E+3]}");
        assertThat(ForeignBytes.pointJson("{\"x\":".getBytes(UTF_8), PointFormat.JSON))
                .isEqualTo("\"{\\\"x\\\":\"");
        assertThat(ForeignBytes.pointJson("1,2".getBytes(UTF_8), PointFormat.CSV))
                .isEqualTo("\"1,2\"");
        assertThat(ForeignBytes.pointText("1,2".getBytes(UTF_8), PointFormat.CSV))
                .isEqualTo("1,2");
        assertThat(ForeignBytes.pointText(
                        new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, (byte) 0xc0, 0x7f}, PointFormat.FLOAT32))
                .isEqualTo("[1.5,null]");
        assertThat(ForeignBytes.pointText(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x3f}, PointFormat.FLOAT64))
                .isEqualTo("[1.5]");
        assertThat(ForeignBytes.text(new byte[] {(byte) 0xff, 1})).isEqualTo("0xff01");
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, String value, Headers headers) {
        return new ConsumerRecord<>(
                "topic",
                2,
                99,
                1000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                headers,
                Optional.empty());
    }
}
