package io.emstream.codec;

import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Points as lines of comma-separated values: one cell for each feature, in order, and nothing else; the weight is 1 and
 * there is no time. A line end may follow; empty cells, NaN and NA are missing.
 */
final class CsvPointDecoder implements PointDecoder {
    private final PointBorder border;
    private final CsvCells cells = new CsvCells();

    CsvPointDecoder(PointBorder border) {
        this.border = border;
    }

    @Override
    public Point decode(byte @Nullable [] value) throws RejectedPointException {
        byte[] bytes = Objects.requireNonNull(value);
        int count = cells.split(bytes, 0, endOfLine(bytes));
        if (count != border.dimension()) {
            throw border.wrongDimension(count);
        }
        double[] values = new double[count];
        for (int feature = 0; feature < count; feature++) {
            values[feature] = value(feature);
        }
        return new Point(values, 1, Point.NO_TIMESTAMP);
    }

    private double value(int feature) throws RejectedPointException {
        if (!cells.isNumber(feature)) {
            throw border.notANumber(feature, Excerpt.quoted(cells.text(feature)));
        }
        if (!border.accepts(cells.value())) {
            throw border.refusal(feature, cells.value(), cells.text(feature));
        }
        return cells.value();
    }

    private static int endOfLine(byte[] bytes) throws RejectedPointException {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && bytes[end - 1] == '\r') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                throw PointBorder.reject(Reason.NOT_A_POINT, "line ends at byte " + i + ", must be the only one");
            }
        }
        return end;
    }
}
