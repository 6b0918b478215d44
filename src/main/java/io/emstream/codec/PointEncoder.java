package io.emstream.codec;

import io.emstream.point.Point;

/** Writes points as the values of records, as the {@link PointDecoder} of the same format reads them. */
public interface PointEncoder {
    /** The value of a record; a copy. */
    byte[] encode(Point point);
}
