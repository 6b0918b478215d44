package io.emstream.streams;

import io.emstream.codec.HeldRecord;
import io.emstream.codec.HeldRecordCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The records that wait for the first model, in order, in a store that survives a crash; with them, since when they wait, or
 * that the wait has been given up.
 */
final class HeldPoints {
    /** A hold of so many bytes is full, however few points they are. */
    private static final long MOST_BYTES = 48L << 20;
    /** The key of the time since when records wait; those of the records count up from 0. */
    private static final long SINCE = -1;
    /** In place of a time: nothing waits any more. */
    private static final long GIVEN_UP = Long.MIN_VALUE;

    private final KeyValueStore<Long, byte[]> store;
    private final int mostPoints;
    private final long longestMillis;
    private long since = Long.MAX_VALUE;
    private long next;
    private int size;
    private long bytes;

    /**
     * What the store holds from before is still held.
     *
     * @param points how many a record holds
     */
    HeldPoints(KeyValueStore<Long, byte[]> store, int mostPoints, Duration longest, ToIntFunction<HeldRecord> points) {
        this.store = store;
        this.mostPoints = mostPoints;
        this.longestMillis = longest.toMillis();
        byte[] stored = store.get(SINCE);
        if (stored != null) {
            since = ByteBuffer.wrap(stored).getLong();
        }
        try (KeyValueIterator<Long, byte[]> held = all()) {
            while (held.hasNext()) {
                KeyValue<Long, byte[]> entry = held.next();
                next = entry.key + 1;
                size += points.applyAsInt(HeldRecordCodec.decode(entry.value));
                bytes += entry.value.length;
            }
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether no more can wait. */
    boolean isFull() {
        return size >= mostPoints || bytes >= MOST_BYTES;
    }

    /** Whether records have waited for as long as they may. */
    boolean isOverdue(long now) {
        // A clock that was set back starts the wait anew.
        since = Math.min(since, now);
        return size > 0 && now - since >= longestMillis;
    }

    /** Whether there was a wait and it has been given up. */
    boolean isGivenUp() {
        return since == GIVEN_UP;
    }

    /** Lets nothing wait any more; to be followed by a {@link #release}. */
    void giveUp() {
        remember(GIVEN_UP);
    }

    /**
     * Lets a record wait behind the others.
     *
     * @param points how many it holds, 1 or more
     */
    void add(Record<byte[], byte[]> input, long offset, int points, long now) {
        if (size == 0) {
            remember(now);
        }
        byte[] held = HeldRecordCodec.encode(
                new HeldRecord(input.key(), input.value(), offset, input.timestamp(), headers(input.headers())));
        store.put(next++, held);
        size += points;
        bytes += held.length;
    }

    /** Hands all records over, in order, and holds none any more. */
    void release(Consumer<HeldRecord> each) {
        try (KeyValueIterator<Long, byte[]> held = all()) {
            while (held.hasNext()) {
                KeyValue<Long, byte[]> entry = held.next();
                each.accept(HeldRecordCodec.decode(entry.value));
                store.delete(entry.key);
            }
        }
        size = 0;
        bytes = 0;
    }

    private KeyValueIterator<Long, byte[]> all() {
        return store.range(0L, Long.MAX_VALUE);
    }

    private void remember(long time) {
        since = time;
        store.put(SINCE, ByteBuffer.allocate(Long.BYTES).putLong(time).array());
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
