package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;

/**
 * The rows of a {@link PointFile}, one after the other, in constant memory. To be closed.
 *
 * <p>A file that cannot be read on is an {@link UncheckedIOException} that names it.
 */
public final class PointRows implements RowSequence {
    private final PointFile file;
    private final CsvLines lines;
    private boolean peeked;
    private boolean more;
    private long number;

    /** The rows of a file that stands behind its header. */
    PointRows(PointFile file, CsvLines lines) {
        this.file = file;
        this.lines = lines;
    }

    @Override
    public boolean hasNext() {
        if (!peeked) {
            try {
                more = lines.next();
            } catch (IOException broken) {
                throw new UncheckedIOException(new IOException(file.name() + ": " + broken.getMessage(), broken));
            }
            peeked = true;
        }
        return more;
    }

    @Override
    public PointRow next() {
        goToNext();
        byte[] bytes = lines.record();
        try {
            return PointRow.of(number++, lines.line(), bytes, file.point(lines.line(), bytes, 0, bytes.length));
        } catch (RejectedPointException refused) {
            return PointRow.refused(number - 1, lines.line(), bytes, refused);
        }
    }

    /**
     * The point of the next row, for whom what stands in the file does not matter.
     *
     * @throws RejectedPointException if the row is none, which has then been passed; the message names file, line, column,
     *     value and limit
     */
    public Point nextPoint() throws RejectedPointException {
        goToNext();
        number++;
        return file.point(lines.line(), lines.bytes(), lines.from(), lines.to());
    }

    private void goToNext() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last row of " + file.name());
        }
        peeked = false;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
