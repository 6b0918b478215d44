package io.emstream.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What is logged in passing. */
final class Logs {
    private Logs() {}

    /** Warnings only, unless the user asks for a level: for commands that show themselves how far they have come. */
    static void warningsOnly() {
        if (System.getenv("EMSTREAM_LOG_LEVEL") == null && System.getProperty("EMSTREAM_LOG_LEVEL") == null) {
            ((Logger) LoggerFactory.getLogger("io.emstream")).setLevel(Level.WARN);
        }
    }
}
