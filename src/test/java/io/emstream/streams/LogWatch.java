package io.emstream.streams;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.emstream.app.broker.HarmlessWarnings;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Listens for warnings and errors of some loggers, but for those that come with every healthy start. */
final class LogWatch implements AutoCloseable {
    private final Queue<ILoggingEvent> heard = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN) && loggers.test(event.getLoggerName())) {
                heard.add(event);
            }
        }
    };
    private final Predicate<String> loggers;

    LogWatch(Predicate<String> loggers) {
        this.loggers = loggers;
        appender.addFilter(new HarmlessWarnings());
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /** What was said. */
    List<String> sentences() {
        return heard.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The classes of the exceptions that went with it. */
    List<String> exceptions() {
        return heard.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(event -> event.getThrowableProxy().getClassName())
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
