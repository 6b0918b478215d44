package io.emstream.app.http;

import io.emstream.Samples;
import io.emstream.app.history.ModelHistory;
import io.emstream.app.processing.PartitionShare;
import io.emstream.app.settings.HttpSettings;
import io.emstream.codec.MissingValues;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.codec.PointDecoders;
import io.emstream.codec.PointFormat;
import io.emstream.em.Responsibilities;
import io.emstream.family.Family;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.CountedPoints;
import io.emstream.streams.StreamCounts;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an instance serves for its page, over a stream of the test's own: without a broker, and with troubles and sizes that a
 * real one would take long to come into.
 */
final class PretendInstance implements AutoCloseable {
    private static final int POINTS_AT_ONCE = 50;
    private static final long EVERY_MILLIS = 100;
    private static final long BEGINNING = 1_800_000_000_000L;

    private final Features features;
    private final ModelHistory history = new ModelHistory();
    private final StreamCounts counts = new StreamCounts();
    private final ScheduledExecutorService feeding = Executors.newSingleThreadScheduledExecutor();
    private final Random random;
    private final LiveStream live;
    private final HttpServer server;
    private volatile Health health = new Health(true, List.of(), List.of());
    private volatile @Nullable Model model;
    private long offset;

    /**
     * Begins to serve; points flow with the first model.
     *
     * @param port 0 for any
     * @param seed of the points
     */
    PretendInstance(
            int port, @Nullable String token, Features features, Family family, PartitionShare share, long seed) {
        this.features = features;
        this.random = new Random(seed);
        this.live = new LiveStream(() -> health);
        history.listen(live);
        live.show(counts, Map::of, () -> share);
        ModelRoutes models = new ModelRoutes(history);
        Routes routes = PageFiles.serve(new Routes()).stream("/live", live)
                .get("/model", models::current)
                .get("/models", models::last)
                .get("/events", models::lastEvents)
                .post(
                        "/assign",
                        new AssignRoute(
                                history,
                                PointDecoders.of(
                                        PointFormat.JSON, features, MissingValues.ALLOW, family.support(), 1 << 20)));
        this.server = HttpServer.start(new HttpSettings("127.0.0.1", port, token, 1 << 20), routes);
        ScheduledFuture<?> unused = feeding.scheduleWithFixedDelay(this::feed, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One that has all points of features named f0, f1 and so on, without a token. */
    static PretendInstance of(Family family, int dimension) {
        return new PretendInstance(0, null, named(dimension), family, new PartitionShare(2, 2), 1);
    }

    /** Features named f0, f1 and so on. */
    static Features named(int dimension) {
        return new Features(java.util.stream.IntStream.range(0, dimension)
                .mapToObj(j -> "f" + j)
                .toList());
    }

    private void feed() {
        Model current = model;
        if (current == null) {
            return;
        }
        Responsibilities answer = new Responsibilities(new CompiledMixture(current.mixture()));
        for (Point point : Samples.draw(current.mixture(), POINTS_AT_ONCE, random)) {
            if (answer.of(point)) {
                CountedPoints.label(counts, point, answer, current.version(), 0, offset++);
            }
        }
    }

    /** Publishes a version. */
    void publish(long version, Mixture mixture, double meanLogLikelihood) {
        add(version, mixture, meanLogLikelihood, true);
    }

    /** Reads a version that was there before it. */
    void recall(long version, Mixture mixture, double meanLogLikelihood) {
        add(version, mixture, meanLogLikelihood, false);
    }

    private void add(long version, Mixture mixture, double meanLogLikelihood, boolean isNews) {
        Model next = new Model(
                "pretended",
                version,
                version - 1,
                1,
                features,
                mixture,
                Collections.nCopies(mixture.size(), new Model.Cluster(1, 100)),
                version * 1000,
                2000,
                "none",
                meanLogLikelihood,
                meanLogLikelihood,
                BEGINNING + 1000 * version);
        model = next;
        history.addModel(ModelJson.encode(next), Instant.EPOCH, isNews);
    }

    /** Says that something happened. */
    void tell(ModelEvent.Type type, long version, List<Long> from, List<Long> to) {
        ModelEvent event = new ModelEvent(type, version, BEGINNING + 1000 * version, from, to, Map.of());
        history.addEvent(ModelEventJson.encode("pretended", event), Instant.EPOCH, true);
    }

    /** Refuses a record. */
    void refuse(Reason reason) {
        CountedPoints.refuse(counts, reason);
    }

    /** Is well, or not, for these reasons. */
    void isWell(String... reasons) {
        health = new Health(true, List.of(reasons), List.of());
    }

    String address() {
        return server.address();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        feeding.shutdownNow();
        server.close();
        live.close();
    }
}
