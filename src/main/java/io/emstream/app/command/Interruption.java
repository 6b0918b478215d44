package io.emstream.app.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * A signal as a question: it does not end the JVM before the command, which is asked to stop, has said how far it came. The
 * JVM then ends with the status that the command has set.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::signalled, "emstream-interruption");
    private volatile int status = ExitCode.SOFTWARE;

    /** Begins to listen for signals. */
    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether a stop is asked for, or will be within this time. */
    boolean isAsked(Duration patience) {
        try {
            return asked.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Sets the status with which the JVM ends after a signal; returns it. */
    int ended(int with) {
        status = with;
        return with;
    }

    private void signalled() {
        asked.countDown();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                status = ExitCode.SOFTWARE;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }

    /** Says that all is said. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook is about to end the JVM.
        }
    }
}
