package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.learn.LearnerState;
import io.emstream.learn.TaskReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of the internal formats are those that {@code src/test/resources/golden/make.py} wrote, from the drawn layouts
 * and without this code; every version that was released is read for ever.
 */
class GoldenBytesTest {
    private static final ModelCodec MODELS = new ModelCodec(AnyFamily::parse);
    private static final LearnerStateCodec STATES = new LearnerStateCodec(AnyFamily::parse);

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of("task-report-pane-full-v1", new TaskReport.Pane(5, BinarySamples.fullPane())),
                Arguments.of("task-report-pane-diagonal-v1", new TaskReport.Pane(0, BinarySamples.diagonalPane())),
                Arguments.of("task-report-pane-none-v1", new TaskReport.Pane(1, BinarySamples.nonePane())),
                Arguments.of("task-report-raw-points-v1", BinarySamples.rawPoints()),
                Arguments.of("task-report-progress-v1", BinarySamples.progress()),
                Arguments.of("task-report-progress-holds-v1", BinarySamples.holding()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void taskReports(String golden, TaskReport report) {
        BinarySamples.assertSame(TaskReportCodec.decode(Golden.bytes(golden)), report);
        assertThat(TaskReportCodec.encode(report)).isEqualTo(Golden.bytes(golden));
    }

    @ParameterizedTest
    @MethodSource
    void models(String golden) {
        BinarySamples.assertSame(MODELS.decode(Golden.bytes(golden)), BinarySamples.model());
        assertThat(MODELS.encode(BinarySamples.model())).isEqualTo(Golden.bytes(golden));
    }

    static Stream<String> models() {
        return Stream.of("model-v1");
    }

    static Stream<Arguments> held() {
        return Stream.of(
                Arguments.of("held-record-v1", BinarySamples.heldRecord()),
                Arguments.of("held-record-empty-v1", BinarySamples.emptyHeldRecord()));
    }

    @ParameterizedTest
    @MethodSource("held")
    void heldRecords(String golden, HeldRecord record) {
        BinarySamples.assertSame(HeldRecordCodec.decode(Golden.bytes(golden)), record);
        assertThat(HeldRecordCodec.encode(record)).isEqualTo(Golden.bytes(golden));
    }

    static Stream<Arguments> blocks() {
        return stateBlocks().entrySet().stream().map(block -> Arguments.of(block.getKey(), block.getValue()));
    }

    /** The golden bytes of {@link BinarySamples#state()}. */
    static Map<String, byte[]> stateBlocks() {
        return Map.ofEntries(
                Map.entry("counters", Golden.bytes("state-counters-v1")),
                Map.entry("model", Golden.bytes("state-model-v1")),
                Map.entry("prior", Golden.bytes("state-prior-v1")),
                Map.entry("track/0000000000000000", Golden.bytes("state-track-v1")),
                Map.entry("track/0000000000000001", Golden.bytes("state-track-empty-v1")),
                Map.entry("checks", Golden.bytes("state-checks-v1")),
                Map.entry("detector", Golden.bytes("state-detector-v1")),
                Map.entry("pin", Golden.bytes("state-pin-v1")),
                Map.entry("lineage", Golden.bytes("state-lineage-v1")),
                Map.entry("reservoir", Golden.bytes("state-kept-v1")),
                Map.entry("reservoir/0000000000000100", Golden.bytes("state-reservoir-v1")),
                Map.entry("alarm/0000000000000101", Golden.bytes("state-alarm-v1")),
                Map.entry("newest/0000000000000102", Golden.bytes("state-newest-v1")),
                Map.entry("partition/0000000000000003", Golden.bytes("state-partition-v1")),
                Map.entry("open/000000003a4fc8bc/0000000000000002", Golden.bytes("state-open-v1")),
                Map.entry("window/0000000000000011", Golden.bytes("state-window-v1")),
                Map.entry("raw/00000000000000ff", Golden.bytes("state-raw-v1")));
    }

    /** A state as the program wrote it before models could be pinned, and before moving streams had a fit of their own. */
    @Test
    void aStateWithoutTheBlocksThatCameLaterIsRead() {
        Map<String, byte[]> earlier = new HashMap<>(stateBlocks());
        earlier.keySet().removeAll(Set.of("pin", "lineage", "newest/0000000000000102"));
        LearnerState state = STATES.decode(earlier.entrySet());
        assertThat(state.pin()).isNull();
        assertThat(state.origin()).isZero();
    }

    /** Every format that is drawn has golden bytes of its present version, and refuses the next one in a sentence. */
    @ParameterizedTest
    @MethodSource
    void theNextVersionIsRefusedWithBothVersionsAndTheNextStep(String golden, Consumer<byte[]> reading) {
        byte[] next = Golden.bytes(golden);
        next[1]++;
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> reading.accept(next))
                .withMessageContaining("is 2, must be 1")
                .withMessageContaining("use that version, or a newer one");
    }

    static Stream<Arguments> theNextVersionIsRefusedWithBothVersionsAndTheNextStep() {
        return Stream.of(
                Arguments.of("task-report-progress-v1", (Consumer<byte[]>) TaskReportCodec::decode),
                Arguments.of("model-v1", (Consumer<byte[]>) MODELS::decode),
                Arguments.of("held-record-v1", (Consumer<byte[]>) HeldRecordCodec::decode),
                Arguments.of("state-counters-v1", (Consumer<byte[]>)
                        bytes -> STATES.decode(Map.of("counters", bytes).entrySet())));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blocksOfTheLearnersState(String block, byte[] golden) {
        assertThat(STATES.encode(BinarySamples.state(), block)).isEqualTo(golden);
        LearnerState state = STATES.decode(stateBlocks().entrySet());
        assertThat(STATES.encode(state, block)).isEqualTo(golden);
    }
}
