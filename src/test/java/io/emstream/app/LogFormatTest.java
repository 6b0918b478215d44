package io.emstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LogFormatTest {
    @Test
    void textIsTheDefaultAndWhatIsNeitherIsRefused() {
        assertThat(LogFormat.of(Map.of())).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of(Map.of(LogFormat.VARIABLE, "json"))).isEqualTo(LogFormat.JSON);
        assertThatThrownBy(() -> LogFormat.of(Map.of(LogFormat.VARIABLE, "JSON")))
                .hasMessage("EMSTREAM_LOG_FORMAT = JSON, must be text or json");
    }

    @Test
    void textGoesToStderrAsItIs() {
        StringWriter stderr = new StringWriter();
        PrintWriter writer = LogFormat.TEXT.writer(new PrintWriter(stderr, true), Level.INFO);
        writer.println("emstream: stopped");
        assertThat(stderr.toString().lines()).containsExactly("emstream: stopped");
    }

    @Test
    void asJsonEachLineIsAnEntryOfItsLevelAndStderrGetsNothingElse() {
        Logger logger = (Logger) LoggerFactory.getLogger("emstream");
        ListAppender<ILoggingEvent> entries = new ListAppender<>();
        entries.start();
        logger.addAppender(entries);
        logger.setAdditive(false);
        try {
            StringWriter stderr = new StringWriter();
            PrintWriter writer = LogFormat.JSON.writer(new PrintWriter(stderr, true), Level.ERROR);
            writer.print("emstream: one ");
            writer.println("line");
            writer.println("another");
            assertThat(entries.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("one line", "another");
            assertThat(entries.list).allMatch(entry -> entry.getLevel() == ch.qos.logback.classic.Level.ERROR);
            assertThat(stderr.toString()).isEmpty();
        } finally {
            logger.detachAppender(entries);
            logger.setAdditive(true);
        }
    }
}
