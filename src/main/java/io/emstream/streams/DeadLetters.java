package io.emstream.streams;

import io.emstream.point.RejectedPointException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original bytes with headers that say why. The names {@code __streams.errors.*} are those that
 * Kafka Streams uses for its own.
 */
final class DeadLetters {
    /** The name of the reason, one of {@link RejectedPointException.Reason}. */
    static final String REASON = "emstream.reason";
    /** The size of the original value, where it had to be cut. */
    static final String ORIGINAL_SIZE = "emstream.original-size";
    /** That the original value was null, which a dead letter's is not: it would be a tombstone elsewhere. */
    static final String NULL_VALUE = "emstream.null-value";

    private static final String EXCEPTION = "__streams.errors.exception";
    private static final String MESSAGE = "__streams.errors.message";
    private static final String TOPIC = "__streams.errors.topic";
    private static final String PARTITION = "__streams.errors.partition";
    private static final String OFFSET = "__streams.errors.offset";
    private static final long RECORD_OVERHEAD = 512;

    private final int maxBytes;

    DeadLetters(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The headers of a dead letter: those of the record, and why it is one. */
    Headers headers(
            Headers original,
            byte @Nullable [] key,
            byte @Nullable [] value,
            RejectedPointException why,
            String topic,
            int partition,
            long offset) {
        Headers headers = new RecordHeaders(original);
        add(headers, REASON, why.reason().name());
        add(headers, EXCEPTION, RejectedPointException.class.getName());
        add(headers, MESSAGE, String.valueOf(why.getMessage()));
        add(headers, TOPIC, topic);
        add(headers, PARTITION, Integer.toString(partition));
        add(headers, OFFSET, Long.toString(offset));
        if (value == null) {
            add(headers, NULL_VALUE, "true");
        } else if (value.length > room(original, key)) {
            add(headers, ORIGINAL_SIZE, Integer.toString(value.length));
        }
        return headers;
    }

    /** The value of a dead letter: the original bytes, as many as the topic takes; none for a null value. */
    byte[] value(Headers original, byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            return new byte[0];
        }
        int room = room(original, key);
        return value.length <= room ? value : Arrays.copyOf(value, room);
    }

    private int room(Headers original, byte @Nullable [] key) {
        long taken = RECORD_OVERHEAD + (key == null ? 0 : key.length);
        for (Header header : original) {
            taken += header.key().length() * 3L + (header.value() == null ? 0 : header.value().length) + 16;
        }
        return (int) Math.max(0, maxBytes - taken);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
