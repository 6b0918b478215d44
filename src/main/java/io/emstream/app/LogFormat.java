package io.emstream.app;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** How what is said in passing is written on stderr: the environment variable {@value #VARIABLE} decides. */
enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line, also for the sentences that commands say. */
    JSON;

    static final String VARIABLE = "EMSTREAM_LOG_FORMAT";

    private static final Logger LOG = LoggerFactory.getLogger("emstream");

    /**
     * The format that the environment asks for.
     *
     * @throws IllegalArgumentException if it asks for none that there is, in words
     */
    static LogFormat of(Map<String, String> environment) {
        // As Logging spells them.
        return switch (environment.getOrDefault(VARIABLE, "text")) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new IllegalArgumentException(
                        VARIABLE + " = " + environment.get(VARIABLE) + ", must be text or json");
        };
    }

    /** Where a sentence for the user goes: to stderr as it is, or as an entry of the log. */
    PrintWriter writer(PrintWriter stderr, Level level) {
        return this == TEXT ? stderr : new PrintWriter(new Lines(level), true);
    }

    /** Makes an entry of each line. */
    private static final class Lines extends Writer {
        private static final String PREFIX = "emstream: ";

        private final Level level;
        private final StringBuilder line = new StringBuilder();

        Lines(Level level) {
            this.level = level;
        }

        @Override
        public void write(char[] text, int from, int length) {
            for (int i = from; i < from + length; i++) {
                if (text[i] == '\n') {
                    log();
                } else if (text[i] != '\r') {
                    line.append(text[i]);
                }
            }
        }

        private void log() {
            String said = line.toString();
            line.setLength(0);
            LOG.atLevel(level).log(said.startsWith(PREFIX) ? said.substring(PREFIX.length()) : said);
        }

        @Override
        public void flush() {
            // A line that is not ended is not said yet.
        }

        @Override
        public void close() {
            if (!line.isEmpty()) {
                log();
            }
        }
    }
}
