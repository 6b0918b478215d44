package io.emstream.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.emstream.family.Support;
import io.emstream.point.Features;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Points as JSON, one in each line, as {@link PointFormat#JSON} reads them; empty lines are passed over, and so is a byte
 * order mark. In constant memory, but for the line.
 */
public final class JsonPointLines implements RowSequence {
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final LineBytes lines;
    private final PointDecoder decoder;
    private final Features features;
    private boolean peeked;
    private boolean more;
    private long number;

    /**
     * The points in these lines.
     *
     * @param name as messages name the source
     * @param features what to look for; {@code null} if the first line shall say how many values a point has, which it does
     *     if it is an array or has one in the field {@code x}
     * @param missing whether values may be missing
     * @param support the values that features may take
     * @throws IOException if the source cannot be read
     * @throws IllegalArgumentException if the first line does not say how many values a point has
     */
    public JsonPointLines(
            String name, InputStream in, @Nullable Features features, MissingValues missing, Support support)
            throws IOException {
        this.name = name;
        this.lines = new LineBytes(in, ", must be one point");
        this.features = features == null ? ofFirstLine() : features;
        this.decoder = PointDecoders.of(PointFormat.JSON, this.features, missing, support, LineBytes.LONGEST);
    }

    /** The features, numbered if nobody has named them. */
    public Features features() {
        return features;
    }

    private Features ofFirstLine() throws IOException {
        more = readLine();
        peeked = true;
        if (!more) {
            return Features.ofDimension(1);
        }
        int dimension = dimension(lines.copy())
                .orElseThrow(() -> new IllegalArgumentException(name + ":" + lines.line()
                        + ": the point is neither an array nor an object with an array x, so its"
                        + " features must be named"));
        return Features.ofDimension(dimension);
    }

    /** How many values the vector of a point has; empty if there is no vector. */
    private static OptionalInt dimension(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return count(parser);
            }
            if (first != JsonToken.START_OBJECT) {
                return OptionalInt.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("x") && token == JsonToken.START_ARRAY) {
                    return count(parser);
                }
                parser.skipChildren();
            }
            return OptionalInt.empty();
        } catch (IOException notJson) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt count(JsonParser parser) throws IOException {
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            parser.skipChildren();
            count++;
        }
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    @Override
    public boolean hasNext() {
        if (!peeked) {
            try {
                more = readLine();
            } catch (IOException broken) {
                throw new UncheckedIOException(new IOException(name + ": " + broken.getMessage(), broken));
            }
            peeked = true;
        }
        return more;
    }

    @Override
    public PointRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last line of " + name);
        }
        peeked = false;
        byte[] bytes = lines.copy();
        try {
            return PointRow.of(number++, lines.line(), bytes, decoder.decode(bytes));
        } catch (RejectedPointException refused) {
            String message = name + ":" + lines.line() + ": " + refused.getMessage();
            return PointRow.refused(
                    number - 1, lines.line(), bytes, new RejectedPointException(refused.reason(), message));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Goes to the next line that is not empty; false at the end. */
    private boolean readLine() throws IOException {
        do {
            if (!lines.next()) {
                return false;
            }
            while (lines.length() > 0 && isBlank(lines.last())) {
                lines.cutLast();
            }
        } while (lines.length() == 0);
        return true;
    }

    private static boolean isBlank(byte character) {
        return character >= 0 && character <= ' ';
    }
}
