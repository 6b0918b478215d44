package io.emstream.app.produce;

import io.emstream.codec.PointEncoder;
import io.emstream.codec.PointEncoders;
import io.emstream.codec.PointFormat;
import io.emstream.codec.PointRow;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;

/** What a record holds of its row. */
public interface RowValues {
    /**
     * The value of the record.
     *
     * @throws RejectedPointException if the row is no point, or has what the format has no place for
     */
    byte[] value(PointRow row) throws RejectedPointException;

    /** Rows of JSON for a topic of JSON, as they stand in the file, with all that they hold beside the point. */
    static RowValues asTheyStand() {
        return row -> {
            Point unused = row.point();
            return row.bytes();
        };
    }

    /** Points in this format. */
    static RowValues in(PointFormat format) {
        PointEncoder encoder = PointEncoders.of(format);
        return row -> {
            Point point = row.point();
            if (format != PointFormat.JSON && point.weight() != 1) {
                throw new RejectedPointException(
                        Reason.BAD_WEIGHT,
                        "line " + row.line() + ": weight is " + point.weight() + ", must be 1, because " + format
                                + " has no place for weights");
            }
            if (format == PointFormat.FLOAT32) {
                requireSingle(row, point);
            }
            return encoder.encode(point);
        };
    }

    private static void requireSingle(PointRow row, Point point) throws RejectedPointException {
        for (double value : point.values()) {
            if (Double.isFinite(value) && Float.isInfinite((float) value)) {
                throw new RejectedPointException(
                        Reason.NOT_FINITE,
                        "line " + row.line() + ": value is " + value + ", must be " + Float.MAX_VALUE
                                + " or less for FLOAT32");
            }
        }
    }
}
