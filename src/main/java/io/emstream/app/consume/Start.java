package io.emstream.app.consume;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where reading begins. */
public interface Start {
    /** What may be written for one. */
    String FORMS = "beginning, end, an offset, or a time such as 2001-01-01T00:01:00Z";

    /** Goes there in all of these partitions. */
    void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    /**
     * The start that is written so.
     *
     * @throws IllegalArgumentException if none is
     */
    static Start parse(String text) {
        return switch (text) {
            case "beginning" -> Consumer::seekToBeginning;
            case "end" -> Consumer::seekToEnd;
            default -> text.matches("\\d{1,18}") ? offset(Long.parseLong(text)) : time(text);
        };
    }

    private static Start offset(long offset) {
        // Behind the end there would be nothing to read, and before the beginning nothing any more.
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(each -> {
                long last = Math.min(ends.getOrDefault(each, offset), offset);
                consumer.seek(each, Math.max(begins.getOrDefault(each, 0L), last));
            });
        };
    }

    private static Start time(String text) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notOne) {
            throw new IllegalArgumentException("is " + text + ", must be " + FORMS, notOne);
        }
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            partitions.forEach(each -> wanted.put(each, Math.max(0, instant.toEpochMilli())));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(each -> {
                OffsetAndTimestamp first = found.get(each);
                consumer.seek(each, first == null ? ends.getOrDefault(each, 0L) : first.offset());
            });
        };
    }
}
