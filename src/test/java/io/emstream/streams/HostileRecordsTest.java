package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.PointFormat;
import io.emstream.faults.Drawn;
import io.emstream.faults.HostileRecords;
import io.emstream.faults.HostileRecords.Shape;
import io.emstream.point.Features;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty thousand records of every kind, each with the answer that its maker knows is due; a million with {@code -Pfaults}. */
class HostileRecordsTest {
    private static final int RECORDS = 4000;
    private static final int GOOD_FIRST = 200;

    @ParameterizedTest
    @CsvSource({"JSON, VECTOR", "JSON, POINTERS", "CSV, VECTOR", "FLOAT64, VECTOR", "FLOAT32, VECTOR"})
    void everyRecordGetsTheAnswerThatIsDueToIt(PointFormat format, Shape shape) {
        HostileRecords records = new HostileRecords(format, shape, 77);
        TestSettings settings = new TestSettings();
        settings.format = format;
        settings.features =
                shape == Shape.VECTOR ? Features.ofDimension(3) : new Features(List.of("a", "/g/b", "/g/l/1"));
        settings.maxPointBytes = HostileRecords.MAX_BYTES;
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        try (Driven driven = new Driven(settings)) {
            for (int i = 0; i < GOOD_FIRST; i++) {
                driven.feed(records.good().value());
            }
            driven.assignments();
            for (int i = 0; i < RECORDS; i++) {
                Drawn drawn = i % 5 == 0 ? records.good() : records.hostile();
                long offset = driven.feed(drawn.value());
                String what = format + " " + drawn.kind() + ": "
                        + (drawn.value() == null ? "null" : HexFormat.of().formatHex(drawn.value()));
                List<TestRecord<byte[], byte[]>> labels = driven.assignments();
                List<TestRecord<byte[], byte[]>> letters = driven.deadLetters();
                if (drawn.reason() == null) {
                    assertThat(letters).as(what).isEmpty();
                    assertThat(labels).as(what).hasSize(1);
                    Assignment label = AssignmentJson.decode(labels.get(0).value());
                    assertThat(label.offset()).isEqualTo(offset);
                    assertThat(label.status())
                            .as(what)
                            .isEqualTo(drawn.observed() ? Assignment.Status.OK : Assignment.Status.NOTHING_OBSERVED);
                } else {
                    assertThat(labels).as(what).isEmpty();
                    assertThat(letters).as(what).hasSize(1);
                    assertThat(new String(
                                    letters.get(0)
                                            .headers()
                                            .lastHeader("emstream.reason")
                                            .value(),
                                    java.nio.charset.StandardCharsets.UTF_8))
                            .as(what)
                            .isEqualTo(drawn.reason().name());
                }
            }
        }
    }
}
