package io.emstream.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a source of bytes, one after the other, without their line ends and without a byte order mark before the first.
 * A line is not copied: it is looked at where it stands in the buffer, until the next one is asked for.
 */
final class LineBytes implements AutoCloseable {
    /** The longest line; the buffer grows up to here. */
    static final int LONGEST = 1 << 24;

    private static final int FIRST_LENGTH = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream in;
    private final String advice;
    private byte[] buffer = new byte[FIRST_LENGTH];
    private int from;
    private int to;
    /** Where the next line begins. */
    private int next;
    /** Where the bytes end that have come from the source. */
    private int limit;

    private boolean hasQuote;
    private int line;
    private int nextLine = 1;

    /**
     * The lines of a source.
     *
     * @param advice how the message goes on that says that a line is too long
     */
    LineBytes(InputStream in, String advice) {
        this.in = in;
        this.advice = advice;
    }

    /** Goes to the next line, which may be empty, and says whether there is one. */
    boolean next() throws IOException {
        from = next;
        line = nextLine;
        hasQuote = false;
        if (from == limit && !fill()) {
            to = from;
            return false;
        }
        takeUpTo(endOfLine(from));
        if (line == 1 && length() >= 3 && Arrays.equals(buffer, from, from + 3, BYTE_ORDER_MARK, 0, 3)) {
            from += 3;
        }
        return true;
    }

    /** Has the line go on behind its end, which becomes part of it, to the next one; false if the source has ended. */
    boolean goOn() throws IOException {
        if (to == next) {
            return false;
        }
        takeUpTo(endOfLine(next));
        return true;
    }

    /** Leaves the last byte of the line out. */
    void cutLast() {
        to--;
    }

    /** Holds the line, from {@link #from()} to {@link #to()}; not a copy. */
    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** How many bytes the line has. */
    int length() {
        return to - from;
    }

    /** The last byte of the line, which must not be empty. */
    byte last() {
        return buffer[to - 1];
    }

    /** Whether there is a quotation mark in the line. */
    boolean hasQuote() {
        return hasQuote;
    }

    /** A copy of the line. */
    byte[] copy() {
        return Arrays.copyOfRange(buffer, from, to);
    }

    /** The number of the line, or of the first that was put together, counted from 1. */
    int line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void takeUpTo(int end) throws IOException {
        to = end;
        if (length() > LONGEST) {
            throw tooLong();
        }
        boolean isEnded = end < limit;
        next = isEnded ? end + 1 : end;
        nextLine += isEnded ? 1 : 0;
    }

    /** Where the line ends that begins, or goes on, here; the end of the source ends it too. */
    private int endOfLine(int start) throws IOException {
        int end = start;
        while (true) {
            end = endOfPlain(end);
            if (end == limit) {
                int begun = from;
                if (!fill()) {
                    return limit;
                }
                // Filling may move what there is of the line.
                end += from - begun;
            } else if (buffer[end] == '\n') {
                return end;
            } else {
                hasQuote |= buffer[end] == '"';
                end++;
            }
        }
    }

    /** Goes on where neither line ends nor quotation marks can be: one comparison for each of most bytes of a table. */
    private int endOfPlain(int start) {
        byte[] bytes = buffer;
        int most = limit;
        int at = start;
        while (at < most && bytes[at] > '"') {
            at++;
        }
        return at;
    }

    /** Reads more bytes behind those of the line, for which room is made; false at the end of the source. */
    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, count);
        return count > 0;
    }

    private void makeRoom() throws IOException {
        if (limit - from > LONGEST) {
            throw tooLong();
        }
        byte[] larger = limit - from > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, from, larger, 0, limit - from);
        buffer = larger;
        to -= from;
        next -= from;
        limit -= from;
        from = 0;
    }

    private IOException tooLong() {
        return new IOException("line " + line + ": row has more than " + LONGEST + " bytes" + advice);
    }
}
