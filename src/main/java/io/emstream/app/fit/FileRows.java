package io.emstream.app.fit;

import io.emstream.codec.PointFile;
import io.emstream.codec.PointRows;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of points, read into memory.
 *
 * @param name of the file, without its ending
 * @param features the names of the columns that are features
 * @param rows those that are points; each is made when it is asked for
 * @param refused how many are not
 */
public record FileRows(String name, Features features, PackedRows rows, long refused) {
    /** So many refusals are told one by one. */
    private static final int TOLD = 5;

    /**
     * A row that is a point.
     *
     * @param number of the row, from 0
     * @param point in the file's own units
     */
    public record Row(long number, Point point) {}

    /**
     * Reads all rows.
     *
     * @param refusals is told of rows that are no points
     * @throws IOException if the file cannot be read
     */
    public static FileRows read(PointFile file, Consumer<String> refusals) throws IOException {
        PackedRows points = new PackedRows();
        long refused = 0;
        try (PointRows rows = file.rows()) {
            while (rows.hasNext()) {
                try {
                    points.add(points.size() + refused, rows.nextPoint());
                } catch (RejectedPointException refusal) {
                    if (refused++ < TOLD) {
                        refusals.accept(refusal.reason() + ": " + refusal.getMessage());
                    }
                }
            }
        }
        if (refused > TOLD) {
            refusals.accept((refused - TOLD) + " more rows are no points");
        }
        return new FileRows(file.name().replaceFirst("(\\.csv)?(\\.gz)?$", ""), file.features(), points, refused);
    }

    /** How many rows there are, points or not. */
    public long count() {
        return rows.size() + refused;
    }

    /** The points that can be learned from, in order. */
    List<Point> learnable() {
        return rows.stream().map(Row::point).filter(Point::isLearnable).toList();
    }

    /** The same rows in other units. */
    FileRows in(Scaling scaling) {
        if (scaling.isNone()) {
            return this;
        }
        PackedRows scaled = new PackedRows();
        rows.forEach(row -> scaled.add(row.number(), scaling.scaled(row.point())));
        return new FileRows(name, features, scaled, refused);
    }
}
