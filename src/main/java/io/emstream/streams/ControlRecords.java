package io.emstream.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record of the points topic that is no point: by it a producer says that a partition has ended, so that nothing waits for
 * it any more. It has no value and a header that says what it is, and is answered by neither label nor dead letter.
 */
public final class ControlRecords {
    private static final String HEADER = "emstream.control";
    private static final String END_OF_INPUT = "end-of-input";

    private ControlRecords() {}

    /** The record that ends a partition, until the next point. */
    public static ProducerRecord<byte[], byte[]> endOfInput(String topic, int partition) {
        ProducerRecord<byte[], byte[]> end = new ProducerRecord<>(topic, partition, null, null);
        end.headers().add(HEADER, END_OF_INPUT.getBytes(StandardCharsets.UTF_8));
        return end;
    }

    static boolean isEndOfInput(Record<byte[], byte[]> record) {
        if (record.value() != null) {
            return false;
        }
        var header = record.headers().lastHeader(HEADER);
        return header != null
                && header.value() != null
                && END_OF_INPUT.equals(new String(header.value(), StandardCharsets.UTF_8));
    }
}
