package io.emstream.app.http;

/** There is no answer, because of what was asked or because there is nothing yet to answer with. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 or more
     * @param sentence for whoever asked: what is wrong, and what to do; it must not hold a secret
     */
    public Refusal(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The answer in its place. */
    Reply reply() {
        return Reply.error(status, String.valueOf(getMessage()));
    }
}
