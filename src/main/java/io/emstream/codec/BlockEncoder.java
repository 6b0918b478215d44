package io.emstream.codec;

import io.emstream.point.Point;
import java.util.List;

/** Writes points as the value of one record, as the {@link BlockDecoder} of the same format reads them. */
public interface BlockEncoder {
    /**
     * The value of a record; a copy.
     *
     * @param points one or more, all of as many values, and of one time, which packed blocks have no place for
     */
    byte[] encode(List<Point> points);
}
