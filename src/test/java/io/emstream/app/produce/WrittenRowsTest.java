package io.emstream.app.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.app.Failure;
import io.emstream.codec.JsonPointLines;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointRow;
import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** From the marks at the ends of the partitions follows which rows are written. */
class WrittenRowsTest {
    private static final int ROWS = 2 * Delivery.WINDOW;

    @Test
    void aMarkComesBackFromItsHeader() {
        RowMark mark = new RowMark(4711, 1, 0x9a3f12cd, 1_764_000_000_000L, "a file, with blanks.csv");
        assertThat(new String(mark.encode(), UTF_8)).isEqualTo("4711 9a3f12cd 1764000000000 a file, with blanks.csv");
        assertThat(RowMark.in(new RecordHeaders().add(RowMark.HEADER, mark.encode())))
                .contains(mark);
        assertThat(RowMark.in(new RecordHeaders())).isEmpty();
        RowMark block = new RowMark(4711, 256, 0x9a3f12cd, 1, "f");
        assertThat(new String(block.encode(), UTF_8)).isEqualTo("4711-4966 9a3f12cd 1 f");
        assertThat(RowMark.in(new RecordHeaders().add(RowMark.HEADER, block.encode())))
                .contains(block);
        for (String foreign :
                List.of("", "1 2 3", "x 0 0 f", "1 zz 0 f", "1-x 0 0 f", "0-2147483647 0 0 f", "3-2 0 0 f")) {
            assertThat(RowMark.in(new RecordHeaders().add(RowMark.HEADER, foreign.getBytes(UTF_8))))
                    .isEmpty();
        }
    }

    @Test
    void windowsBeforeTheLastAreWrittenAndOfTheLastWhatWasFound() throws IOException {
        List<PointRow> rows = rows();
        List<RowMark> marks = new ArrayList<>();
        // Two partitions, of which the second lacks a row that was refused.
        long last = Delivery.WINDOW + 500;
        LongStream.rangeClosed(Delivery.WINDOW - 100, last)
                .filter(row -> row != Delivery.WINDOW + 17)
                .forEach(row -> marks.add(mark(rows, row, 5)));
        WrittenRows written = WrittenRows.of(marks).orElseThrow();
        List<Long> missing = rows.stream()
                .filter(row -> !written.hold(row))
                .map(PointRow::number)
                .toList();
        assertThat(missing).hasSize(ROWS - (int) last - 1 + 1).startsWith(Delivery.WINDOW + 17L, last + 1);
        assertThat(written.run()).isEqualTo(5);
    }

    @Test
    void onlyTheNewestRunCounts() throws IOException {
        List<PointRow> rows = rows();
        WrittenRows written = WrittenRows.of(List.of(mark(rows, 700, 4), mark(rows, 3, 5), mark(rows, 900, 4)))
                .orElseThrow();
        assertThat(rows.stream().filter(row -> written.hold(row)).map(PointRow::number))
                .containsExactly(3L);
    }

    @Test
    void anotherFileIsNoticed() throws IOException {
        List<PointRow> rows = rows();
        RowMark other = new RowMark(3, 1, mark(rows, 3, 1).checksum() + 1, 1, "f");
        WrittenRows written = WrittenRows.of(List.of(other)).orElseThrow();
        assertThat(written.hold(rows.get(2))).isFalse();
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> written.hold(rows.get(3)))
                .withMessageStartingWith("Row 3 of f (line 4) is not what it was when it was written");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> written.requireWithin(3, "f"))
                .withMessageStartingWith("f has 3 rows, but row 3 is written already");
        written.requireWithin(4, "f");
    }

    @Test
    void ofBlocksTheRowsFromTheFirstToTheLastAreWritten() throws IOException {
        List<PointRow> rows = rows();
        // The first reaches from one window into the next; of those behind it one is missing.
        long edge = Delivery.WINDOW + 99;
        WrittenRows written = WrittenRows.of(List.of(
                        mark(rows, edge - 511, edge - 256, 5),
                        mark(rows, edge - 255, edge, 5),
                        mark(rows, edge + 257, edge + 512, 5)))
                .orElseThrow();
        assertThat(rows.stream().filter(row -> !written.hold(row)).map(PointRow::number))
                .containsExactlyElementsOf(LongStream.concat(
                                LongStream.rangeClosed(edge + 1, edge + 256), LongStream.range(edge + 513, ROWS))
                        .boxed()
                        .toList());
        written.requireWithin(edge + 513, "f");
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> written.requireWithin(edge + 512, "f"))
                .withMessageStartingWith("f has " + (edge + 512) + " rows, but row " + (edge + 512) + " is written");
    }

    @Test
    void aChangedRowOfABlockIsNoticedAtItsEnd() throws IOException {
        List<PointRow> rows = rows();
        List<PointRow> others = new ArrayList<>(rows);
        others.set(4, rows.get(5));
        WrittenRows written = WrittenRows.of(List.of(mark(others, 3, 6, 1))).orElseThrow();
        rows.subList(0, 6).forEach(row -> written.hold(row));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> written.hold(rows.get(6)))
                .withMessageStartingWith(
                        "Rows 3 to 6 of f (up to line 7) are not what they were when they were written");
    }

    @Test
    void withoutAMarkThereIsNothingToGoOnFrom() throws IOException {
        assertThat(WrittenRows.of(List.of())).isEmpty();
        WrittenRows none = WrittenRows.none(7);
        assertThat(none.run()).isEqualTo(7);
        assertThat(rows()).noneMatch(row -> none.hold(row));
        none.requireWithin(0, "f");
    }

    private static RowMark mark(List<PointRow> rows, long row, long run) {
        return mark(rows, row, row, run);
    }

    private static RowMark mark(List<PointRow> rows, long first, long last, long run) {
        PendingRows pending = new PendingRows();
        for (PointRow row : rows.subList((int) first, (int) last + 1)) {
            pending.add(row, new Point(new double[] {0}, 1, 0), null);
        }
        return pending.mark(run, "f");
    }

    private static List<PointRow> rows() throws IOException {
        String text = LongStream.range(0, ROWS).mapToObj(row -> "[" + row + "]").collect(Collectors.joining("\n"));
        List<PointRow> rows = new ArrayList<>();
        try (JsonPointLines lines = new JsonPointLines(
                "f",
                new ByteArrayInputStream(text.getBytes(UTF_8)),
                Features.ofDimension(1),
                MissingValues.ALLOW,
                Support.NUMBERS)) {
            lines.forEachRemaining(rows::add);
        }
        return rows;
    }
}
