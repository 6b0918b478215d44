package io.emstream.app.produce;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record says of the rows that it holds, in the header {@code emstream.file-row}: four words with blanks between,
 * {@code 4711 9a3f12cd 1764000000000 faithful.csv}; of more than one row the first and the last, {@code 4711-4966}.
 *
 * @param row the number of the first row in the file, from 0
 * @param count how many rows there are, one after the other
 * @param checksum CRC-32C of the rows as they stand in the file, without their line ends
 * @param run when the writing of the file began, epoch milliseconds
 * @param source the name of the file
 */
public record RowMark(long row, int count, int checksum, long run, String source) {
    /** The name of the header. */
    public static final String HEADER = "emstream.file-row";

    private static final int WORDS = 4;

    /** The value of the header. */
    byte[] encode() {
        return (rows() + " " + String.format("%08x", checksum) + " " + run + " " + source)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The first row, and the last if it is another. */
    private String rows() {
        return count == 1 ? Long.toString(row) : row + "-" + last();
    }

    /** The number of the last row. */
    long last() {
        return row + count - 1;
    }

    /** Whether the record holds this row. */
    boolean holds(long number) {
        return row <= number && number <= last();
    }

    /** The rows in words, to begin a sentence with. */
    String inWords() {
        return (count == 1 ? "Row " + row : "Rows " + row + " to " + last()) + " of " + source;
    }

    /** What these headers say; empty if they say nothing of a row. */
    public static Optional<RowMark> in(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String[] words = new String(header.value(), StandardCharsets.UTF_8).split(" ", WORDS);
        if (words.length < WORDS) {
            return Optional.empty();
        }
        try {
            int dash = words[0].indexOf('-');
            long first = Long.parseLong(dash < 0 ? words[0] : words[0].substring(0, dash));
            long last = dash < 0 ? first : Long.parseLong(words[0].substring(dash + 1));
            if (last < first) {
                return Optional.empty();
            }
            return Optional.of(new RowMark(
                    first,
                    Math.toIntExact(last - first + 1),
                    Integer.parseUnsignedInt(words[1], 16),
                    Long.parseLong(words[2]),
                    words[3]));
        } catch (NumberFormatException | ArithmeticException foreign) {
            return Optional.empty();
        }
    }
}
