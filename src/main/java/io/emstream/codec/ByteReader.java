package io.emstream.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} writes. Every length is checked against the bytes that are left before anything is
 * allocated; whatever does not fit is a {@link MalformedBytesException}.
 */
final class ByteReader {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int position;

    /** Reads a message that starts with this letter and has this version of its layout. */
    ByteReader(byte[] bytes, char letter, int version) {
        this.bytes = bytes;
        int first = readByte();
        if (first != letter) {
            throw malformed(0, "is " + first + ", must be " + (int) letter + " ('" + letter + "')");
        }
        int actual = readByte();
        if (actual != version) {
            throw malformed(
                    1,
                    "version of '" + letter + "' is " + actual + ", must be " + version
                            + (actual > version
                                    ? "; a newer version of emstream wrote this: use that version, or a newer one"
                                    : ""));
        }
    }

    /** Where the next byte is read. */
    int position() {
        return position;
    }

    /** How many bytes are left. */
    int remaining() {
        return bytes.length - position;
    }

    /** An unsigned byte. */
    int readByte() {
        return bytes[take(1, "a byte")] & 0xff;
    }

    int readInt() {
        return (int) INTS.get(bytes, take(Integer.BYTES, "an int"));
    }

    long readLong() {
        return (long) LONGS.get(bytes, take(Long.BYTES, "a long"));
    }

    double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /** As many values. */
    double[] readDoubles(int count) {
        if (count > remaining() / Double.BYTES) {
            throw malformed(position, count + " numbers must follow, but only " + remaining() + " bytes do");
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = readDouble();
        }
        return values;
    }

    /**
     * A number of elements that can fit into what is left.
     *
     * @param least the smallest number
     * @param size the fewest bytes that an element takes
     */
    int readCount(String what, int least, long size) {
        int at = position;
        int count = readInt();
        if (count < least || count > remaining() / size) {
            throw malformed(
                    at, "number of " + what + " is " + count + ", must be " + least + " to " + remaining() / size);
        }
        return count;
    }

    /** A number of bytes and as many bytes; {@code null} for −1. */
    byte @Nullable [] readBytes(String what) {
        int length = readCount("bytes of " + what, -1, 1);
        if (length < 0) {
            return null;
        }
        int from = take(length, what);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** A number of bytes and as many bytes of UTF-8. */
    String readString(String what) {
        int length = readCount("bytes of " + what, 0, 1);
        int from = take(length, what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw malformed(from, what + " is not UTF-8");
        }
    }

    /** The message must end here. */
    void end() {
        if (remaining() > 0) {
            throw malformed(position, "the message ends here, but " + remaining() + " bytes follow");
        }
    }

    /** A complaint about what stands at the given position. */
    MalformedBytesException malformed(int at, String reason) {
        return new MalformedBytesException(at, reason);
    }

    /** A complaint about what stands at the given position, by whoever was to make a value of it. */
    MalformedBytesException malformed(int at, IllegalArgumentException refusal) {
        return malformed(at, String.valueOf(refusal.getMessage()));
    }

    private int take(int length, String what) {
        if (remaining() < length) {
            throw malformed(position, "the bytes end within " + what);
        }
        int from = position;
        position += length;
        return from;
    }
}
