package io.emstream.app.http;

import io.emstream.app.history.ModelHistory;
import io.emstream.app.processing.PartitionShare;
import io.emstream.learn.ModelEvent;
import io.emstream.streams.StreamCounts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all who look on what is new, as server-sent events: twice a second how things stand, with a sample of the points; models
 * and events at once. While nobody looks on, nothing is drawn and nothing is written.
 */
final class LiveStream implements Request.Handler, ModelHistory.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private static final long TICK_MILLIS = 500;
    private static final int MOST_WATCHERS = 64;

    private final Supplier<Health> health;
    private final List<LiveWatcher> watchers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "emstream-live");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> ticking;
    private volatile @Nullable StreamCounts counts;
    private volatile Supplier<Map<MetricName, ? extends Metric>> kafka = Map::of;
    private volatile Supplier<PartitionShare> share = () -> PartitionShare.NONE;

    /** Tells the health, and of a processor once there is one. */
    LiveStream(Supplier<Health> health) {
        this.health = health;
        ticking = ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Tells of this processor from now on. */
    void show(
            StreamCounts counted,
            Supplier<Map<MetricName, ? extends Metric>> kafkaMetrics,
            Supplier<PartitionShare> partitions) {
        kafka = kafkaMetrics;
        share = partitions;
        counts = counted;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (watchers.size() >= MOST_WATCHERS) {
            Dispatch.send(
                    Reply.error(503, MOST_WATCHERS + " look on already; try again later"), request, response, callback);
            return true;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
            return true;
        }
        LiveWatcher watcher = new LiveWatcher(response, callback);
        watchers.add(watcher);
        watcher.tell(standing());
        return true;
    }

    @Override
    public void model(ModelHistory.Current current) {
        byte[] frame = LiveFrames.model(current.model().version(), current.json());
        watchers.forEach(watcher -> watcher.tell(frame));
    }

    @Override
    public void event(ModelEvent event, byte[] json) {
        byte[] frame = LiveFrames.event(json);
        watchers.forEach(watcher -> watcher.tell(frame));
    }

    private void tick() {
        try {
            watchers.removeIf(LiveWatcher::isOver);
            StreamCounts counted = counts;
            if (counted != null) {
                counted.sample().watch(!watchers.isEmpty());
            }
            if (!watchers.isEmpty()) {
                byte[] frame = standing();
                watchers.forEach(watcher -> watcher.tick(frame));
            }
        } catch (RuntimeException unforeseen) {
            // An exception would end the ticking for good.
            LOG.warn("what is live could not be told", unforeseen);
        }
    }

    private byte[] standing() {
        return LiveFrames.tick(System.currentTimeMillis(), health.get(), counts, share.get(), lag());
    }

    private double lag() {
        double most = Double.NaN;
        for (Map.Entry<MetricName, ? extends Metric> each : kafka.get().entrySet()) {
            if (each.getKey().name().equals("records-lag-max")
                    && each.getKey().group().equals("consumer-fetch-manager-metrics")
                    && each.getValue().metricValue() instanceof Double lag
                    && !lag.isNaN()) {
                most = Double.isNaN(most) ? lag : Math.max(most, lag);
            }
        }
        return most;
    }

    @Override
    public void close() {
        ticking.cancel(false);
        ticker.shutdown();
    }
}
