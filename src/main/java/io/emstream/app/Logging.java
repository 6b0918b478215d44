package io.emstream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.emstream.app.broker.HarmlessWarnings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What is logged, and where: results go to stdout, so everything said in passing goes to stderr. Levels, as system property or
 * environment variable: {@code EMSTREAM_LOG_LEVEL} for emstream itself, {@code KAFKA_LOG_LEVEL} for Kafka's clients and the
 * embedded broker. {@code EMSTREAM_LOG_FORMAT} is the format. Another configuration, which the system property
 * {@code logback.configurationFile} names, goes before.
 *
 * <p>Logback finds this class as a service. An XML file that says the same cost every command a sixth of a second of its start,
 * for the parser and what it calls.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String KAFKA = "KAFKA_LOG_LEVEL";

    /** What ends an instance or a command they say first, for every thread; {@code FailurePolicy} and the command say it in words. */
    private static final List<String> TOLD_OTHERWISE = List.of(
            "org.apache.kafka.streams.KafkaStreams",
            "org.apache.kafka.streams.processor.internals.StreamThread",
            "org.apache.kafka.streams.processor.internals.TaskManager",
            "org.apache.kafka.streams.processor.internals.InternalTopicManager",
            "org.apache.kafka.clients.admin.internals.AdminMetadataManager");

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        // Logback's own start-up messages are not for the reader of stderr.
        loggers.getStatusManager().add(new NopStatusListener());
        // What commands say to the user, where that is logged.
        loggers.getLogger("emstream").setLevel(Level.INFO);
        loggers.getLogger("io.emstream").setLevel(level("EMSTREAM_LOG_LEVEL", "INFO"));
        for (String logger : List.of("org.apache.kafka", "kafka", "state.change.logger")) {
            loggers.getLogger(logger).setLevel(level(KAFKA, "WARN"));
        }
        TOLD_OTHERWISE.forEach(logger -> loggers.getLogger(logger).setLevel(level(KAFKA, "OFF")));
        // Warns of every malformed request, which anybody could fill the log with.
        loggers.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
        ch.qos.logback.classic.Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        boolean isJson = "json".equals(setting(LogFormat.VARIABLE, "text"));
        root.addAppender(stderr(loggers, isJson ? json() : text(loggers)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Level level(String name, String otherwise) {
        return Level.toLevel(setting(name, otherwise));
    }

    private static String setting(String name, String otherwise) {
        @Nullable String property = System.getProperty(name);
        return property != null ? property : System.getenv().getOrDefault(name, otherwise);
    }

    private static Appender<ILoggingEvent> stderr(LoggerContext loggers, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        HarmlessWarnings harmless = new HarmlessWarnings();
        harmless.start();
        appender.addFilter(harmless);
        Repeats repeats = new Repeats();
        repeats.start();
        appender.addFilter(repeats);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext loggers) {
        LogLine line = new LogLine(loggers);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(line);
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }
}
