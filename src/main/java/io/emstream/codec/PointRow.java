package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of a file of points: a point, or the reason why it is none; and in both cases what stands in the file. */
public final class PointRow {
    private final long number;
    private final int line;
    private final byte[] bytes;
    private final @Nullable Point point;
    private final @Nullable RejectedPointException refusal;

    private PointRow(
            long number, int line, byte[] bytes, @Nullable Point point, @Nullable RejectedPointException refusal) {
        this.number = number;
        this.line = line;
        this.bytes = bytes;
        this.point = point;
        this.refusal = refusal;
    }

    static PointRow of(long number, int line, byte[] bytes, Point point) {
        return new PointRow(number, line, bytes, point, null);
    }

    static PointRow refused(long number, int line, byte[] bytes, RejectedPointException refusal) {
        return new PointRow(number, line, bytes, null, refusal);
    }

    /** The row's number, from 0; the header and empty lines do not count. */
    public long number() {
        return number;
    }

    /** The line of the file in which it begins, from 1. */
    public int line() {
        return line;
    }

    /**
     * The point.
     *
     * @throws RejectedPointException if the row is none; the message names file, line, column, value and limit
     */
    public Point point() throws RejectedPointException {
        if (point == null) {
            throw Objects.requireNonNull(refusal);
        }
        return point;
    }

    /** Why the row is no point; {@code null} if it is one. */
    public @Nullable RejectedPointException refusal() {
        return refusal;
    }

    /** The row as it stands in the file, without its line end; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The texts of all cells, without their quotes; the whole row as one cell if its quotes are not in order. */
    public List<String> cells() {
        CsvCells cells = new CsvCells();
        List<String> texts = new ArrayList<>();
        try {
            cells.split(bytes, 0, bytes.length);
            for (int cell = 0; cell < cells.count(); cell++) {
                texts.add(cells.text(cell));
            }
            return texts;
        } catch (RejectedPointException unquoted) {
            return List.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
