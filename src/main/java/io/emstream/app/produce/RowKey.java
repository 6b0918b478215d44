package io.emstream.app.produce;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.codec.PointRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the key of a row's record is. */
public interface RowKey {
    /** The key in UTF-8; {@code null} if the row has none. */
    byte @Nullable [] of(PointRow row);

    /** No key. */
    static RowKey none() {
        return row -> null;
    }

    /** What stands in this column of comma-separated values. */
    static RowKey column(int column) {
        return row -> {
            List<String> cells = row.cells();
            return column < cells.size() ? bytes(cells.get(column)) : null;
        };
    }

    /**
     * What stands in this field of JSON.
     *
     * @param field its name, or a JSON pointer to it
     */
    static RowKey field(String field) {
        ObjectMapper json = new ObjectMapper();
        JsonPointer pointer = JsonPointer.compile(
                field.startsWith("/") ? field : "/" + field.replace("~", "~0").replace("/", "~1"));
        return row -> {
            try {
                JsonNode node = json.readTree(row.bytes()).at(pointer);
                return node.isValueNode() && !node.isNull() ? bytes(node.asText()) : null;
            } catch (IOException notJson) {
                return null;
            }
        };
    }

    private static byte @Nullable [] bytes(String text) {
        return text.isEmpty() ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
