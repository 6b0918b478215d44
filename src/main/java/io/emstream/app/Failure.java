package io.emstream.app;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that a user can do something about. The message is for the user: what happened, why, and what to do
 * next, in sentences.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure told in these sentences. */
    public Failure(String message) {
        this(message, null);
    }

    /** A failure told in these sentences, for whoever debugs with its cause. */
    public Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
