package io.emstream.app.command;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * What has to be closed when the command ends, be it by itself or by a signal: in the opposite order of opening, once.
 *
 * <p>A signal lets the JVM end with a status of its own after its hooks; here a stop in good order is a success, so the hook
 * ends the JVM with status 0 when all is closed, and with 1 if something could not be.
 */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = new Thread(this::signalled, "emstream-shutdown");

    /** Begins to listen for signals. */
    Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Adds something to close; returns it. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        open.addLast(resource);
        return resource;
    }

    private void signalled() {
        Runtime.getRuntime().halt(closeAll() ? ExitCode.OK : ExitCode.SOFTWARE);
    }

    private synchronized boolean closeAll() {
        boolean inOrder = true;
        while (!open.isEmpty()) {
            try {
                open.removeLast().close();
            } catch (Exception failed) {
                LOG.warn("closing: {}", String.valueOf(failed.getMessage()));
                inOrder = false;
            }
        }
        return inOrder;
    }

    /** Closes everything; a signal that arrives during this waits for it. */
    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            LOG.debug("ending by a signal");
        }
    }
}
