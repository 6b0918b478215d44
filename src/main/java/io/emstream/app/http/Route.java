package io.emstream.app.http;

/** What answers the calls to one path. Called by many threads at once. */
@FunctionalInterface
public interface Route {
    /**
     * The answer.
     *
     * @throws Refusal if there is none, with the status and a sentence for the caller
     */
    Reply answer(Call call) throws Refusal;
}
