package io.emstream.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Points as JSON: a vector {@code [1.5,2.0]}, an object with a vector {@code {"x":[1.5,2.0]}}, or an object with a field for
 * each feature; objects may have a {@code weight} and a {@code timestamp}, and whatever else, which is skipped.
 *
 * <p>An array in the field {@code x} is the vector, whatever the features are called, unless a pointer leads into it. A
 * feature called {@code weight}, {@code timestamp} or {@code x} is that feature and nothing else. A weight or timestamp of
 * {@code null} is one that is not there. In a named form, features that are not there are missing; but if nobody has named
 * the features, an object must have at least one of them.
 *
 * <p>The text is UTF-8, read once from front to end without building a tree.
 */
final class JsonPointDecoder implements PointDecoder {
    private static final String VECTOR = "x";
    private static final String WEIGHT = "weight";
    private static final String TIMESTAMP = "timestamp";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Foreign field names would stay in the JVM for ever, or be refused where too many look alike.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final PointBorder border;
    private final FieldTree tree;
    private final boolean unnamed;
    private final PlainJsonPoint plain;
    private final boolean[] seen;
    private boolean vectorSeen;
    private boolean weightSeen;
    private boolean timestampSeen;
    private double weight;
    private long timestamp;
    private @Nullable RejectedPointException refused;

    /** A parser that reads numbers fast and takes NaN and Infinity. */
    static JsonParser parser(byte[] json) throws IOException {
        return JSON.createParser(json);
    }

    JsonPointDecoder(PointBorder border) {
        this.border = border;
        this.tree = FieldTree.of(border.features());
        this.unnamed = border.features().equals(Features.ofDimension(border.dimension()));
        this.plain = new PlainJsonPoint(border, tree);
        this.seen = new boolean[border.dimension()];
    }

    @Override
    public Point decode(byte @Nullable [] value) throws RejectedPointException {
        byte[] bytes = Objects.requireNonNull(value);
        double[] values = new double[border.dimension()];
        if (plain.read(bytes, values)) {
            return new Point(values, 1, Point.NO_TIMESTAMP);
        }
        reset();
        try (JsonParser parser = parser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                readVector(parser, values);
            } else if (first == JsonToken.START_OBJECT) {
                readObject(parser, values);
            } else {
                throw notAPoint("record value is " + shown(parser, first) + ", must be an array or an object");
            }
            if (parser.nextToken() != null) {
                throw notAPoint("record value goes on at byte "
                        + parser.currentTokenLocation().getByteOffset() + ", must end with the point");
            }
        } catch (IOException | RuntimeException broken) {
            // Not only the documented exceptions: whatever a strange record does to the parser, it must not stop the
            // stream.
            throw notAPoint("record value is not JSON" + complaint(broken));
        }
        return new Point(values, weight, timestamp);
    }

    private void reset() {
        Arrays.fill(seen, false);
        vectorSeen = false;
        weightSeen = false;
        timestampSeen = false;
        weight = 1;
        timestamp = Point.NO_TIMESTAMP;
        refused = null;
    }

    private void readVector(JsonParser parser, double[] values) throws IOException, RejectedPointException {
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (count < values.length) {
                values[count] = readValue(parser, token, count);
            } else {
                parser.skipChildren();
            }
            count++;
        }
        if (count != values.length) {
            throw border.wrongDimension(count);
        }
    }

    private void readObject(JsonParser parser, double[] values) throws IOException, RejectedPointException {
        Arrays.fill(values, Double.NaN);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            FieldTree field = tree.field(name);
            if (token == JsonToken.START_ARRAY && name.equals(VECTOR) && (field == null || field.isFeature())) {
                checkOnce(vectorSeen, VECTOR);
                vectorSeen = true;
                readVector(parser, values);
            } else if (field != null) {
                readNamed(parser, token, field, values);
            } else if (name.equals(WEIGHT)) {
                checkOnce(weightSeen, WEIGHT);
                weightSeen = true;
                readWeight(parser, token);
            } else if (name.equals(TIMESTAMP)) {
                checkOnce(timestampSeen, TIMESTAMP);
                timestampSeen = true;
                timestamp = timestamp(parser, token);
            } else {
                if (unnamed && name.equals(VECTOR)) {
                    refuse(notAPoint("x is " + shown(parser, token) + ", must be an array"));
                }
                parser.skipChildren();
            }
        }
        if (!vectorSeen) {
            checkNamed();
        }
    }

    /** What was found under the names of the features is the point. */
    private void checkNamed() throws RejectedPointException {
        if (refused != null) {
            throw refused;
        }
        boolean any = false;
        for (int feature = 0; feature < seen.length; feature++) {
            any |= seen[feature];
            if (!seen[feature] && !border.accepts(Double.NaN)) {
                throw border.refusal(feature, Double.NaN, "");
            }
        }
        if (unnamed && !any) {
            throw notAPoint("record value has no x, must have it as an array");
        }
    }

    private void readNamed(JsonParser parser, JsonToken token, FieldTree place, double[] values) throws IOException {
        if (place.isFeature()) {
            readFeature(parser, token, place.feature(), values);
        } else if (token == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken next = parser.nextToken();
                readNamedOrSkip(parser, next, place.field(name), values);
            }
        } else if (token == JsonToken.START_ARRAY) {
            int index = 0;
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                readNamedOrSkip(parser, next, place.element(index++), values);
            }
        }
    }

    private void readNamedOrSkip(JsonParser parser, JsonToken token, @Nullable FieldTree place, double[] values)
            throws IOException {
        if (place == null) {
            parser.skipChildren();
        } else {
            readNamed(parser, token, place, values);
        }
    }

    /** Reads a feature under its name; a refusal waits, because a vector may yet come and count instead. */
    private void readFeature(JsonParser parser, JsonToken token, int feature, double[] values) throws IOException {
        try {
            checkOnce(seen[feature], border.name(feature));
            seen[feature] = true;
            double value = readValue(parser, token, feature);
            if (!vectorSeen) {
                values[feature] = value;
            }
        } catch (RejectedPointException why) {
            refuse(why);
            parser.skipChildren();
        }
    }

    private double readValue(JsonParser parser, JsonToken token, int feature)
            throws IOException, RejectedPointException {
        return value(border, parser, token, feature);
    }

    /** The value of a feature that a token spells. */
    static double value(PointBorder border, JsonParser parser, JsonToken token, int feature)
            throws IOException, RejectedPointException {
        double value = Double.NaN;
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            value = parser.getDoubleValue();
        } else if (token != JsonToken.VALUE_NULL
                && !(token == JsonToken.VALUE_STRING && parser.getText().equals("NaN"))) {
            throw border.notANumber(feature, shown(parser, token));
        }
        if (!border.accepts(value)) {
            throw border.refusal(feature, value, parser.getText());
        }
        return value;
    }

    private void readWeight(JsonParser parser, JsonToken token) throws IOException, RejectedPointException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            weight = parser.getDoubleValue();
            if (!PointBorder.acceptsWeight(weight)) {
                throw PointBorder.badWeight(WEIGHT, shown(parser, token));
            }
        } else if (token != JsonToken.VALUE_NULL) {
            throw PointBorder.badWeight(WEIGHT, shown(parser, token));
        }
    }

    /** The event time that a token spells; none for {@code null}. */
    static long timestamp(JsonParser parser, JsonToken token) throws IOException, RejectedPointException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return Timestamps.ofEpoch(TIMESTAMP, parser.getDoubleValue(), parser.getText());
        }
        if (token == JsonToken.VALUE_STRING) {
            return Timestamps.ofIso(TIMESTAMP, parser.getText());
        }
        if (token == JsonToken.VALUE_NULL) {
            return Point.NO_TIMESTAMP;
        }
        throw Timestamps.bad(TIMESTAMP, shown(parser, token));
    }

    static String complaint(Exception broken) {
        if (!(broken instanceof JsonProcessingException told)) {
            return ": " + Excerpt.ofSentence(broken.toString());
        }
        // Breaches of the parser's limits have no location.
        JsonLocation place = told.getLocation();
        return (place == null ? ": " : " at byte " + place.getByteOffset() + ": ")
                + Excerpt.ofSentence(told.getOriginalMessage());
    }

    private void refuse(RejectedPointException why) {
        if (refused == null) {
            refused = why;
        }
    }

    private static void checkOnce(boolean before, String what) throws RejectedPointException {
        if (before) {
            throw notAPoint(what + " is there twice, must be there once");
        }
    }

    static String shown(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            return "empty";
        }
        return switch (token) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> Excerpt.quoted(parser.getText());
            default -> Excerpt.of(parser.getText());
        };
    }

    private static RejectedPointException notAPoint(String message) {
        return PointBorder.reject(Reason.NOT_A_POINT, message);
    }
}
