package io.emstream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * An exception in a line of the log: its causes behind each other, on the same line. The stack trace is for whoever has turned
 * the logger to DEBUG.
 */
public final class Causes extends ThrowableProxyConverter {
    private static final int MOST = 4;

    @Override
    public String convert(ILoggingEvent event) {
        if (event.getThrowableProxy() == null) {
            return "";
        }
        if (isDebugged(event.getLoggerName())) {
            return System.lineSeparator() + super.convert(event).stripTrailing();
        }
        StringBuilder line = new StringBuilder();
        IThrowableProxy each = event.getThrowableProxy();
        for (int depth = 0; each != null && depth < MOST; depth++) {
            String name = each.getClassName();
            line.append(depth == 0 ? " (" : "; because of ").append(name.substring(name.lastIndexOf('.') + 1));
            if (each.getMessage() != null) {
                line.append(": ").append(each.getMessage().replaceAll("\\R", " "));
            }
            each = each.getCause();
        }
        return line.append(')').toString();
    }

    private boolean isDebugged(String logger) {
        return getContext() instanceof LoggerContext loggers
                && Level.DEBUG.isGreaterOrEqual(loggers.getLogger(logger).getEffectiveLevel());
    }
}
