package io.emstream.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lets through what Kafka's clients say about a connection or a refusal once in half a minute: they try again many times a second, every
 * thread for itself, and say so each time.
 */
public final class Repeats extends Filter<ILoggingEvent> {
    private static final Set<String> LOGGERS = Set.of(
            "org.apache.kafka.clients.NetworkClient", "org.apache.kafka.clients.consumer.internals.FetchCollector");
    private static final long PAUSE_MS = 30_000;
    private static final int MOST = 256;

    private final Map<String, Long> said = new LinkedHashMap<>();

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (!LOGGERS.contains(event.getLoggerName())) {
            return FilterReply.NEUTRAL;
        }
        // Behind the name of the client, which tells one thread from another.
        String message = event.getFormattedMessage().replaceFirst("^\\[[^]]*] ", "");
        Long before = said.get(message);
        if (before != null && event.getTimeStamp() - before < PAUSE_MS) {
            return FilterReply.DENY;
        }
        if (said.size() >= MOST) {
            said.clear();
        }
        said.put(message, event.getTimeStamp());
        return FilterReply.NEUTRAL;
    }
}
