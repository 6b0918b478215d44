package io.emstream.app.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Map;

/**
 * A log filter that drops the warnings and errors which Kafka gives on every healthy start or stop of a single-node broker and of a
 * processor.
 *
 * <p>By sentence and not by logger, because the same loggers also say what a user must hear.
 */
public final class HarmlessWarnings extends Filter<ILoggingEvent> {
    /** Logger and sentence. */
    private static final Map<String, List<String>> HARMLESS = Map.of(
            // The only node is elected at every start.
            "org.apache.kafka.controller.QuorumController",
            List.of("Performing controller activation"),
            "org.apache.kafka.clients.NetworkClient",
            List.of(
                    // The broker's channel to its own controller, closed from both sides.
                    "Attempting to close NetworkClient that has already been closed",
                    // Kafka Streams asks for its internal topic while it is creating it.
                    "-repartition=UNKNOWN_TOPIC_OR_PARTITION"),
            // About global stores, of which there are none, and from a place that does not know our settings.
            "org.apache.kafka.streams.StreamsConfig",
            List.of("Processing exception handler is not enabled for the GlobalThread"),
            // Two clients asked for the first group, or the first transaction, at once.
            "kafka.server.DefaultAutoTopicCreationManager",
            List.of("Topic '__consumer_offsets' already exists", "Topic '__transaction_state' already exists"),
            // Transactions of version 2 (KIP-890) begin with the first batch for a partition. While the end of the one
            // before is
            // still being written, the broker asks to come again, and batches that were sent behind it come too early.
            "org.apache.kafka.clients.producer.internals.Sender",
            List.of(
                    "(2147483646 attempts left). Error: CONCURRENT_TRANSACTIONS",
                    "(2147483646 attempts left). Error: OUT_OF_ORDER_SEQUENCE_NUMBER"),
            // In the middle of a rebalance, when an instance joins that has no task of the learner.
            "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator",
            List.of("subscribed topics are not assigned to any members"));

    /** The same for errors. */
    private static final Map<String, List<String>> HARMLESS_ERRORS = Map.of(
            // The broker's word for such batches.
            "kafka.server.ReplicaManager",
            List.of("Expected sequence 0 for transactions v2 idempotent producer with no existing state"),
            // While a new topic is not known everywhere, and then we ask again.
            "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy",
            List.of("Received unknown topic error for topic"));

    @Override
    public FilterReply decide(ILoggingEvent event) {
        Map<String, List<String>> harmless = event.getLevel().equals(Level.WARN)
                ? HARMLESS
                : event.getLevel().equals(Level.ERROR) ? HARMLESS_ERRORS : Map.of();
        List<String> sentences = harmless.getOrDefault(event.getLoggerName(), List.of());
        return sentences.stream().anyMatch(event.getFormattedMessage()::contains)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
