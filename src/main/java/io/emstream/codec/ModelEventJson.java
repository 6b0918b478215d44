package io.emstream.codec;

import io.emstream.learn.ModelEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of the events topic, one line of JSON each:
 *
 * <pre>{@code
 * {"schema":1,"name":"flights","type":"BORN","model":42,"eventTime":"2001-01-01T00:01:00Z","from":[],"to":[12],
 *  "numbers":{"weight":0.07},"notes":{"by":"anna@desk","command":"7f1c"}}
 * }</pre>
 *
 * <p>{@code notes} are there only if there are some: what comes of a command names it and who gave it, and a refusal its
 * reason.
 *
 * <p>{@code eventTime} is {@code null} while no point had a time; a number that is not finite is {@code null}. Fields and
 * types may be added later; the schema number changes when an old reader would misunderstand.
 */
public final class ModelEventJson {
    private static final int SCHEMA = 1;

    private ModelEventJson() {}

    /** The record of an event of the model of this name. */
    public static byte[] encode(String name, ModelEvent event) {
        return JsonWriting.write(false, to -> {
            to.writeStartObject();
            to.writeNumberField("schema", SCHEMA);
            to.writeStringField("name", name);
            to.writeStringField("type", event.type().name());
            to.writeNumberField("model", event.model());
            JsonWriting.time(to, "eventTime", event.eventTime());
            JsonWriting.longs(to, "from", event.from());
            JsonWriting.longs(to, "to", event.to());
            to.writeObjectFieldStart("numbers");
            for (Map.Entry<String, Double> number : new TreeMap<>(event.numbers()).entrySet()) {
                JsonWriting.number(to, number.getKey(), number.getValue());
            }
            to.writeEndObject();
            if (!event.notes().isEmpty()) {
                to.writeObjectFieldStart("notes");
                for (Map.Entry<String, String> note : new TreeMap<>(event.notes()).entrySet()) {
                    to.writeStringField(note.getKey(), note.getValue());
                }
                to.writeEndObject();
            }
            to.writeEndObject();
        });
    }

    /**
     * The event in a record.
     *
     * @throws IllegalArgumentException if there is none, naming the field
     */
    public static ModelEvent decode(byte[] json) {
        JsonDocument document = JsonDocument.parse("event", json);
        document.requireSchema(SCHEMA);
        return new ModelEvent(
                type(document),
                document.longAt("model"),
                document.timeAt("eventTime"),
                document.longs("from"),
                document.longs("to"),
                document.doubles("numbers"),
                notes(document.objectAt("notes")));
    }

    private static Map<String, String> notes(@Nullable JsonDocument object) {
        Map<String, String> notes = new TreeMap<>();
        if (object != null) {
            object.names().forEach(name -> notes.put(name, object.textAt(name, "")));
        }
        return notes;
    }

    private static ModelEvent.Type type(JsonDocument document) {
        String name = document.textAt("type");
        try {
            return ModelEvent.Type.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw document.refuse("type", Excerpt.quoted(name), "one of " + List.of(ModelEvent.Type.values()));
        }
    }
}
