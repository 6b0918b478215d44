package io.emstream.app.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;

/**
 * A log filter that drops the warnings which Kafka gives on every healthy start or stop of a single-node broker.
 *
 * <p>By sentence and not by logger, because the same loggers also say what a user must hear.
 */
public final class HarmlessWarnings extends Filter<ILoggingEvent> {
    /** Logger and sentence. */
    private static final Map<String, String> HARMLESS = Map.of(
            // The only node is elected at every start.
            "org.apache.kafka.controller.QuorumController",
            "Performing controller activation",
            // The broker's channel to its own controller, closed from both sides.
            "org.apache.kafka.clients.NetworkClient",
            "Attempting to close NetworkClient that has already been closed");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().equals(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        String sentence = HARMLESS.get(event.getLoggerName());
        return sentence != null && event.getFormattedMessage().contains(sentence)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
