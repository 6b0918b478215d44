package io.emstream.app.produce;

import io.emstream.codec.PointFile;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are read, from a file or from stdin, unpacked if they are packed with gzip. A file is opened anew for every
 * look; of stdin the beginning is kept.
 */
public final class Input implements PointFile.Source {
    /** Stands for stdin among names of files. */
    public static final String STDIN = "-";

    /** So much of stdin is kept for another look. */
    private static final int KEPT = 8 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int GZIP = 0x8b1f;

    private final @Nullable Path path;
    private final long size;
    private final @Nullable BufferedInputStream kept;
    private volatile long read;
    private boolean begun;

    /** How the rows are spelt. */
    public enum Kind {
        /** Comma-separated values under a row of names. */
        CSV,
        /** A JSON document in each line. */
        JSON
    }

    private Input(@Nullable Path path, long size, @Nullable BufferedInputStream kept) {
        this.path = path;
        this.size = size;
        this.kept = kept;
    }

    /** The bytes of a file. */
    public static Input of(Path path) throws IOException {
        return new Input(path, Files.isRegularFile(path) ? Files.size(path) : 0, null);
    }

    /** The bytes of a stream that cannot be opened again. */
    public static Input of(InputStream stdin) throws IOException {
        return new Input(null, 0, new BufferedInputStream(unpacked(stdin), BUFFER));
    }

    /** The bytes from their beginning. */
    @Override
    public InputStream open() throws IOException {
        if (path != null) {
            read = 0;
            return unpacked(new Counted(Files.newInputStream(path)));
        }
        BufferedInputStream stream = java.util.Objects.requireNonNull(kept);
        if (begun) {
            try {
                stream.reset();
            } catch (IOException forgotten) {
                throw new IOException(
                        "the first " + KEPT + " bytes do not tell which columns are numbers; say which with --columns",
                        forgotten);
            }
        }
        begun = true;
        stream.mark(KEPT);
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                return stream.read(bytes, from, count);
            }

            @Override
            public void close() {
                // Stdin is looked at again.
            }
        };
    }

    /** What part of the file has been read, from 0 to 1; {@code NaN} if nobody knows how much there is. */
    public double fraction() {
        return size == 0 ? Double.NaN : Math.min(1, (double) read / size);
    }

    /** How the rows are spelt: by the name of the file, or else by the first character. */
    public Kind kind() throws IOException {
        String name =
                path == null ? "" : path.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (name.endsWith(".csv")) {
            return Kind.CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
            return Kind.JSON;
        }
        try (InputStream in = open()) {
            int first = in.read();
            while (first >= 0 && first <= ' ') {
                first = in.read();
            }
            return first == '{' || first == '[' ? Kind.JSON : Kind.CSV;
        }
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIP ? new GZIPInputStream(in, BUFFER) : in;
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            if (one >= 0) {
                count(1);
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int wanted) throws IOException {
            int count = in.read(bytes, from, wanted);
            if (count > 0) {
                count(count);
            }
            return count;
        }

        /** Read by one thread, and looked at by another. */
        private void count(int more) {
            long before = read;
            read = before + more;
        }
    }
}
