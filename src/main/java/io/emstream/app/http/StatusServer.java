package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.app.Failure;
import io.emstream.app.history.HistoryReader;
import io.emstream.app.history.ModelHistory;
import io.emstream.app.metrics.Metrics;
import io.emstream.app.processing.Processing;
import io.emstream.app.settings.HttpSettings;
import io.emstream.app.settings.Settings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an instance shows of itself over HTTP. It listens from the start of the program, so that a port that is taken is told
 * before anything begins and probes are answered while the rest starts; what there is to show comes with {@link #show}.
 */
public final class StatusServer implements AutoCloseable {
    private final ModelHistory history = new ModelHistory();
    private volatile Supplier<Health> health = () -> Health.notReady("the processor is starting");
    private final LiveStream live = new LiveStream(() -> health.get());
    private final @Nullable HttpServer server;

    private final Metrics metrics = new Metrics(history, () -> health.get().isReady(), InstantSource.system());

    private StatusServer(Settings settings) {
        HttpSettings http = settings.http();
        history.listen(live);
        this.server = http.isOn() ? HttpServer.start(http, routes(settings)) : null;
    }

    /**
     * Listens, unless the settings say not to.
     *
     * @throws Failure if it cannot, in sentences
     */
    public static StatusServer open(Settings settings) {
        return new StatusServer(settings);
    }

    /** Every path, and what answers there. */
    private Routes routes(Settings settings) {
        ModelRoutes models = new ModelRoutes(history);
        return PageFiles.serve(new Routes()).stream("/live", live)
                .open("/health/live", call -> health.get().liveness())
                .open("/health/ready", call -> health.get().readiness())
                .get("/model", models::current)
                .get("/models", models::last)
                .get("/events", models::lastEvents)
                .post(
                        "/assign",
                        new AssignRoute(history, settings.jsonDecoders().get()))
                .get(
                        "/metrics",
                        call -> new Reply(
                                200, Metrics.TYPE, metrics.exposition().getBytes(UTF_8)));
    }

    /** Where it listens, such as {@code http://127.0.0.1:8080}; empty if it does not. */
    public Optional<String> address() {
        return Optional.ofNullable(server).map(HttpServer::address);
    }

    /**
     * Shows a processor, until what is returned is closed.
     *
     * @param settings with the address of the broker
     */
    public AutoCloseable show(Settings settings, Processing processing) {
        if (server == null) {
            return () -> {};
        }
        HistoryReader reader = HistoryReader.start(settings, history);
        metrics.show(processing.counts(), processing::kafkaMetrics);
        live.show(processing.counts(), processing::kafkaMetrics, processing::share);
        health = new HealthCheck(processing, reader, history, InstantSource.system())::now;
        return () -> {
            health = () -> Health.notReady("the processor is stopping");
            reader.close();
        };
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            live.close();
            metrics.close();
        }
    }
}
