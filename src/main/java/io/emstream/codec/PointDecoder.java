package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import org.jspecify.annotations.Nullable;

/** Reads points from the values of records. An instance may hold scratch space and is used by one thread. */
public interface PointDecoder {
    /**
     * The point in these bytes.
     *
     * @throws RejectedPointException if they hold none, with the reason; there is no other exception
     */
    Point decode(byte @Nullable [] value) throws RejectedPointException;
}
