package io.emstream.codec;

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
        if (!hasNext()) {
            throw new NoSuchElementException("after the last row of " + file.name());
        }
        peeked = false;
        return file.row(number++, lines.line(), lines.record());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
