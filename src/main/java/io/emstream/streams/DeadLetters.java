package io.emstream.streams;

import io.emstream.point.RejectedPointException;
import io.emstream.streams.Outgoing.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letters of a partition: the original bytes with headers that say why. The names
 * {@code __streams.errors.*} are those that Kafka Streams uses for its own.
 */
final class DeadLetters {
    /** The name of the reason, one of {@link RejectedPointException.Reason}. */
    static final String REASON = "emstream.reason";
    /** Which row of a block it was, from 0; where it was no block there is none. */
    static final String ROW = "emstream.row";
    /** The size of the original value, where it had to be cut. */
    static final String ORIGINAL_SIZE = "emstream.original-size";
    /** What key and headers took, where they were left out because they would leave little room for the value. */
    static final String LEFT_OUT = "emstream.left-out-size";
    /** That the original value was null, which a dead letter's is not: it would be a tombstone elsewhere. */
    static final String NULL_VALUE = "emstream.null-value";

    private static final String EXCEPTION = "__streams.errors.exception";
    private static final String MESSAGE = "__streams.errors.message";
    private static final String TOPIC = "__streams.errors.topic";
    private static final String PARTITION = "__streams.errors.partition";
    private static final String OFFSET = "__streams.errors.offset";

    private final String topic;
    private final int partition;
    private final int maxBytes;

    /**
     * For records of this partition.
     *
     * @param maxBytes what a dead letter may take beside the headers that are added here
     */
    DeadLetters(String topic, int partition, int maxBytes) {
        this.topic = topic;
        this.partition = partition;
        this.maxBytes = maxBytes;
    }

    /**
     * The dead letter for a record.
     *
     * @param now its timestamp: the record's own may be what is wrong with it
     */
    Record<byte[], Outgoing> letter(Record<byte[], byte[]> input, long offset, RejectedPointException why, long now) {
        return letter(input, offset, input.value(), 1, null, why, now);
    }

    /**
     * The dead letter for one row of a block; the others are not in it.
     *
     * @param row its number, from 0
     * @param bytes of the row
     * @param letters how many the block has: key and headers go along if they are small enough for so many
     * @param now its timestamp
     */
    Record<byte[], Outgoing> letter(
            Record<byte[], byte[]> input,
            long offset,
            int row,
            byte[] bytes,
            int letters,
            RejectedPointException why,
            long now) {
        return letter(input, offset, bytes, letters, row, why, now);
    }

    private Record<byte[], Outgoing> letter(
            Record<byte[], byte[]> input,
            long offset,
            byte @Nullable [] bytes,
            int letters,
            @Nullable Integer row,
            RejectedPointException why,
            long now) {
        long beside = RecordSize.besideValue(input.key(), input.headers());
        boolean fits = beside <= maxBytes / 2 / letters;
        Headers headers = fits ? new RecordHeaders(input.headers()) : new RecordHeaders();
        byte[] key = fits ? input.key() : null;
        byte[] value = bytes == null ? new byte[0] : bytes;
        int room = (int) (fits ? maxBytes - beside : maxBytes);

        put(headers, REASON, why.reason().name());
        put(headers, EXCEPTION, RejectedPointException.class.getName());
        put(headers, MESSAGE, String.valueOf(why.getMessage()));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, ROW, row == null ? null : Integer.toString(row));
        put(headers, NULL_VALUE, bytes == null ? "true" : null);
        put(headers, ORIGINAL_SIZE, value.length > room ? Integer.toString(value.length) : null);
        put(headers, LEFT_OUT, fits ? null : Long.toString(beside));
        byte[] cut = value.length > room ? Arrays.copyOf(value, room) : value;
        return new Record<>(key, new Outgoing(Destination.DEAD_LETTERS, partition, cut), now, headers);
    }

    /** Says something once, or not at all: the record may have been a dead letter before. */
    private static void put(Headers headers, String name, @Nullable String value) {
        headers.remove(name);
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
