package io.emstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static LoggingEvent event(LoggerContext loggers, String logger, Level level, @Nullable Throwable thrown) {
        return new LoggingEvent("", loggers.getLogger(logger), level, "{} of {}", thrown, new Object[] {1, 2});
    }

    @ParameterizedTest
    @CsvSource({"INFO,io.emstream.app.broker.Brokers", "ERROR,emstream", "TRACE,a.b", "WARN,ROOT"})
    void aLineIsWhatLogbacksOwnPatternMakesOfIt(String level, String logger) {
        LoggerContext loggers = new LoggerContext();
        PatternLayout pattern = new PatternLayout();
        pattern.setContext(loggers);
        pattern.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        pattern.start();
        LogLine line = new LogLine(loggers);
        line.start();
        LoggingEvent event = event(loggers, logger, Level.toLevel(level), null);
        assertThat(line.doLayout(event)).isEqualTo(pattern.doLayout(event));
    }

    @Test
    void causesFollowTheMessageOnItsLine() {
        LoggerContext loggers = new LoggerContext();
        loggers.getLogger("kafka").setLevel(Level.WARN);
        LogLine line = new LogLine(loggers);
        line.start();
        LoggingEvent event = event(
                loggers, "kafka.Server", Level.WARN, new IllegalStateException("late", new IOException("disk\nfull")));
        assertThat(line.doLayout(event).lines())
                .singleElement()
                .asString()
                .endsWith(" WARN  Server: 1 of 2 (IllegalStateException: late; because of IOException: disk full)");
    }

    @Test
    void logbackFindsItAndCommandsAreHeardButKafkaOnlyWhenItWarns() {
        assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(Logging.class);
        LoggerContext loggers = new LoggerContext();
        Logging logging = new Logging();
        logging.setContext(loggers);
        assertThat(logging.configure(loggers)).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(loggers.getLogger("emstream").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(loggers.getLogger("org.eclipse.jetty.server").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
        assertThat(loggers.getLogger("org.example").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .toIterable()
                .singleElement()
                .isInstanceOfSatisfying(
                        ConsoleAppender.class,
                        appender -> assertThat(appender.getTarget()).isEqualTo("System.err"));
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
    }
}
