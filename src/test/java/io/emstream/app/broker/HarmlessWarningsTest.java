package io.emstream.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.clients.NetworkClient;
import org.junit.jupiter.api.Test;

class HarmlessWarningsTest {
    private static final String CLOSED = "[x] Attempting to close NetworkClient that has already been closed.";

    private final HarmlessWarnings filter = new HarmlessWarnings();

    @Test
    void theKnownSentencesAreDropped() {
        assertThat(filter.decide(event(NetworkClient.class.getName(), Level.WARN, CLOSED)))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event(
                        "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy",
                        Level.ERROR,
                        "[AdminClient clientId=a] Received unknown topic error for topic t")))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void everythingElseIsHeard() {
        String lost = "Connection to node 1 could not be established. Node may not be available.";
        assertThat(filter.decide(event(NetworkClient.class.getName(), Level.WARN, lost)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event(NetworkClient.class.getName(), Level.ERROR, CLOSED)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event("io.emstream", Level.WARN, CLOSED))).isEqualTo(FilterReply.NEUTRAL);
    }

    private static LoggingEvent event(String logger, Level level, String message) {
        return new LoggingEvent("", new LoggerContext().getLogger(logger), level, message, null, null);
    }
}
