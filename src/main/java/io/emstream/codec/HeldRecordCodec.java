package io.emstream.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Held records in their store.
 *
 * <pre>
 * byte    'H'
 * byte    version of the layout, 1
 * long    offset
 * long    timestamp
 * bytes   key
 * bytes   value
 * int     number of headers
 * for each:
 * bytes     name, in UTF-8; never absent
 * bytes     value
 * </pre>
 *
 * Numbers are big-endian; bytes are an int, their number, and those; −1 if they are absent. Nothing may follow.
 */
public final class HeldRecordCodec {
    private static final char LETTER = 'H';
    private static final int VERSION = 1;

    private HeldRecordCodec() {}

    /** The bytes of a held record. */
    public static byte[] encode(HeldRecord held) {
        ByteWriter to = new ByteWriter(LETTER, VERSION);
        to.writeLong(held.offset());
        to.writeLong(held.timestamp());
        to.writeBytes(held.key());
        to.writeBytes(held.value());
        to.writeInt(held.headers().size());
        for (HeldRecord.Header header : held.headers()) {
            to.writeString(header.name());
            to.writeBytes(header.value());
        }
        return to.toBytes();
    }

    /**
     * The held record in these bytes.
     *
     * @throws MalformedBytesException if there is none
     */
    public static HeldRecord decode(byte[] bytes) {
        ByteReader from = new ByteReader(bytes, LETTER, VERSION);
        long offset = from.readLong();
        long timestamp = from.readLong();
        byte[] key = from.readBytes("key");
        byte[] value = from.readBytes("value");
        int count = from.readCount("headers", 0, 2L * Integer.BYTES);
        List<HeldRecord.Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = from.readString("the name of a header");
            headers.add(new HeldRecord.Header(name, from.readBytes("the value of a header")));
        }
        from.end();
        return new HeldRecord(key, value, offset, timestamp, headers);
    }
}
