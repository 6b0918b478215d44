package io.emstream.codec;

import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of points: comma-separated values under a row of column names, quoted as in RFC 4180, in UTF-8, packed with gzip if
 * its name ends in {@code .gz}. Empty cells, NaN and NA are missing values.
 *
 * <p>Opened once to look at the header, and once for every pass over its rows.
 */
public final class PointFile {
    private static final int NONE = -1;

    private final String name;
    private final Source source;
    private final int look;
    private final CsvHeader header;
    private final int[] columns;
    private final int timestamp;
    private final int weight;
    private final PointBorder border;
    private final CsvCells cells = new CsvCells();

    /**
     * Which columns mean what.
     *
     * @param features names and ranges, {@code a,b,p00..p77}; {@code null} for every column that begins with a number and
     *     is not one of the others
     * @param timestamp the column of event times, in ISO-8601 with an offset or epoch milliseconds; {@code null} for none
     * @param weight the column of weights; {@code null} for none
     */
    public record Columns(
            @Nullable String features,
            @Nullable String timestamp,
            @Nullable String weight) {
        /** Every column of numbers is a feature. */
        public static final Columns NUMERIC = new Columns(null, null, null);
    }

    /** Where the bytes come from, unpacked; opened anew for every look at them. */
    public interface Source {
        /** The bytes from their beginning. */
        InputStream open() throws IOException;
    }

    /**
     * A file of which these columns are looked at.
     *
     * @param missing whether values may be missing
     * @param support the values that features may take
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it has no header or not these columns, naming it
     */
    public PointFile(Path path, Columns columns, MissingValues missing, Support support) throws IOException {
        this(String.valueOf(path.getFileName()), () -> unpacked(path), Integer.MAX_VALUE, columns, missing, support);
    }

    /**
     * What comes from a source, of which these columns are looked at.
     *
     * @param name as messages name it
     * @param look so many rows may be looked at to find the columns of numbers
     * @param missing whether values may be missing
     * @param support the values that features may take
     * @throws IOException if the source cannot be read
     * @throws IllegalArgumentException if it has no header or not these columns, naming it
     */
    public PointFile(String name, Source source, int look, Columns columns, MissingValues missing, Support support)
            throws IOException {
        this.name = name;
        this.source = source;
        this.look = look;
        this.header = readHeader();
        this.timestamp = columns.timestamp() == null ? NONE : header.column(columns.timestamp());
        this.weight = columns.weight() == null ? NONE : header.column(columns.weight());
        this.columns = columns.features() == null ? numericColumns() : header.select(columns.features());
        this.border = new PointBorder(features(), false, missing, support);
    }

    /** The last part of its path, as messages name it. */
    public String name() {
        return name;
    }

    /** The names of all columns, in file order. */
    public List<String> header() {
        return header.names();
    }

    /** The names of the columns that are features. */
    public Features features() {
        List<String> names = new ArrayList<>();
        for (int column : columns) {
            names.add(header.name(column));
        }
        try {
            return new Features(names);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(name() + ": " + refused.getMessage(), refused);
        }
    }

    /** Begins a pass over the rows; one at a time. */
    public PointRows rows() throws IOException {
        CsvLines lines = open();
        try {
            lines.next();
            return new PointRows(this, lines);
        } catch (IOException | RuntimeException broken) {
            lines.close();
            throw broken;
        }
    }

    /**
     * All points.
     *
     * @throws IllegalArgumentException if a row is none; the message names file, line, column, value and limit
     */
    public List<Point> read() throws IOException {
        List<Point> points = new ArrayList<>();
        try (PointRows rows = rows()) {
            while (rows.hasNext()) {
                points.add(rows.nextPoint());
            }
        } catch (RejectedPointException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
        return points;
    }

    /**
     * The point in these bytes.
     *
     * @throws RejectedPointException if they are none; the message names file, line, column, value and limit
     */
    Point point(int line, byte[] bytes, int from, int to) throws RejectedPointException {
        try {
            return point(cells.split(bytes, from, to));
        } catch (RejectedPointException refused) {
            String message = name() + ":" + line + ": " + refused.getMessage();
            throw new RejectedPointException(refused.reason(), message);
        }
    }

    private Point point(int count) throws RejectedPointException {
        if (count != header.names().size()) {
            throw PointBorder.reject(
                    Reason.WRONG_DIMENSION,
                    "row has " + count + (count == 1 ? " cell" : " cells") + ", must have "
                            + header.names().size() + " like the header");
        }
        double[] values = new double[columns.length];
        for (int feature = 0; feature < values.length; feature++) {
            values[feature] = value(feature);
        }
        return new Point(values, weight(), timestamp());
    }

    private double value(int feature) throws RejectedPointException {
        int column = columns[feature];
        if (!cells.isNumber(column)) {
            throw border.notANumber(feature, Excerpt.quoted(cells.text(column)));
        }
        if (!border.accepts(cells.value())) {
            throw border.refusal(feature, cells.value(), cells.text(column));
        }
        return cells.value();
    }

    private double weight() throws RejectedPointException {
        if (weight == NONE) {
            return 1;
        }
        if (!cells.isNumber(weight) || !PointBorder.acceptsWeight(cells.value())) {
            throw PointBorder.badWeight(header.name(weight), shown(weight));
        }
        return cells.value();
    }

    private long timestamp() throws RejectedPointException {
        if (timestamp == NONE) {
            return Point.NO_TIMESTAMP;
        }
        String name = header.name(timestamp);
        String text = cells.text(timestamp).strip();
        if (!cells.isNumber(timestamp)) {
            return Timestamps.ofIso(name, text);
        }
        if (Double.isNaN(cells.value())) {
            throw Timestamps.bad(name, shown(timestamp));
        }
        return Timestamps.ofEpoch(name, cells.value(), text);
    }

    private String shown(int column) {
        String text = cells.text(column);
        return text.isBlank() ? "missing" : Excerpt.quoted(text);
    }

    private CsvHeader readHeader() throws IOException {
        try (CsvLines lines = open()) {
            if (!lines.next()) {
                throw new NoTableException(name() + " is empty, must have a row of column names");
            }
            byte[] record = lines.record();
            int count = cells.split(record, 0, record.length);
            List<String> names = new ArrayList<>();
            boolean allNumbers = true;
            for (int column = 0; column < count; column++) {
                names.add(cells.text(column));
                allNumbers &= cells.isNumber(column);
            }
            if (allNumbers) {
                throw new NoTableException(name() + ":1: " + Excerpt.quoted(names.get(0))
                        + " is no name of a column; the first row must hold names: put one above it, such as x1,x2");
            }
            return new CsvHeader(name(), names);
        } catch (RejectedPointException refused) {
            throw new IllegalArgumentException(name() + ":1: " + refused.getMessage(), refused);
        }
    }

    /** The named columns whose first value is a number, without the timestamp and the weight. */
    private int[] numericColumns() throws IOException {
        boolean[] decided = new boolean[header.names().size()];
        boolean[] numeric = new boolean[decided.length];
        for (int column = 0; column < decided.length; column++) {
            decided[column] = column == timestamp
                    || column == weight
                    || header.name(column).isEmpty();
        }
        try (CsvLines lines = open()) {
            lines.next();
            for (int row = 0; row < look && !all(decided) && lines.next(); row++) {
                look(lines.record(), decided, numeric);
            }
        }
        List<Integer> found = new ArrayList<>();
        for (int column = 0; column < numeric.length; column++) {
            if (numeric[column]) {
                found.add(column);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(name() + " has no column of numbers below its names");
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private void look(byte[] record, boolean[] decided, boolean[] numeric) {
        try {
            int count = Math.min(decided.length, cells.split(record, 0, record.length));
            for (int column = 0; column < count; column++) {
                boolean number = cells.isNumber(column);
                if (!decided[column] && !(number && Double.isNaN(cells.value()))) {
                    decided[column] = true;
                    numeric[column] = number;
                }
            }
        } catch (RejectedPointException unquoted) {
            // Told when the row itself is read.
        }
    }

    private static boolean all(boolean[] decided) {
        for (boolean one : decided) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private CsvLines open() throws IOException {
        return new CsvLines(source.open());
    }

    private static InputStream unpacked(Path path) throws IOException {
        InputStream in = Files.newInputStream(path);
        String name = String.valueOf(path.getFileName());
        if (!name.endsWith(".gz")) {
            return in;
        }
        try {
            return new GZIPInputStream(in, 1 << 16);
        } catch (IOException unpacked) {
            in.close();
            throw new IOException(name + ": is not packed with gzip: " + unpacked.getMessage(), unpacked);
        }
    }
}
