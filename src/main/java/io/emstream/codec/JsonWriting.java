package io.emstream.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Writes the documents that {@link JsonDocument} reads; doubles in the fewest digits that bring back every bit. */
final class JsonWriting {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private JsonWriting() {}

    /** What a document says. */
    interface Content {
        void write(JsonGenerator to) throws IOException;
    }

    /** The bytes of a document: in one line for a record, or in several for a file, ending in a line feed. */
    static byte[] write(boolean pretty, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator to = JSON.createGenerator(bytes)) {
            if (pretty) {
                to.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            content.write(to);
            if (pretty) {
                to.writeRaw('\n');
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A number; {@code null} if it is not finite. */
    static void number(JsonGenerator to, String name, double value) throws IOException {
        to.writeFieldName(name);
        number(to, value);
    }

    /** A number; {@code null} if it is not finite. */
    static void number(JsonGenerator to, double value) throws IOException {
        if (Double.isFinite(value)) {
            to.writeNumber(value);
        } else {
            to.writeNull();
        }
    }

    /** A time in ISO-8601; {@code null} if it is the smallest long, which stands for none. */
    static void time(JsonGenerator to, String name, long millis) throws IOException {
        if (millis == Long.MIN_VALUE) {
            to.writeNullField(name);
        } else {
            to.writeStringField(name, Instant.ofEpochMilli(millis).toString());
        }
    }

    /** A list of whole numbers. */
    static void longs(JsonGenerator to, String name, List<Long> values) throws IOException {
        to.writeArrayFieldStart(name);
        for (long value : values) {
            to.writeNumber(value);
        }
        to.writeEndArray();
    }
}
