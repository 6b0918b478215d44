package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
import io.emstream.codec.PointFormat;
import io.emstream.faults.Drawn;
import io.emstream.faults.HostileBlocks;
import io.emstream.faults.HostileRecords;
import io.emstream.faults.HostileRecords.Shape;
import io.emstream.point.Features;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty thousand records of every kind, each with the answer that its maker knows is due; a million with {@code -Pfaults}. And rows of blocks. */
class HostileRecordsTest {
    private static final int RECORDS = 4000;
    private static final int GOOD_FIRST = 200;
    private static final int BLOCKS = 200;

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
                    assertThat(text(letters.get(0), "emstream.reason"))
                            .as(what)
                            .isEqualTo(drawn.reason().name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "CSV", mode = EnumSource.Mode.EXCLUDE)
    void everyRowOfABlockGetsTheAnswerThatIsDueToIt(PointFormat format) {
        HostileBlocks blocks = new HostileBlocks(format, 78);
        TestSettings settings = new TestSettings();
        settings.format = format;
        settings.features = Features.ofDimension(HostileRecords.DIMENSION);
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        try (Driven driven = new Driven(settings)) {
            HostileRecords points = new HostileRecords(format, Shape.VECTOR, 77);
            for (int i = 0; i < GOOD_FIRST; i++) {
                driven.feed(points.good().value());
            }
            driven.assignments();
            for (int i = 0; i < BLOCKS; i++) {
                byte[] block = blocks.next();
                String what = format + ": " + HexFormat.of().formatHex(block);
                long offset = driven.feed(block);
                assertThat(answers(driven, offset)).as(what).isEqualTo(blocks.due());
                long cut = driven.feed(blocks.cutOff(block));
                assertThat(driven.assignments()).as(what).isEmpty();
                assertThat(driven.deadLetters()).as(what).singleElement().satisfies(letter -> {
                    assertThat(text(letter, "emstream.reason")).isEqualTo("NOT_A_POINT");
                    assertThat(text(letter, "__streams.errors.offset")).isEqualTo(Long.toString(cut));
                    assertThat(letter.headers().lastHeader("emstream.row")).isNull();
                });
            }
        }
    }

    /** What became of each row of the one block: its status or the reason of its dead letter. */
    private static List<String> answers(Driven driven, long offset) {
        List<TestRecord<byte[], byte[]>> records = driven.assignments();
        assertThat(records).hasSize(1);
        List<String> answers = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        for (Assignment label : BlockAssignments.decode(records.get(0).value())) {
            if (label == null) {
                refused.add(answers.size());
                answers.add("no label");
            } else {
                assertThat(label.offset()).isEqualTo(offset);
                answers.add(label.status().name());
            }
        }
        List<TestRecord<byte[], byte[]>> letters = driven.deadLetters();
        assertThat(letters)
                .extracting(letter -> Integer.valueOf(text(letter, "emstream.row")))
                .isEqualTo(refused);
        letters.forEach(letter -> {
            assertThat(text(letter, "__streams.errors.offset")).isEqualTo(Long.toString(offset));
            answers.set(Integer.parseInt(text(letter, "emstream.row")), text(letter, "emstream.reason"));
        });
        return answers;
    }

    private static String text(TestRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }
}
