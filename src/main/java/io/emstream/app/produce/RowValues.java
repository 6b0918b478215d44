package io.emstream.app.produce;

import io.emstream.codec.BlockEncoder;
import io.emstream.codec.PointEncoder;
import io.emstream.codec.PointEncoders;
import io.emstream.codec.PointFormat;
import io.emstream.codec.PointRow;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;

/** What a record holds of its rows. */
public interface RowValues {
    /**
     * The point of a row that may go into a record.
     *
     * @throws RejectedPointException if the row is no point, or has what the format has no place for
     */
    default Point point(PointRow row) throws RejectedPointException {
        return row.point();
    }

    /** The value of the record that holds these rows. */
    byte[] value(PendingRows rows);

    /** The most rows of a record. */
    default int most() {
        return 1;
    }

    /** Rows of JSON for a topic of JSON, as they stand in the file, with all that they hold beside the point. */
    static RowValues asTheyStand() {
        return PendingRows::bytes;
    }

    /** Points in this format. */
    static RowValues in(PointFormat format) {
        PointEncoder encoder = PointEncoders.of(format);
        return new RowValues() {
            @Override
            public Point point(PointRow row) throws RejectedPointException {
                Point point = row.point();
                if (format != PointFormat.JSON && point.weight() != 1) {
                    throw new RejectedPointException(
                            Reason.BAD_WEIGHT,
                            "line " + row.line() + ": weight is " + point.weight() + ", must be 1, because " + format
                                    + " has no place for weights");
                }
                Precision.of(format).check(row, point);
                return point;
            }

            @Override
            public byte[] value(PendingRows rows) {
                return encoder.encode(rows.points().get(0));
            }
        };
    }

    /**
     * Blocks in this format.
     *
     * @param most rows of a block
     * @throws IllegalArgumentException if there are no blocks in this format
     */
    static RowValues blocks(PointFormat format, int most) {
        BlockEncoder encoder = PointEncoders.blocks(format);
        return new RowValues() {
            @Override
            public Point point(PointRow row) throws RejectedPointException {
                Point point = row.point();
                Precision.of(format).check(row, point);
                return point;
            }

            @Override
            public byte[] value(PendingRows rows) {
                return encoder.encode(rows.points());
            }

            @Override
            public int most() {
                return most;
            }
        };
    }
}
