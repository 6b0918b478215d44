package io.emstream.codec;

/**
 * Bytes of an internal format are not what their layout says: cut short, too long, of another version, or holding a code or
 * length that cannot be. The message says where, what and the limit.
 *
 * <p>Unchecked, because these bytes were written by emstream itself: there is nothing that a caller could do with the rest.
 */
public final class MalformedBytesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String reason;

    /** Refuses what stands at this position, counted from 0, for this reason. */
    public MalformedBytesException(int position, String reason) {
        super("byte " + position + ": " + reason);
        this.position = position;
        this.reason = reason;
    }

    /** Where the bytes stop making sense, counted from 0. */
    public int position() {
        return position;
    }

    /** The same complaint, naming the block that these bytes are. */
    MalformedBytesException in(String block) {
        return new MalformedBytesException(position, block + ": " + reason);
    }
}
