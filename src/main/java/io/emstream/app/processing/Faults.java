package io.emstream.app.processing;

import io.emstream.streams.CommitHookSilentException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/** Tells faults that may pass from those that come again, and counts the former. Thread-safe. */
public final class Faults {
    private static final int MOST = 10;
    private static final long WITHIN = Duration.ofMinutes(10).toNanos();

    private final Deque<Long> times = new ArrayDeque<>();

    /** Whether to go on after this fault: it is of a kind that passes, and there were not too many of late. */
    synchronized boolean mayPass(Throwable fault, long now) {
        if (!isPassing(fault)) {
            return false;
        }
        while (!times.isEmpty() && now - times.getFirst() > WITHIN) {
            times.removeFirst();
        }
        times.addLast(now);
        return times.size() <= MOST;
    }

    private static boolean isPassing(Throwable fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            if (each instanceof CommitHookSilentException) {
                return false;
            }
            if (each instanceof RetriableException
                    || each instanceof TaskCorruptedException
                    || each instanceof TaskMigratedException) {
                return true;
            }
        }
        return false;
    }

    /** What lies at the bottom of a fault, in words. */
    public static String cause(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        String name = deepest.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
