package io.emstream.codec;

import io.emstream.point.Point;

/** Writes points as JSON, as {@link PointFormat#JSON} reads them: {@code {"x":[1.5,null],"weight":2.0,"timestamp":…}}. */
public final class PointJson {
    private PointJson() {}

    /** The record of a point, to the last bit; a weight of 1 and a time that does not exist are left out. */
    public static byte[] encode(Point point) {
        return JsonWriting.write(false, to -> {
            to.writeStartObject();
            to.writeArrayFieldStart("x");
            for (double value : point.values()) {
                JsonWriting.number(to, value);
            }
            to.writeEndArray();
            if (point.weight() != 1) {
                to.writeNumberField("weight", point.weight());
            }
            if (point.timestamp() != Point.NO_TIMESTAMP) {
                to.writeNumberField("timestamp", point.timestamp());
            }
            to.writeEndObject();
        });
    }
}
