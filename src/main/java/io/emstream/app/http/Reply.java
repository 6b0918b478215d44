package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** An answer in one piece. */
public final class Reply {
    private static final String JSON = "application/json";

    private final int status;
    private final String type;
    private final byte[] body;

    /**
     * An answer; the array is taken over.
     *
     * @param status of HTTP
     * @param type the media type, with its charset where it has one
     * @param body all of it
     */
    public Reply(int status, String type, byte[] body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    byte[] body() {
        return body;
    }

    /** A document. */
    public static Reply json(int status, JsonNode document) {
        return json(status, document.toString().getBytes(UTF_8));
    }

    /** A document that is already written. */
    public static Reply json(int status, byte[] document) {
        return new Reply(status, JSON, document);
    }

    /** What is wrong, in a sentence. */
    static Reply error(int status, String sentence) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", sentence));
    }
}
