package io.emstream.codec;

import io.emstream.point.RejectedPointException;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks: many points in the value of one record, row by row. An instance may hold scratch space and is used by one
 * thread.
 */
public interface BlockDecoder {
    /** Whether a value is, or means to be, a block; if not, it is for a {@link PointDecoder}. Costs next to nothing. */
    boolean isBlock(byte @Nullable [] value);

    /**
     * Reads all rows of a block. A row that is no point is noted in the table with its reason, and the others are read all the
     * same.
     *
     * @throws RejectedPointException if the block as a whole cannot be read, with the reason; there is no other exception
     */
    void decode(byte[] value, PointTable into) throws RejectedPointException;
}
