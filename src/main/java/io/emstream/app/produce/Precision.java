package io.emstream.app.produce;

import io.emstream.codec.PointFormat;
import io.emstream.codec.PointRow;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;

/** Which numbers a format has a place for. */
enum Precision {
    /** All doubles. */
    DOUBLE {
        @Override
        void check(PointRow row, Point point) {
            // Every number is one.
        }
    },
    /** Those that do not become infinite as a float, and weights that do not become zero. */
    SINGLE {
        @Override
        void check(PointRow row, Point point) throws RejectedPointException {
            for (double value : point.values()) {
                if (Double.isFinite(value) && Float.isInfinite((float) value)) {
                    throw new RejectedPointException(
                            Reason.NOT_FINITE,
                            "line " + row.line() + ": value is " + value + ", must be " + Float.MAX_VALUE
                                    + " or less for FLOAT32");
                }
            }
            if (point.weight() != 0 && (float) point.weight() == 0) {
                throw new RejectedPointException(
                        Reason.BAD_WEIGHT,
                        "line " + row.line() + ": weight is " + point.weight() + ", must be 0, or " + Float.MIN_VALUE
                                + " or more for FLOAT32");
            }
        }
    };

    abstract void check(PointRow row, Point point) throws RejectedPointException;

    static Precision of(PointFormat format) {
        return format == PointFormat.FLOAT32 ? SINGLE : DOUBLE;
    }
}
