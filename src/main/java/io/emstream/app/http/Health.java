package io.emstream.app.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How an instance is, for whoever has to decide what to do with it.
 *
 * <p><i>Live</i> is no while only a new start could help: brokers that are away are none of that, since a new start finds them
 * away as well. <i>Ready</i> is no while the instance processes nothing, for the reasons given. Having no model yet is no such
 * reason: no points, no model; it stands among the notes.
 *
 * @param live whether it can go on
 * @param reasons why it is not ready; none if it is
 * @param notes what else there is to know
 */
public record Health(boolean live, List<String> reasons, List<String> notes) {
    /** Copies the lists. */
    public Health {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /** Alive, but not ready for this reason. */
    static Health notReady(String reason) {
        return new Health(true, List.of(reason), List.of());
    }

    /** Whether points are processed. */
    boolean isReady() {
        return live && reasons.isEmpty();
    }

    /** The answer to a liveness probe. */
    Reply liveness() {
        return Reply.json(live ? 200 : 503, document("live", live));
    }

    /** The answer to a readiness probe. */
    Reply readiness() {
        return Reply.json(isReady() ? 200 : 503, document("ready", isReady()));
    }

    /** Both answers in one. */
    ObjectNode both() {
        return document("ready", isReady()).put("live", live);
    }

    private ObjectNode document(String question, boolean answer) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(question, answer);
        put(document.putArray("reasons"), reasons);
        put(document.putArray("notes"), notes);
        return document;
    }

    private static void put(ArrayNode into, List<String> sentences) {
        sentences.forEach(into::add);
    }
}
