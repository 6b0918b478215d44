package io.emstream.app.processing;

import io.emstream.app.topics.Denial;
import io.emstream.streams.CommitHookSilentException;
import io.emstream.streams.ModelMismatchException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an instance whose stream thread died: what Kafka calls retriable is tried again by a new thread, unless
 * that happens too often; all else ends the instance, so that whoever supervises it starts it anew or looks into it.
 *
 * <p>A new thread costs about as long as a consumer's session, because the group waits for the one that died.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    /** So many new threads within {@link #PERIOD} are bad luck; one more is a pattern. */
    static final int MOST_REPLACEMENTS = 5;

    static final Duration PERIOD = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Supplier<Optional<String>> lostPoints;
    private final Deque<Long> replacements = new ArrayDeque<>();
    private @Nullable String verdict;

    /**
     * The policy of one instance.
     *
     * @param lostPoints says in sentences which points were deleted before they were read, if any; asks the brokers
     */
    FailurePolicy(InstantSource clock, Supplier<Optional<String>> lostPoints) {
        this.clock = clock;
        this.lostPoints = lostPoints;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        LOG.debug("a stream thread died", failure);
        if (isRetriable(failure) && mayReplace()) {
            LOG.warn("a stream thread died of {}; another takes over", message(failure));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (verdict == null) {
            verdict = sentence(failure);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Why the instance must end, in a sentence with what to do next; null if it need not. */
    synchronized @Nullable String verdict() {
        return verdict;
    }

    private boolean mayReplace() {
        long now = clock.millis();
        while (!replacements.isEmpty() && replacements.getFirst() < now - PERIOD.toMillis()) {
            replacements.removeFirst();
        }
        if (replacements.size() >= MOST_REPLACEMENTS) {
            return false;
        }
        replacements.addLast(now);
        return true;
    }

    private static boolean isRetriable(Throwable failure) {
        return find(failure, RetriableException.class) != null;
    }

    private String sentence(Throwable failure) {
        if (find(failure, InvalidOffsetException.class) != null) {
            return lostPoints
                    .get()
                    .orElse("The points cannot be read where reading was to go on: " + message(failure)
                            + ". Start again; what was committed stands.");
        }
        if (find(failure, CommitHookSilentException.class) != null) {
            return "The processor stopped itself, because statistics would have been lost: " + message(failure)
                    + ". Use the Kafka Streams version that emstream was built with.";
        }
        ModelMismatchException mismatch = find(failure, ModelMismatchException.class);
        if (mismatch != null) {
            return "The settings do not fit: " + mismatch.getMessage() + ".";
        }
        if (find(failure, MissingSourceTopicException.class) != null) {
            return "A topic that is read from has gone: " + message(failure) + ". Look with: emstream topics check";
        }
        if (find(failure, RecordTooLargeException.class) != null) {
            return "A record was larger than its topic takes: " + message(failure)
                    + ". Look with: emstream topics check";
        }
        Optional<String> denial = Denial.sentence(failure);
        if (denial.isPresent()) {
            return "The brokers refuse: " + denial.get();
        }
        if (isRetriable(failure)) {
            return "Stream threads died " + (MOST_REPLACEMENTS + 1) + " times within " + PERIOD.toMinutes()
                    + " minutes, the last of " + message(failure) + ". Look at the brokers, then start again.";
        }
        return "The processor failed: " + message(failure)
                + ". Nothing that was committed is lost; EMSTREAM_LOG_LEVEL=DEBUG shows where it happened.";
    }

    private static String message(Throwable failure) {
        Throwable cause = innermost(failure);
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
