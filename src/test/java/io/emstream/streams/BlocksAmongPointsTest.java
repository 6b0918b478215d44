package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.Assignment;
import io.emstream.codec.PointFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Points wait for a commit to be answered together, and blocks do not; the order is the same as if neither waited. */
class BlocksAmongPointsTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(31);
    private final CountedHooks hooks = new CountedHooks();

    @ParameterizedTest
    @EnumSource(names = "PACKED_BLOCKS", mode = EnumSource.Mode.EXCLUDE)
    void whatWaitsIsAnsweredBeforeABlockThatFollows(Shape warmedUpBy) {
        assertThat(settings.format).isEqualTo(PointFormat.JSON);
        settings.paneLength = 10;
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding first = new Feeding(driven, warmedUpBy, 30);
            first.feed(100);
            driven.labels();
            long start = first.offsets().get(99) + 1;
            hooks.silence();
            for (int i = 0; i < 7; i++) {
                driven.feed(blobs.next());
            }
            driven.feed("[1]");
            assertThat(driven.assignments()).as("no commit, no answer").isEmpty();
            driven.feed(Rows.json(List.of(blobs.next(), "[1]", blobs.next())));
            driven.feed(blobs.next());
            List<Assignment> labels = driven.labels();
            assertThat(labels)
                    .extracting(Assignment::offset)
                    .containsExactlyElementsOf(
                            Stream.concat(LongStream.range(start, start + 7).boxed(), Stream.of(start + 8, start + 8))
                                    .toList());
            assertThat(driven.deadLetters()).map(BlocksAmongPointsTest::place).containsExactly(start + 7, start + 8);
            hooks.speak();
            driven.end();
            assertThat(driven.labels()).extracting(Assignment::offset).containsExactly(start + 9);
            assertThat(driven.models())
                    .last()
                    .satisfies(model -> assertThat(model.points()).isEqualTo(110));
        }
    }

    private static long place(TestRecord<byte[], byte[]> letter) {
        return Long.parseLong(new String(
                letter.headers().lastHeader("__streams.errors.offset").value(),
                java.nio.charset.StandardCharsets.UTF_8));
    }
}
