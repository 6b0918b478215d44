package io.emstream.app.broker;

import org.jspecify.annotations.Nullable;

/** A broker that could not start; the message names the port, the directory or the setting at fault. */
public final class EmbeddedBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
