package io.emstream.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Tells blocks from points by their bytes: the first field decides in nearly all records; else a block must have {@code "X"}
 * somewhere, and only then is the JSON read.
 */
final class JsonBlocks {
    private JsonBlocks() {}

    /** Whether an object has an array of arrays in its field {@code X}, or an empty one, and does not begin with {@code x}. */
    static boolean isBlock(byte[] value) {
        int at = afterBlanks(value, 0);
        if (at == value.length || value[at] != '{') {
            return false;
        }
        at = afterBlanks(value, at + 1);
        if (isName(value, at, 'x')) {
            return false;
        }
        if (isName(value, at, 'X')) {
            return hasRows(value, at + 3);
        }
        for (; at < value.length; at++) {
            if (isName(value, at, 'X')) {
                return hasRowsSomewhere(value);
            }
        }
        return false;
    }

    private static boolean isName(byte[] value, int at, char name) {
        return at + 2 < value.length && value[at] == '"' && value[at + 1] == name && value[at + 2] == '"';
    }

    /** Whether what follows a name is an array that is empty or begins with an array. */
    private static boolean hasRows(byte[] value, int afterName) {
        int at = afterBlanks(value, afterName);
        if (at == value.length || value[at] != ':') {
            return false;
        }
        at = afterBlanks(value, at + 1);
        if (at == value.length || value[at] != '[') {
            return false;
        }
        at = afterBlanks(value, at + 1);
        return at < value.length && (value[at] == '[' || value[at] == ']');
    }

    private static int afterBlanks(byte[] value, int from) {
        int at = from;
        while (at < value.length && (value[at] == ' ' || value[at] == '\n' || value[at] == '\r' || value[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean hasRowsSomewhere(byte[] value) {
        try (JsonParser parser = JsonPointDecoder.parser(value)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("X") && token == JsonToken.START_ARRAY) {
                    JsonToken first = parser.nextToken();
                    return first == JsonToken.START_ARRAY || first == JsonToken.END_ARRAY;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException | RuntimeException broken) {
            // The decoder of points says what is wrong with it.
            return false;
        }
    }
}
