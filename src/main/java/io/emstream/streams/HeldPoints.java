package io.emstream.streams;

import io.emstream.codec.HeldRecord;
import io.emstream.codec.HeldRecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The records that wait for the first model, in order, in a store that survives a crash. */
final class HeldPoints {
    private final KeyValueStore<Long, byte[]> store;
    private long next;
    private int size;

    /** What the store holds from before is still held. */
    HeldPoints(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Long, byte[]> held = store.all()) {
            while (held.hasNext()) {
                next = held.next().key + 1;
                size++;
            }
        }
    }

    /** How many records wait. */
    int size() {
        return size;
    }

    /** Lets a record wait behind the others. */
    void add(Record<byte[], byte[]> input, long offset) {
        HeldRecord held =
                new HeldRecord(input.key(), input.value(), offset, input.timestamp(), headers(input.headers()));
        store.put(next++, HeldRecordCodec.encode(held));
        size++;
    }

    /** Hands all records over, in order, and holds none any more. */
    void release(Consumer<HeldRecord> each) {
        try (KeyValueIterator<Long, byte[]> held = store.all()) {
            while (held.hasNext()) {
                KeyValue<Long, byte[]> entry = held.next();
                each.accept(HeldRecordCodec.decode(entry.value));
                store.delete(entry.key);
            }
        }
        size = 0;
    }

    /** The record as it came in. */
    static Record<byte[], byte[]> input(HeldRecord held) {
        Headers headers = new RecordHeaders();
        held.headers().forEach(header -> headers.add(header.name(), header.value()));
        return new Record<>(held.key(), held.value(), held.timestamp(), headers);
    }

    private static List<HeldRecord.Header> headers(Headers headers) {
        List<HeldRecord.Header> all = new ArrayList<>();
        for (Header header : headers) {
            all.add(new HeldRecord.Header(header.key(), header.value()));
        }
        return all;
    }
}
