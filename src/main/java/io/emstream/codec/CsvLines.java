package io.emstream.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Divides a file of comma-separated values into records: lines, but that a line end within a quoted cell is part of it.
 * Empty lines are passed over, and so is a byte order mark.
 */
final class CsvLines implements AutoCloseable {
    /** The largest record, so that a quote that is never closed does not take the whole of a large file. */
    static final int LARGEST_RECORD = 1 << 24;

    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] record = new byte[256];
    private int length;
    private int line;
    private int nextLine = 1;

    CsvLines(InputStream in) {
        this.in = in;
    }

    /** Where a character stands. */
    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        AFTER_QUOTE
    }

    /** Goes to the next record and says whether there is one. */
    boolean next() throws IOException {
        do {
            length = 0;
            line = nextLine;
            if (!readRecord()) {
                return false;
            }
        } while (length == 0);
        return true;
    }

    /** The record without its line end; a copy. */
    byte[] record() {
        return Arrays.copyOf(record, length);
    }

    /** The line in which the record begins, counted from 1. */
    int line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Takes the record in one piece, if it ends within the buffer and nothing in it is quoted. */
    private boolean takeLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n' && buffer[end] != '"') {
            end++;
        }
        if (end == limit || buffer[end] == '"') {
            return false;
        }
        length = end - position;
        if (length > record.length) {
            record = new byte[buffer.length];
        }
        System.arraycopy(buffer, position, record, 0, length);
        position = end + 1;
        nextLine++;
        trim();
        return true;
    }

    /** Reads up to the end of the record; false at the end of the file. */
    private boolean readRecord() throws IOException {
        if (takeLine()) {
            return true;
        }
        State state = State.CELL_START;
        for (int character = read(); character != END; character = read()) {
            if (character == '\n') {
                nextLine++;
                if (state != State.QUOTED) {
                    trim();
                    return true;
                }
            }
            state = switch (state) {
                case CELL_START -> character == '"' ? State.QUOTED : plain(character);
                case PLAIN -> plain(character);
                case QUOTED -> character == '"' ? State.AFTER_QUOTE : State.QUOTED;
                case AFTER_QUOTE -> character == '"' ? State.QUOTED : plain(character);
            };
            append((byte) character);
        }
        boolean any = length > 0;
        trim();
        return any;
    }

    private static State plain(int character) {
        return character == ',' ? State.CELL_START : State.PLAIN;
    }

    private void trim() {
        if (length > 0 && record[length - 1] == '\r') {
            length--;
        }
        boolean marked = line == 1
                && length >= 3
                && record[0] == (byte) 0xef
                && record[1] == (byte) 0xbb
                && record[2] == (byte) 0xbf;
        if (marked) {
            length -= 3;
            System.arraycopy(record, 3, record, 0, length);
        }
    }

    private void append(byte character) throws IOException {
        if (length == record.length) {
            if (length >= LARGEST_RECORD) {
                throw new IOException(
                        "line " + line + ": row has more than " + LARGEST_RECORD + " bytes; a quote may not be closed");
            }
            record = Arrays.copyOf(record, 2 * length);
        }
        record[length++] = character;
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return END;
            }
        }
        return buffer[position++] & 0xff;
    }
}
