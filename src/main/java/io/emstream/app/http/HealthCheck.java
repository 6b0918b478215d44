package io.emstream.app.http;

import io.emstream.app.history.HistoryReader;
import io.emstream.app.history.ModelHistory;
import io.emstream.app.processing.Processing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/** Looks after a processor's health, by what it says of itself and by whether brokers answer. */
final class HealthCheck {
    /** Brokers are asked every three seconds; so long a silence is no accident. */
    static final Duration SILENCE = Duration.ofSeconds(12);

    private final Processing processing;
    private final HistoryReader reader;
    private final ModelHistory history;
    private final InstantSource clock;

    HealthCheck(Processing processing, HistoryReader reader, ModelHistory history, InstantSource clock) {
        this.processing = processing;
        this.reader = reader;
        this.history = history;
        this.clock = clock;
    }

    /** The health at this moment. */
    Health now() {
        return of(
                processing.state(),
                Duration.between(reader.lastContact(), clock.instant()),
                reader.trouble(),
                reader.isCaughtUp(),
                history.current().isPresent());
    }

    /**
     * The health by what is known.
     *
     * @param silence since a broker last answered
     * @param trouble why models cannot be read, if so
     */
    static Health of(
            KafkaStreams.State state,
            Duration silence,
            Optional<String> trouble,
            boolean isCaughtUp,
            boolean hasModel) {
        List<String> reasons = new ArrayList<>();
        if (state == KafkaStreams.State.REBALANCING) {
            reasons.add("partitions are being distributed among the instances");
        } else if (state != KafkaStreams.State.RUNNING) {
            reasons.add("the processor is " + words(state));
        }
        if (silence.compareTo(SILENCE) > 0) {
            reasons.add(
                    silence.compareTo(Duration.ofDays(1)) > 0
                            ? "no broker has answered yet"
                            : "no broker has answered for " + silence.toSeconds() + " s");
        } else if (!isCaughtUp) {
            reasons.add("the models of before are being read");
        }
        trouble.ifPresent(reasons::add);
        boolean live = state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR;
        List<String> notes =
                isCaughtUp && !hasModel ? List.of("there is no model yet; labels begin with the first") : List.of();
        return new Health(live, reasons, notes);
    }

    private static String words(KafkaStreams.State state) {
        return switch (state) {
            case CREATED -> "starting";
            case PENDING_SHUTDOWN, NOT_RUNNING -> "stopping";
            case PENDING_ERROR, ERROR -> "failing";
            case RUNNING, REBALANCING -> "running";
        };
    }
}
