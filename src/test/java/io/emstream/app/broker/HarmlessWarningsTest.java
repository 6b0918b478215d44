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
    void ofABatchThatComesTooEarlyForItsTransactionOnlyALaterAttemptIsHeard() {
        String sender = "org.apache.kafka.clients.producer.internals.Sender";
        String refused = "Got error produce response on topic-partition t-0, retrying (%d attempts left). Error: %s";
        for (String error : new String[] {"CONCURRENT_TRANSACTIONS", "OUT_OF_ORDER_SEQUENCE_NUMBER"}) {
            assertThat(filter.decide(event(sender, Level.WARN, refused.formatted(Integer.MAX_VALUE - 1, error))))
                    .isEqualTo(FilterReply.DENY);
            assertThat(filter.decide(event(sender, Level.WARN, refused.formatted(Integer.MAX_VALUE - 9, error))))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(filter.decide(event(
                        "kafka.server.ReplicaManager",
                        Level.ERROR,
                        "Invalid sequence number for producer 0: 7 (incoming seq. number). Expected sequence 0 for"
                                + " transactions v2 idempotent producer with no existing state.")))
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
