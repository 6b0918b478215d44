package io.emstream.app.metrics;

import io.emstream.app.history.ModelHistory;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the current model says of itself; the same on every instance, because all read it from its topic. A cluster has its
 * series while it lives, and no longer.
 */
final class ModelMeters implements ModelHistory.Listener {
    private final ModelHistory history;
    private final MultiGauge weights;
    private final MultiGauge effectivePoints;
    private final Map<ModelEvent.Type, Counter> events = new EnumMap<>(ModelEvent.Type.class);
    private long version;

    ModelMeters(MeterRegistry registry, ModelHistory history, InstantSource clock) {
        this.history = history;
        this.weights = MultiGauge.builder("emstream.cluster.weight").register(registry);
        this.effectivePoints =
                MultiGauge.builder("emstream.cluster.effective.points").register(registry);
        for (ModelEvent.Type type : ModelEvent.Type.values()) {
            events.put(
                    type,
                    Counter.builder("emstream.events").tag("type", type.name()).register(registry));
        }
        gauge(registry, "emstream.model.version", current -> current.model().version());
        gauge(
                registry,
                "emstream.model.age.seconds",
                current -> 1e-3
                        * Math.max(
                                0,
                                Duration.between(current.published(), clock.instant())
                                        .toMillis()));
        ofModel(registry, "emstream.model.clusters", model -> model.mixture().size());
        ofModel(registry, "emstream.model.points", Model::points);
        ofModel(registry, "emstream.model.effective.points", Model::effectivePoints);
        ofModel(registry, "emstream.model.fold.mean.log.likelihood", Model::foldMeanLogLikelihood);
        ofModel(registry, "emstream.model.prequential.mean.log.likelihood", Model::prequentialMeanLogLikelihood);
        ofModel(
                registry,
                "emstream.model.noise.weight",
                model -> noiseWeight(model.mixture().noise()));
        history.listen(this);
    }

    private static double noiseWeight(@Nullable Noise noise) {
        return noise == null ? 0 : noise.weight();
    }

    private void ofModel(MeterRegistry registry, String name, ToDoubleFunction<Model> value) {
        gauge(registry, name, current -> value.applyAsDouble(current.model()));
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<ModelHistory.Current> value) {
        Gauge.builder(
                        name,
                        history,
                        from -> from.current().map(value::applyAsDouble).orElse(Double.NaN))
                .register(registry);
    }

    /** Lets the clusters' series follow the current model. */
    void refresh() {
        history.current().map(ModelHistory.Current::model).ifPresent(model -> {
            if (model.version() != version) {
                version = model.version();
                rows(model);
            }
        });
    }

    private void rows(Model model) {
        Mixture mixture = model.mixture();
        List<MultiGauge.Row<?>> byWeight = new ArrayList<>();
        List<MultiGauge.Row<?>> byEffectivePoints = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            Tags cluster = Tags.of("cluster", Long.toString(mixture.cluster(k)));
            byWeight.add(MultiGauge.Row.of(cluster, mixture.weight(k)));
            byEffectivePoints.add(
                    MultiGauge.Row.of(cluster, model.clusters().get(k).effectivePoints()));
        }
        weights.register(byWeight, true);
        effectivePoints.register(byEffectivePoints, true);
    }

    @Override
    public void model(ModelHistory.Current current) {
        // Gauges ask for it when they are read.
    }

    @Override
    public void event(ModelEvent event, byte[] json) {
        Objects.requireNonNull(events.get(event.type())).increment();
    }
}
