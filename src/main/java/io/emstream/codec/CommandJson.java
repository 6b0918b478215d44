package io.emstream.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.emstream.family.Families;
import io.emstream.learn.Command;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The records of the commands topic, one line of JSON each:
 *
 * <pre>{@code
 * {"schema":1,"command":"pin","id":"7f1c","by":"anna@desk"}
 * {"schema":1,"command":"unpin","id":"7f1d","by":"anna@desk"}
 * {"schema":1,"command":"reseed","id":"7f1e","by":"anna@desk"}
 * {"schema":1,"command":"rollback","id":"7f1f","by":"anna@desk","effectivePoints":2000.0,"model":{…}}
 * {"schema":1,"command":"import","id":"7f20","by":"anna@desk","effectivePoints":2000.0,"keepIds":false,"model":{…}}
 * {"schema":1,"command":"reset","id":"7f21","by":"anna@desk","version":42,"clusterId":12}
 * }</pre>
 *
 * <p>{@code model} is a record of the models topic ({@link ModelJson}); {@code effectivePoints} and {@code keepIds} may be
 * left out, and so may {@code id} and {@code by}, which are empty then. Fields may be added later; the schema number changes
 * when an old reader would misunderstand.
 */
public final class CommandJson {
    private static final int SCHEMA = 1;
    private static final String COMMANDS =
            Arrays.stream(Command.Kind.values()).map(Command.Kind::word).collect(Collectors.joining(", "));

    private CommandJson() {}

    /** The record of a command. */
    public static byte[] encode(Command command) {
        return JsonWriting.write(false, to -> {
            to.writeStartObject();
            to.writeNumberField("schema", SCHEMA);
            to.writeStringField("command", command.action().kind().word());
            to.writeStringField("id", command.id());
            to.writeStringField("by", command.by());
            write(command.action(), to);
            to.writeEndObject();
        });
    }

    private static void write(Command.Action action, JsonGenerator to) throws IOException {
        switch (action.kind()) {
            case PIN, UNPIN, RESEED -> {}
            case ROLLBACK -> {
                Command.Rollback rollback = (Command.Rollback) action;
                write(rollback.model(), rollback.effectivePoints(), to);
            }
            case IMPORT -> {
                Command.Import given = (Command.Import) action;
                to.writeBooleanField("keepIds", given.keepsIds());
                write(given.model(), given.effectivePoints(), to);
            }
            case RESET -> {
                Lineage lineage = ((Command.Reset) action).lineage();
                to.writeNumberField("version", lineage.version());
                to.writeNumberField("clusterId", lineage.cluster());
            }
        }
    }

    private static void write(Model model, double effectivePoints, JsonGenerator to) throws IOException {
        if (!Double.isNaN(effectivePoints)) {
            JsonWriting.number(to, "effectivePoints", effectivePoints);
        }
        to.writeFieldName("model");
        ModelJson.write(model, to);
    }

    /**
     * The command in a record.
     *
     * @throws IllegalArgumentException if there is none, naming the field
     */
    public static Command decode(byte[] json) {
        JsonDocument document = JsonDocument.parse("command", json);
        document.requireSchema(SCHEMA);
        return new Command(document.textAt("id", ""), document.textAt("by", ""), action(document));
    }

    private static Command.Action action(JsonDocument document) {
        return switch (kind(document)) {
            case PIN -> new Command.Pin();
            case UNPIN -> new Command.Unpin();
            case RESEED -> new Command.Reseed();
            case ROLLBACK -> new Command.Rollback(model(document), effectivePoints(document));
            case IMPORT ->
                new Command.Import(model(document), effectivePoints(document), document.booleanAt("keepIds"));
            case RESET ->
                new Command.Reset(new Lineage(notNegative(document, "version"), notNegative(document, "clusterId")));
        };
    }

    private static Command.Kind kind(JsonDocument document) {
        String word = document.textAt("command");
        return Arrays.stream(Command.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findAny()
                .orElseThrow(() -> document.refuse("command", Excerpt.quoted(word), "one of " + COMMANDS));
    }

    private static Model model(JsonDocument document) {
        JsonDocument model = document.objectAt("model");
        if (model == null) {
            throw document.refuse("model", "missing", "a model as in the models topic");
        }
        return ModelJson.decode(model, Families::parse);
    }

    private static double effectivePoints(JsonDocument document) {
        return document.doubleAt("effectivePoints", Command.BY_RULE);
    }

    private static long notNegative(JsonDocument document, String field) {
        long value = document.longAt(field);
        if (value < 0 || value == Long.MAX_VALUE) {
            throw document.refuse(field, Long.toString(value), "0 or more, and not the largest number there is");
        }
        return value;
    }
}
