package io.emstream.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks as JSON: {@code {"X":[[1.5,2.0],[null,3.5]],"w":[1,3],"timestamp":"2026-01-31T12:00:00Z"}}. {@code w} has a weight
 * for each row, {@code null} for 1; it and the timestamp, which is that of all rows, may be left out. Other fields are skipped,
 * but for a {@code weight}, which would be lost.
 *
 * <p>A value is a block if it is an object with an array of arrays in the field {@code X}, or an empty one, unless its first
 * field is {@code x} or a feature's pointer leads into {@code X}. A feature called {@code X}, {@code w}, {@code weight} or
 * {@code timestamp} is another thing, as in a point.
 */
final class JsonBlockDecoder implements BlockDecoder {
    private static final String ROWS = "X";
    private static final String WEIGHTS = "w";
    private static final String WEIGHT = "weight";
    private static final String TIMESTAMP = "timestamp";

    private final PointBorder border;
    private final int maxRows;
    private final @Nullable FieldTree tree;
    private final boolean readsWeight;
    private final boolean readsTimestamp;
    private final PlainJsonBlock plain;
    private final double[] scratch;
    private final List<Object> weights = new ArrayList<>();
    private boolean rowsSeen;
    private boolean weightsSeen;
    private boolean timestampSeen;

    JsonBlockDecoder(PointBorder border, int maxRows) {
        this.border = border;
        this.maxRows = maxRows;
        FieldTree fields = FieldTree.of(border.features());
        this.tree = fields.field(ROWS);
        this.readsWeight = fields.field(WEIGHT) == null;
        this.readsTimestamp = fields.field(TIMESTAMP) == null;
        this.plain = new PlainJsonBlock(border, maxRows);
        this.scratch = new double[border.dimension()];
    }

    /** The number of rows of a block, if it may have so many. */
    static int checkRows(long rows, int maxRows) throws RejectedPointException {
        if (rows == 0) {
            throw PointBorder.reject(Reason.NOT_A_POINT, "block has no rows, must have 1 or more");
        }
        if (rows > maxRows) {
            throw PointBorder.reject(
                    Reason.TOO_LARGE,
                    "block has " + rows + " rows, must have at most " + maxRows + " (max.block.rows)");
        }
        return (int) rows;
    }

    @Override
    public boolean isBlock(byte @Nullable [] value) {
        return value != null && (tree == null || tree.isFeature()) && JsonBlocks.isBlock(value);
    }

    @Override
    public void decode(byte[] value, PointTable into) throws RejectedPointException {
        into.clear();
        if (!plain.read(value, into)) {
            parse(value, into);
        }
    }

    /** Reads any block, plain or not. */
    void parse(byte[] value, PointTable into) throws RejectedPointException {
        into.clear();
        weights.clear();
        rowsSeen = false;
        weightsSeen = false;
        timestampSeen = false;
        try (JsonParser parser = JsonPointDecoder.parser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw broken("is not an object");
            }
            long rows = readFields(parser, into);
            if (parser.nextToken() != null) {
                throw broken("goes on at byte " + parser.currentTokenLocation().getByteOffset()
                        + ", must end with the object");
            }
            checkRows(rows, maxRows);
        } catch (IOException | RuntimeException broken) {
            // Whatever a strange record does to the parser, it must not stop the stream.
            throw PointBorder.reject(Reason.NOT_A_POINT, "block is not JSON" + JsonPointDecoder.complaint(broken));
        }
        weigh(into);
    }

    private long readFields(JsonParser parser, PointTable into) throws IOException, RejectedPointException {
        long rows = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals(ROWS) && token == JsonToken.START_ARRAY) {
                checkOnce(rowsSeen, ROWS);
                rowsSeen = true;
                rows = readRows(parser, into);
            } else if (name.equals(WEIGHTS) && token == JsonToken.START_ARRAY) {
                checkOnce(weightsSeen, WEIGHTS);
                weightsSeen = true;
                readWeights(parser);
            } else if (name.equals(WEIGHT) && readsWeight && token != JsonToken.VALUE_NULL) {
                throw PointBorder.reject(
                        Reason.BAD_WEIGHT, "block has a weight, must have an array w with a weight for each row");
            } else if (name.equals(TIMESTAMP) && readsTimestamp) {
                checkOnce(timestampSeen, TIMESTAMP);
                timestampSeen = true;
                into.setTimestamp(JsonPointDecoder.timestamp(parser, token));
            } else {
                parser.skipChildren();
            }
        }
        return rows;
    }

    private long readRows(JsonParser parser, PointTable into) throws IOException {
        long rows = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (rows++ < maxRows) {
                readRow(parser, token, into);
            } else {
                parser.skipChildren();
            }
        }
        return rows;
    }

    private void readRow(JsonParser parser, JsonToken token, PointTable into) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        RejectedPointException why = null;
        int count = 0;
        int missing = 0;
        if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                if (count < scratch.length && why == null) {
                    try {
                        scratch[count] = JsonPointDecoder.value(border, parser, next, count);
                        missing += Double.isNaN(scratch[count]) ? 1 : 0;
                    } catch (RejectedPointException refused) {
                        why = refused;
                    }
                }
                parser.skipChildren();
                count++;
            }
            if (count != scratch.length) {
                why = border.wrongDimension(count);
            }
        } else {
            why = PointBorder.reject(
                    Reason.NOT_A_POINT, "row is " + JsonPointDecoder.shown(parser, token) + ", must be an array");
            parser.skipChildren();
        }
        // Rows that are none take no room for values.
        if (why == null) {
            System.arraycopy(scratch, 0, into.add(start), 0, scratch.length);
        } else {
            into.addRefused(start, why);
        }
        into.end(count - missing, (int) parser.currentLocation().getByteOffset());
    }

    private void readWeights(JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (weights.size() <= maxRows) {
                weights.add(weight(parser, token));
            }
            parser.skipChildren();
        }
    }

    /** A number, or why it is no weight. */
    private static Object weight(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return 1.0;
        }
        boolean isNumber = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
        double weight = isNumber ? parser.getDoubleValue() : Double.NaN;
        return PointBorder.acceptsWeight(weight)
                ? (Object) weight
                : PointBorder.badWeight("weight", JsonPointDecoder.shown(parser, token));
    }

    private void weigh(PointTable into) throws RejectedPointException {
        if (weightsSeen && weights.size() != into.rows()) {
            throw PointBorder.reject(
                    Reason.BAD_WEIGHT,
                    "block has " + (weights.size() > maxRows ? "more than " + maxRows : weights.size())
                            + " weights, must have one for each of " + into.rows() + " rows");
        }
        for (int row = 0; row < weights.size(); row++) {
            if (weights.get(row) instanceof RejectedPointException why) {
                into.refuse(row, why);
            } else {
                into.weigh(row, (Double) weights.get(row));
            }
        }
    }

    private static void checkOnce(boolean before, String what) throws RejectedPointException {
        if (before) {
            throw broken("has " + what + " twice, must have it once");
        }
    }

    private static RejectedPointException broken(String what) {
        return PointBorder.reject(Reason.NOT_A_POINT, "block " + what);
    }
}
