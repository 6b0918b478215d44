package io.emstream.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.emstream.codec.PointDecoders;
import io.emstream.codec.TaskReportCodec;
import io.emstream.em.BlockResponsibilities;
import io.emstream.em.Maximization;
import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.mixture.CompiledMixture;
import io.emstream.statistics.BlockMoments;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.streams.processor.internals.RecordCollectorImpl;
import org.junit.jupiter.api.Test;

class BillTest {
    private static final String ASSIGN = "io.emstream.streams.AssignPoints.labelWaiting(";
    private static final String SINK = "io.emstream.streams.LabelSink.send(";

    @Test
    void aSampleCostsAPeriodAndNativeIsWhatIsLeft() {
        assertThat(Bill.seconds(Map.of("decode", 30, "produce", 70), 1.5))
                .containsOnly(entry("decode", 0.3), entry("produce", 0.7), entry("native", 0.5));
        assertThat(Bill.seconds(Map.of(), 1.5)).containsOnly(entry("native", 1.5));
    }

    @Test
    void moreSamplesThanTimeAreScaledDownToIt() {
        assertThat(Bill.seconds(Map.of("decode", 30, "produce", 90), 0.6))
                .containsOnly(entry("decode", 0.15), entry("produce", 0.45), entry("native", 0.0));
        assertThat(Bill.seconds(Map.of("decode", 30), 0)).containsOnly(entry("decode", 0.0), entry("native", 0.0));
    }

    @Test
    void theBillIsAllOfTheCpuTime() {
        Round round = new Round("emstream", 1_000_000, 4, 5, 3, 0.5, 0.25, 0.75, 0, 0, 0, Map.of())
                .billed(Bill.seconds(Map.of("decode", 50, "E-step", 100), 3));
        Map<String, Double> bill =
                new Figures(new Workload("json", 8, 8, 6, 1, Map.of()), new Comparison.Turns(Map.of(), round)).bill();
        assertThat(bill.keySet())
                .containsExactly(
                        "fetch",
                        "decode",
                        "E-step",
                        "accumulate",
                        "encode",
                        "assign",
                        "produce",
                        "framework",
                        "commit",
                        "native",
                        "sending",
                        "checks",
                        "compiling",
                        "other threads");
        assertThat(bill)
                .contains(
                        entry("decode", 0.5), entry("E-step", 1.0), entry("native", 1.5), entry("other threads", 0.5));
        assertThat(bill.values().stream().mapToDouble(part -> part).sum()).isCloseTo(round.cpuMicros(), within(1e-12));
    }

    @Test
    void whatAnsweringCallsIsOfTheEStep() {
        String answer = call(RowResponsibilities.class, "answer");
        assertThat(part(call(BlockResponsibilities.class, "logJoint"), answer, ASSIGN))
                .isEqualTo("E-step");
        assertThat(part(call(RowResponsibilities.class, "rank"), answer, ASSIGN))
                .isEqualTo("E-step");
        assertThat(part("io.emstream.point.PointBlock.add(", call(RowResponsibilities.class, "add"), ASSIGN))
                .isEqualTo("E-step");
        assertThat(part(call(Responsibilities.class, "of"), ASSIGN)).isEqualTo("E-step");
        assertThat(part(call(CompiledMixture.class, "squaredDistance"), ASSIGN)).isEqualTo("E-step");
        assertThat(part(call(ChiSquare.class, "tail"), ASSIGN)).isEqualTo("E-step");
    }

    @Test
    void whatObservingCallsIsOfTheAccumulation() {
        String observe = call(RowResponsibilities.class, "observe");
        String block = call(BlockResponsibilities.class, "observe");
        String moments = call(BlockMoments.class, "observe");
        assertThat(part(moments, call(CompiledMixture.class, "observe"), block, observe, ASSIGN))
                .isEqualTo("accumulate");
        assertThat(part(call(BlockResponsibilities.class, "copy"), observe, ASSIGN))
                .isEqualTo("accumulate");
        assertThat(part(call(CompiledMixture.class, "observe"), call(Responsibilities.class, "observe"), ASSIGN))
                .isEqualTo("accumulate");
        assertThat(part("io.emstream.streams.PaneAccumulators.observe(", ASSIGN))
                .isEqualTo("accumulate");
    }

    @Test
    void whatReadsAnAnswerIsOfWhatItReadsItFor() {
        String answers = "io.emstream.codec.JsonBlockAnswers.addRow(";
        assertThat(part(call(RowResponsibilities.class, "copy"), answers, ASSIGN))
                .isEqualTo("encode");
        assertThat(part(call(RowResponsibilities.class, "observed"), ASSIGN)).isEqualTo("assign");
        assertThat(part(call(Responsibilities.class, "observed"), ASSIGN)).isEqualTo("assign");
    }

    @Test
    void bytesInAreDecodedAndBytesOutEncoded() {
        assertThat(part("io.emstream.codec.PlainJson.digits(", PointDecoders.class.getName() + ".lambda$of$0(", ASSIGN))
                .isEqualTo("decode");
        assertThat(part("io.emstream.codec.PlainJson.digits(", "io.emstream.codec.JsonBlockDecoder.decode(", ASSIGN))
                .isEqualTo("decode");
        for (String answers : List.of("JsonBlockAnswers", "PackedBlockAnswers")) {
            assertThat(part(
                            "io.emstream.codec.ByteWriter.writeDouble(",
                            "io.emstream.codec." + answers + ".end(",
                            ASSIGN))
                    .isEqualTo("encode");
        }
        assertThat(part(
                        "io.emstream.codec.StatisticsBytes.write(",
                        call(TaskReportCodec.class, "encode"),
                        "io.emstream.streams.TaskReports.send("))
                .isEqualTo("commit");
    }

    @Test
    void theLearnerIsOfTheCommit() {
        assertThat(part(call(Maximization.class, "nextMixture"), "io.emstream.streams.UpdateModel.fold("))
                .isEqualTo("commit");
    }

    @Test
    void theSinkOfLabelsProducesUnlessKafkaIsFurtherIn() {
        assertThat(part(SINK, ASSIGN)).isEqualTo("produce");
        assertThat(part("java.util.HashMap.get(", SINK, ASSIGN)).isEqualTo("produce");
        String send = call(RecordCollectorImpl.class, "send");
        assertThat(part(call(KafkaProducer.class, "doSend"), send, SINK, ASSIGN))
                .isEqualTo("produce");
        assertThat(part("org.apache.kafka.streams.processor.internals.ProcessorContextImpl.offset(", SINK, ASSIGN))
                .isEqualTo("framework");
    }

    @Test
    void aStackThatNobodyKnowsIsOfTheFramework() {
        assertThat(part("java.lang.Thread.run(")).isEqualTo("framework");
        assertThat(part()).isEqualTo("framework");
    }

    private static String part(String... calls) {
        return Bill.part(Stream.of(calls));
    }

    /** As a stack has it; the method must be there, so that one that is renamed is not forgotten in the table. */
    private static String call(Class<?> type, String method) {
        assertThat(Arrays.stream(type.getDeclaredMethods()).map(each -> each.getName()))
                .as(type.getName())
                .contains(method);
        return type.getName() + "." + method + "(";
    }
}
