package io.emstream.app.consume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emstream.codec.PointFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Keys and values of records as text: what they are is their writer's affair. */
final class ForeignBytes {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private ForeignBytes() {}

    /** UTF-8, or hexadecimal digits after {@code 0x} where it is none. */
    static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
    }

    /** A text as JSON. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** A point as JSON in one line: as it stands if it is JSON, a list if it is packed, a text otherwise. */
    static String pointJson(byte[] value, PointFormat format) {
        return switch (format) {
            case JSON -> json(value);
            case CSV -> quoted(text(value));
            case FLOAT64, FLOAT32 -> packed(value, format);
        };
    }

    /** A point as text. */
    static String pointText(byte[] value, PointFormat format) {
        return format == PointFormat.CSV ? text(value) : pointJson(value, format);
    }

    private static String json(byte[] value) {
        try {
            return JSON.writeValueAsString(JSON.readTree(value));
        } catch (JsonProcessingException notJson) {
            return quoted(text(value));
        } catch (IOException notJson) {
            return quoted(text(value));
        }
    }

    private static String packed(byte[] value, PointFormat format) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int size = format == PointFormat.FLOAT64 ? Double.BYTES : Float.BYTES;
        StringJoiner list = new StringJoiner(",", "[", "]");
        while (bytes.remaining() >= size) {
            double number = size == Double.BYTES ? bytes.getDouble() : bytes.getFloat();
            String text = size == Double.BYTES ? Double.toString(number) : Float.toString((float) number);
            list.add(Double.isFinite(number) ? text : "null");
        }
        return list.toString();
    }
}
