package io.emstream.app.http;

import java.util.Map;

/** What was asked of a route. */
public final class Call {
    private final Map<String, String> parameters;
    private final byte[] body;

    /**
     * A call; the array is taken over.
     *
     * @param parameters of the query, decoded
     * @param body as it came; empty for GET
     */
    Call(Map<String, String> parameters, byte[] body) {
        this.parameters = Map.copyOf(parameters);
        this.body = body;
    }

    /** The body; not a copy. */
    public byte[] body() {
        return body;
    }

    /**
     * A whole number among the parameters.
     *
     * @param absent what it is if nothing is said
     * @throws Refusal if it is none, or out of range
     */
    public int number(String name, int absent, int least, int most) throws Refusal {
        String text = parameters.get(name);
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, as what is out of range.
        }
        throw new Refusal(400, name + " must be a whole number from " + least + " to " + most);
    }
}
