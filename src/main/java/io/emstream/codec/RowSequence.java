package io.emstream.codec;

import java.io.IOException;
import java.util.Iterator;

/**
 * The rows of a file of points, one after the other. To be closed. A file that cannot be read on is an
 * {@link java.io.UncheckedIOException} that names it.
 */
public interface RowSequence extends Iterator<PointRow>, AutoCloseable {
    @Override
    void close() throws IOException;
}
