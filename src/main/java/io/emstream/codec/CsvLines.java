package io.emstream.codec;

import java.io.IOException;
import java.io.InputStream;

/**
 * Divides a file of comma-separated values into records: lines, but that a line end within a quoted cell is part of it.
 * Empty lines are passed over, and so is a byte order mark.
 */
final class CsvLines implements AutoCloseable {
    private final LineBytes lines;

    CsvLines(InputStream in) {
        this.lines = new LineBytes(in, "; a quote may not be closed");
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
            if (!lines.next()) {
                return false;
            }
            if (lines.hasQuote()) {
                closeQuotes();
            }
            if (lines.length() > 0 && lines.last() == '\r') {
                lines.cutLast();
            }
        } while (lines.length() == 0);
        return true;
    }

    /** Holds the record, from {@link #from()} to {@link #to()}, until the next is asked for. */
    byte[] bytes() {
        return lines.bytes();
    }

    int from() {
        return lines.from();
    }

    int to() {
        return lines.to();
    }

    /** The record without its line end; a copy. */
    byte[] record() {
        return lines.copy();
    }

    /** The line in which the record begins, counted from 1. */
    int line() {
        return lines.line();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Has the line go on as long as it ends within quotes. */
    private void closeQuotes() throws IOException {
        State state = State.CELL_START;
        int seen = 0;
        do {
            byte[] bytes = lines.bytes();
            for (int at = lines.from() + seen; at < lines.to(); at++) {
                state = after(state, bytes[at]);
            }
            seen = lines.length();
        } while (state == State.QUOTED && lines.goOn());
    }

    private static State after(State state, byte character) {
        return switch (state) {
            case CELL_START -> character == '"' ? State.QUOTED : plain(character);
            case PLAIN -> plain(character);
            case QUOTED -> character == '"' ? State.AFTER_QUOTE : State.QUOTED;
            case AFTER_QUOTE -> character == '"' ? State.QUOTED : plain(character);
        };
    }

    private static State plain(byte character) {
        return character == ',' ? State.CELL_START : State.PLAIN;
    }
}
