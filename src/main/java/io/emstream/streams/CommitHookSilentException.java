package io.emstream.streams;

import org.apache.kafka.streams.errors.StreamsException;

/** The commit hook is not called although records are processed. Starting again would not help. */
public final class CommitHookSilentException extends StreamsException {
    private static final long serialVersionUID = 1L;

    CommitHookSilentException(String message) {
        super(message);
    }
}
