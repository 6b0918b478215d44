package io.emstream.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.app.history.ModelHistory;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.family.Families;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.streams.StreamCounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final ModelHistory history = new ModelHistory();
    private final Map<MetricName, Metric> kafka = new HashMap<>();
    private boolean isReady = true;
    private final Metrics metrics = new Metrics(history, () -> isReady, () -> NOW);

    @AfterEach
    void close() {
        metrics.close();
    }

    private static byte[] model(long version, long firstCluster, int clusters) {
        Mixture mixture = Samples.mixture(Families.parse("gaussian-full"), clusters, 2, new Random(version));
        return ModelJson.encode(new Model(
                "m",
                version,
                version - 1,
                1,
                Features.ofDimension(2),
                mixture.withClusters(
                        LongStream.range(firstCluster, firstCluster + clusters).toArray()),
                LongStream.range(0, clusters)
                        .mapToObj(k -> new Model.Cluster(1, 100.5 + k))
                        .toList(),
                1000 * version,
                900,
                "none",
                -2.5,
                -3.5,
                0));
    }

    @Test
    void theModelsNumbersAreThoseOfTheNewestVersion() {
        assertThat(metrics.exposition()).contains("emstream_model_version NaN");
        history.addModel(model(1, 1, 2), NOW.minusSeconds(60), true);
        history.addModel(model(2, 1, 3), NOW.minusSeconds(5), true);
        assertThat(metrics.exposition())
                .contains(
                        "emstream_model_version 2.0",
                        "emstream_model_age_seconds 5.0",
                        "emstream_model_clusters 3.0",
                        "emstream_model_points 2000.0",
                        "emstream_model_effective_points 900.0",
                        "emstream_model_fold_mean_log_likelihood -2.5",
                        "emstream_model_prequential_mean_log_likelihood -3.5",
                        "emstream_model_noise_weight 0.0",
                        "emstream_cluster_effective_points{cluster=\"3\"} 102.5");
    }

    @Test
    void aClusterThatDiedHasNoSeriesAnyMore() {
        for (int version = 1; version <= 50; version++) {
            history.addModel(model(version, 2L * version, 2), NOW, true);
            List<String> series = metrics.exposition()
                    .lines()
                    .filter(line -> line.startsWith("emstream_cluster_"))
                    .toList();
            assertThat(series).hasSize(4).allMatch(line -> line.matches(".*\\{cluster=\"\\d+\"} \\d.*"));
            assertThat(metrics.exposition())
                    .contains("emstream_cluster_weight{cluster=\"" + (2 * version + 1) + "\"}")
                    .doesNotContain("emstream_cluster_weight{cluster=\"" + (2 * version - 1) + "\"}");
        }
    }

    @Test
    void eventsCountFromTheStartOfTheInstanceOn() {
        byte[] drift =
                ModelEventJson.encode("m", new ModelEvent(ModelEvent.Type.DRIFT, 3, 0, List.of(), List.of(), Map.of()));
        history.addEvent(drift, NOW, false);
        assertThat(metrics.exposition()).contains("emstream_events_total{type=\"DRIFT\"} 0.0");
        history.addEvent(drift, NOW, true);
        assertThat(metrics.exposition())
                .contains("emstream_events_total{type=\"DRIFT\"} 1.0", "emstream_events_total{type=\"REFIT\"} 0.0");
    }

    @Test
    void readinessIsANumber() {
        assertThat(metrics.exposition()).contains("emstream_ready 1.0");
        isReady = false;
        assertThat(metrics.exposition()).contains("emstream_ready 0.0");
    }

    @Test
    void kafkasNumbersComeByThreadAndGoWithIt() {
        put("consumer-fetch-manager-metrics", "records-lag-max", Map.of("client-id", "a-b-StreamThread-1-consumer"), 7);
        put(
                "consumer-fetch-manager-metrics",
                "records-lag-max",
                Map.of("client-id", "a-b-StreamThread-1-consumer", "topic", "t", "partition", "0"),
                6);
        put(
                "consumer-fetch-manager-metrics",
                "records-lag-max",
                Map.of("client-id", "a-b-StreamThread-1-restore-consumer"),
                5);
        put("stream-thread-metrics", "process-total", Map.of("thread-id", "a-b-StreamThread-1"), 100);
        put("stream-thread-metrics", "punctuate-total", Map.of("thread-id", "a-b-StreamThread-1"), 3);
        put("stream-metrics", "alive-stream-threads", Map.of("client-id", "a-b"), 1);
        metrics.show(new StreamCounts(), () -> kafka);
        assertThat(kafkaSeries())
                .containsExactlyInAnyOrder(
                        "kafka_consumer_fetch_manager_records_lag_max{thread=\"1\"} 7.0",
                        "kafka_stream_thread_process_total{thread=\"1\"} 100.0",
                        "kafka_stream_alive_stream_threads 1.0");
        kafka.clear();
        put("stream-thread-metrics", "process-total", Map.of("thread-id", "a-b-StreamThread-2"), 2);
        assertThat(kafkaSeries()).containsExactly("kafka_stream_thread_process_total{thread=\"2\"} 2.0");
    }

    private List<String> kafkaSeries() {
        return metrics.exposition()
                .lines()
                .filter(line -> line.startsWith("kafka_"))
                .toList();
    }

    private void put(String group, String name, Map<String, String> tags, double value) {
        MetricName metric = new MetricName(name, group, "", tags);
        kafka.put(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
