package io.emstream.app.metrics;

import io.emstream.app.history.ModelHistory;
import io.emstream.streams.StreamCounts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** All meters of an instance: the JVM's from the beginning, the processor's once there is one. */
public final class Metrics implements AutoCloseable {
    /** The media type of {@link #exposition()}. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final ModelMeters models;
    private volatile KafkaMeters kafka = KafkaMeters.none();

    /**
     * Meters of this JVM, of a history and of a state of health.
     *
     * @param isReady whether points are processed
     */
    public Metrics(ModelHistory history, BooleanSupplier isReady, InstantSource clock) {
        Gauge.builder("emstream.ready", isReady, ready -> ready.getAsBoolean() ? 1 : 0)
                .strongReference(true)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        models = new ModelMeters(registry, history, clock);
    }

    /**
     * Adds the meters of a processor.
     *
     * @param counts what its processors have done
     * @param kafkaMetrics what Kafka Streams and its clients measure of themselves
     */
    public void show(StreamCounts counts, Supplier<Map<MetricName, ? extends Metric>> kafkaMetrics) {
        StreamMeters.bind(registry, counts);
        kafka = new KafkaMeters(registry, kafkaMetrics);
    }

    /** All meters at this moment. */
    public synchronized String exposition() {
        models.refresh();
        kafka.refresh();
        return registry.scrape(TYPE);
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
