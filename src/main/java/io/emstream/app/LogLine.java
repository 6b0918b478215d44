package io.emstream.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A line of the log for people: time, level, the last part of the logger's name, the message, and {@link Causes}. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private final Causes causes = new Causes();
    private @Nullable DateTimeFormatter time;

    LogLine(LoggerContext loggers) {
        setContext(loggers);
        causes.setContext(loggers);
    }

    @Override
    public void start() {
        causes.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(time(event)).append(' ').append(event.getLevel());
        for (int width = event.getLevel().toString().length(); width < 5; width++) {
            line.append(' ');
        }
        return line.append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(": ")
                .append(event.getFormattedMessage())
                .append(causes.convert(event))
                .append(System.lineSeparator())
                .toString();
    }

    private String time(ILoggingEvent event) {
        DateTimeFormatter format = time;
        if (format == null) {
            // Not before there is something to log: most commands log nothing.
            format = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
            time = format;
        }
        return format.format(LocalTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), ZoneId.systemDefault()));
    }
}
