package io.emstream.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The few among the hundreds of numbers of Kafka Streams that an operator looks at, one series for each stream thread. Threads
 * come and go; their series with them.
 */
final class KafkaMeters {
    /** The client of a stream thread that reads points, and the thread itself. */
    private static final Pattern OF_THREAD = Pattern.compile(".*-StreamThread-(\\d+)(?:-consumer|-producer)?");

    private static final Set<String> WHOSE = Set.of("thread-id", "client-id");

    private static final List<Selected> SELECTED = List.of(
            new Selected("stream-metrics", "alive-stream-threads"),
            new Selected("stream-metrics", "failed-stream-threads"),
            new Selected("stream-thread-metrics", "process-total"),
            new Selected("stream-thread-metrics", "process-latency-avg"),
            new Selected("stream-thread-metrics", "commit-total"),
            new Selected("stream-thread-metrics", "commit-latency-avg"),
            new Selected("stream-thread-metrics", "commit-latency-max"),
            new Selected("stream-thread-metrics", "poll-latency-avg"),
            new Selected("consumer-fetch-manager-metrics", "records-lag-max"),
            new Selected("consumer-fetch-manager-metrics", "records-consumed-total"),
            new Selected("consumer-fetch-manager-metrics", "bytes-consumed-total"),
            new Selected("consumer-coordinator-metrics", "rebalance-total"),
            new Selected("consumer-coordinator-metrics", "failed-rebalance-total"),
            new Selected("consumer-coordinator-metrics", "rebalance-latency-avg"),
            new Selected("consumer-metrics", "connection-count"),
            new Selected("producer-metrics", "record-send-total"),
            new Selected("producer-metrics", "record-error-total"),
            new Selected("producer-metrics", "txn-commit-time-ns-total"));

    private final MeterRegistry registry;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final Map<MetricName, Meter.Id> registered = new HashMap<>();

    /** A metric by its names in Kafka. */
    private record Selected(String group, String name) {
        boolean is(MetricName metric) {
            return metric.group().equals(group) && metric.name().equals(name);
        }

        /** {@code kafka.stream.thread.process.total}. */
        String meter() {
            return "kafka." + group.replace("-metrics", "").replace('-', '.') + "." + name.replace('-', '.');
        }

        boolean isTotal() {
            return name.endsWith("-total");
        }
    }

    KafkaMeters(MeterRegistry registry, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.registry = registry;
        this.metrics = metrics;
    }

    /** Of no processor. */
    static KafkaMeters none() {
        return new KafkaMeters(new SimpleMeterRegistry(), Map::of);
    }

    /** Lets the series follow what there is. */
    void refresh() {
        Map<MetricName, ? extends Metric> now = metrics.get();
        for (Iterator<Map.Entry<MetricName, Meter.Id>> all =
                        registered.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<MetricName, Meter.Id> each = all.next();
            if (!now.containsKey(each.getKey())) {
                registry.remove(each.getValue());
                all.remove();
            }
        }
        now.forEach((name, metric) -> {
            if (!registered.containsKey(name)) {
                selected(name)
                        .ifPresent(selected ->
                                tags(name).ifPresent(tags -> registered.put(name, register(selected, tags, metric))));
            }
        });
    }

    private static Optional<Selected> selected(MetricName name) {
        return SELECTED.stream().filter(each -> each.is(name)).findFirst();
    }

    /** The thread's number; nothing for the whole instance; empty for what is finer, such as a partition's. */
    private static Optional<Tags> tags(MetricName name) {
        if (!WHOSE.containsAll(name.tags().keySet())) {
            return Optional.empty();
        }
        if (name.group().equals("stream-metrics")) {
            return Optional.of(Tags.empty());
        }
        Matcher thread = OF_THREAD.matcher(name.tags().values().iterator().next());
        return thread.matches() ? Optional.of(Tags.of("thread", thread.group(1))) : Optional.empty();
    }

    private Meter.Id register(Selected selected, Tags tags, Metric metric) {
        return selected.isTotal()
                ? FunctionCounter.builder(selected.meter(), metric, KafkaMeters::value)
                        .tags(tags)
                        .register(registry)
                        .getId()
                : Gauge.builder(selected.meter(), metric, KafkaMeters::value)
                        .tags(tags)
                        .strongReference(true)
                        .register(registry)
                        .getId();
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
