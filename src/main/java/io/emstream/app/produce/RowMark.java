package io.emstream.app.produce;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a record says of the row that it holds, in the header {@code emstream.file-row}: four words with blanks between,
 * {@code 4711 9a3f12cd 1764000000000 faithful.csv}.
 *
 * @param row the number of the row in the file, from 0
 * @param checksum CRC-32C of the row as it stands in the file
 * @param run when the writing of the file began, epoch milliseconds
 * @param source the name of the file
 */
public record RowMark(long row, int checksum, long run, String source) {
    /** The name of the header. */
    public static final String HEADER = "emstream.file-row";

    private static final int WORDS = 4;

    /** The value of the header. */
    byte[] encode() {
        return (row + " " + String.format("%08x", checksum) + " " + run + " " + source)
                .getBytes(StandardCharsets.UTF_8);
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
            return Optional.of(new RowMark(
                    Long.parseLong(words[0]),
                    Integer.parseUnsignedInt(words[1], 16),
                    Long.parseLong(words[2]),
                    words[3]));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    /** The checksum of a row. */
    static int checksum(byte[] row) {
        CRC32C checksum = new CRC32C();
        checksum.update(row);
        return (int) checksum.getValue();
    }
}
