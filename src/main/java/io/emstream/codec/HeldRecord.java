package io.emstream.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the input that is held back until there is a model to label it with: all that its assignment is made of.
 *
 * <p>Final classes rather than records, because they hold arrays; these are taken over and never written to.
 */
public final class HeldRecord {
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final long offset;
    private final long timestamp;
    private final List<Header> headers;

    /**
     * A record with this content.
     *
     * @param offset in its partition
     * @param timestamp of the record, epoch milliseconds
     * @param headers in order; names may repeat
     */
    public HeldRecord(
            byte @Nullable [] key, byte @Nullable [] value, long offset, long timestamp, List<Header> headers) {
        this.key = key;
        this.value = value;
        this.offset = offset;
        this.timestamp = timestamp;
        this.headers = List.copyOf(headers);
    }

    /** A header of the record. */
    public static final class Header {
        private final String name;
        private final byte @Nullable [] value;

        /** A header of this name and value. */
        public Header(String name, byte @Nullable [] value) {
            this.name = name;
            this.value = value;
        }

        /** The name. */
        public String name() {
            return name;
        }

        /** The value; not a copy. */
        public byte @Nullable [] value() {
            return value;
        }
    }

    /** The key; not a copy. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The value; not a copy. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The record's place in its partition. */
    public long offset() {
        return offset;
    }

    /** The time of the record, epoch milliseconds. */
    public long timestamp() {
        return timestamp;
    }

    /** The headers, in order. */
    public List<Header> headers() {
        return headers;
    }
}
