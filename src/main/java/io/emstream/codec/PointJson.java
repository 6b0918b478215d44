package io.emstream.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.emstream.point.Point;
import java.io.IOException;
import java.util.List;

/**
 * Writes points as JSON, as {@link PointFormat#JSON} reads them: {@code {"x":[1.5,null],"weight":2.0,"timestamp":…}}, and
 * blocks: {@code {"X":[[1.5,null]],"w":[2.0],"timestamp":…}}.
 */
public final class PointJson {
    private PointJson() {}

    /** The record of a point, to the last bit; a weight of 1 and a time that does not exist are left out. */
    public static byte[] encode(Point point) {
        return JsonWriting.write(false, to -> {
            to.writeStartObject();
            to.writeFieldName("x");
            writeValues(to, point);
            if (point.weight() != 1) {
                to.writeNumberField("weight", point.weight());
            }
            writeTime(to, point);
            to.writeEndObject();
        });
    }

    /** The record of a block, to the last bit; weights are left out if all are 1, and a time that does not exist. */
    static byte[] encode(List<Point> points) {
        return JsonWriting.write(false, to -> {
            to.writeStartObject();
            to.writeArrayFieldStart("X");
            for (Point point : points) {
                writeValues(to, point);
            }
            to.writeEndArray();
            if (points.stream().anyMatch(point -> point.weight() != 1)) {
                to.writeArrayFieldStart("w");
                for (Point point : points) {
                    to.writeNumber(point.weight());
                }
                to.writeEndArray();
            }
            writeTime(to, points.get(0));
            to.writeEndObject();
        });
    }

    private static void writeValues(JsonGenerator to, Point point) throws IOException {
        to.writeStartArray();
        for (double value : point.values()) {
            JsonWriting.number(to, value);
        }
        to.writeEndArray();
    }

    private static void writeTime(JsonGenerator to, Point point) throws IOException {
        if (point.timestamp() != Point.NO_TIMESTAMP) {
            to.writeNumberField("timestamp", point.timestamp());
        }
    }
}
