package io.emstream.streams;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How many bytes a record takes, a little more rather than less: lengths and the like are counted at their largest. */
public final class RecordSize {
    private static final int PER_HEADER = 16;
    /** The most bytes that a character takes in UTF-8. */
    private static final int PER_CHARACTER = 3;

    private RecordSize() {}

    /** What stands beside the value. */
    public static long besideValue(byte @Nullable [] key, Headers headers) {
        long size = length(key);
        for (Header header : headers) {
            size += (long) header.key().length() * PER_CHARACTER + length(header.value()) + PER_HEADER;
        }
        return size;
    }

    /** The length of bytes that may be absent. */
    static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
