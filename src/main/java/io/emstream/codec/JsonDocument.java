package io.emstream.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON document, with its place in it: whatever is not as it must be is an {@link IllegalArgumentException}
 * that names the place, the value and the limit. Fields that nobody asks for are ignored; {@code null} is like absent.
 */
final class JsonDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String place;
    private final JsonNode node;

    private JsonDocument(String place, JsonNode node) {
        this.place = place;
        this.node = node;
    }

    /**
     * Reads a document.
     *
     * @param what it is, to name it in messages
     */
    static JsonDocument parse(String what, byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (!node.isObject()) {
                throw new IllegalArgumentException(what + " is " + shown(node) + ", must be a JSON object");
            }
            return new JsonDocument(what, node);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    what + " is not JSON: " + Excerpt.ofSentence(broken.getOriginalMessage()), broken);
        } catch (IOException broken) {
            throw new IllegalArgumentException(what + " is not JSON: " + broken.getMessage(), broken);
        }
    }

    /** Refuses a document of a later schema than this. */
    void requireSchema(int newest) {
        long schema = longAt("schema");
        if (schema < 1 || schema > newest) {
            throw refuse(
                    "schema",
                    Long.toString(schema),
                    "1 to " + newest
                            + (schema > newest
                                    ? "; a newer version of emstream wrote this: use that version, or a newer one"
                                    : ""));
        }
    }

    /** The names of all fields, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What stands in a field; {@code null} if it is absent. */
    @Nullable
    JsonNode at(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** A whole number that must be there. */
    long longAt(String field) {
        return asLong(field, required(field, "a whole number"));
    }

    /** A whole number, or this one if it is absent. */
    long longAt(String field, long otherwise) {
        JsonNode value = at(field);
        return value == null ? otherwise : asLong(field, value);
    }

    /** A finite number that must be there. */
    double doubleAt(String field) {
        return asDouble(field, required(field, "a number"));
    }

    /** A finite number, or this one if it is absent. */
    double doubleAt(String field, double otherwise) {
        JsonNode value = at(field);
        return value == null ? otherwise : asDouble(field, value);
    }

    /** True or false; false if it is absent. */
    boolean booleanAt(String field) {
        JsonNode value = at(field);
        if (value != null && !value.isBoolean()) {
            throw refuse(field, shown(value), "true or false");
        }
        return value != null && value.booleanValue();
    }

    /** A text that must be there. */
    String textAt(String field) {
        return asText(field, required(field, "a text"));
    }

    /** A text, or this one if it is absent. */
    String textAt(String field, String otherwise) {
        JsonNode value = at(field);
        return value == null ? otherwise : asText(field, value);
    }

    /** A time in ISO-8601, in epoch milliseconds; the smallest long if it is absent. */
    long timeAt(String field) {
        JsonNode value = at(field);
        if (value == null) {
            return Long.MIN_VALUE;
        }
        try {
            return Instant.parse(asText(field, value)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notOne) {
            throw refuse(field, shown(value), "a time in ISO-8601 (2001-01-01T00:01:00Z)");
        }
    }

    /** The texts in a list; none if it is absent. */
    List<String> texts(String field) {
        return list(field, "a list of texts", element -> element.asText("", element.node));
    }

    /** The whole numbers in a list; none if it is absent. */
    List<Long> longs(String field) {
        return list(field, "a list of whole numbers", element -> element.asLong("", element.node));
    }

    /** The objects in a list; none if it is absent. */
    List<JsonDocument> objects(String field) {
        return list(field, "a list of objects", element -> {
            if (!element.node.isObject()) {
                throw element.refuse("", shown(element.node), "an object");
            }
            return element;
        });
    }

    /** The finite numbers in a list; none if it is absent. */
    double[] numbers(String field) {
        return list(field, "a list of numbers", element -> element.asDouble("", element.node)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The rows of a list of lists of finite numbers, each as long as it is; none if it is absent. */
    double[][] rows(String field) {
        return list(field, "a list of lists of numbers", JsonDocument::row).toArray(double[][]::new);
    }

    /** The matrices in a list, row by row; none if it is absent. */
    List<double[][]> matrices(String field) {
        return list(
                field,
                "a list of matrices",
                element -> element.list("", element.node, "a matrix, which is a list of lists", JsonDocument::row)
                        .toArray(double[][]::new));
    }

    private static double[] row(JsonDocument element) {
        return element.list("", element.node, "a list of numbers", number -> number.asDouble("", number.node)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The object in a field; {@code null} if it is absent. */
    @Nullable
    JsonDocument objectAt(String field) {
        JsonNode value = at(field);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw refuse(field, shown(value), "an object");
        }
        return new JsonDocument(name(field), value);
    }

    /** The numbers of an object by name, {@code NaN} where one is {@code null}; none if it is absent. */
    Map<String, Double> doubles(String field) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        JsonDocument object = objectAt(field);
        if (object != null) {
            for (String name : object.names()) {
                numbers.put(name, object.doubleAt(name, Double.NaN));
            }
        }
        return numbers;
    }

    /** A complaint about a field of this object; about the object itself if the field is empty. */
    IllegalArgumentException refuse(String field, String value, String wanted) {
        return new IllegalArgumentException(name(field) + " is " + value + ", must be " + wanted);
    }

    /** A complaint about a field of this object, by whoever was to make a value of it. */
    IllegalArgumentException refuse(String field, IllegalArgumentException refusal) {
        return new IllegalArgumentException(name(field) + ": " + refusal.getMessage(), refusal);
    }

    /** A field with its place in the document. */
    String name(String field) {
        return field.isEmpty() ? place : place + "." + field;
    }

    /** A value as messages show it. */
    static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        if (value.isTextual()) {
            return Excerpt.quoted(value.textValue());
        }
        return value.isMissingNode() ? "empty" : Excerpt.of(value.asText());
    }

    private <T> List<T> list(String field, String wanted, Function<JsonDocument, T> reading) {
        JsonNode list = at(field);
        return list == null ? List.of() : list(field, list, wanted, reading);
    }

    private <T> List<T> list(String field, JsonNode list, String wanted, Function<JsonDocument, T> reading) {
        if (!list.isArray()) {
            throw refuse(field, shown(list), wanted);
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(reading.apply(new JsonDocument(name(field) + "[" + i + "]", list.get(i))));
        }
        return values;
    }

    private JsonNode required(String field, String wanted) {
        JsonNode value = at(field);
        if (value == null) {
            throw refuse(field, "missing", wanted);
        }
        return value;
    }

    private long asLong(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw refuse(field, shown(value), "a whole number");
        }
        return value.longValue();
    }

    private double asDouble(String field, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw refuse(field, shown(value), "a finite number");
        }
        return value.doubleValue();
    }

    private String asText(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw refuse(field, shown(value), "a text");
        }
        return value.textValue();
    }
}
