package io.emstream.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.settings.SettingsReader.Purpose;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
    @Test
    void kafkaStreamsTakesTheDefaultsAndEveryClientKnowsItsKeys() throws Exception {
        StreamsConfig config =
                new StreamsConfig(settings(2, 2, Map.of()).kafka().streams(4));
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1000);
        assertThat(config.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG)).isEqualTo(-1);
        assertThat(config.originalsWithPrefix("topic.")).containsEntry("segment.bytes", 32L << 20);
        Map<String, Object> consumer = config.getMainConsumerConfigs("group", "client", 0);
        assertThat(consumer)
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .containsEntry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 262144)
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        assertThat(new ConsumerConfig(withDeserializers(consumer)).getInt(ConsumerConfig.MAX_POLL_RECORDS_CONFIG))
                .isEqualTo(5000);
        assertThat(config.getProducerConfigs("client"))
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10000)
                .doesNotContainKey(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    }

    @Test
    void whatTheUserPassesOnGoesBeforeOurDefaults() throws Exception {
        Properties streams = settings(
                        2, 2, Map.of("kafka.producer.compression.type", "zstd", "kafka.max.task.idle.ms", "5"))
                .kafka()
                .streams(4);
        assertThat(streams).containsEntry("producer.compression.type", "zstd").containsEntry("max.task.idle.ms", "5");
    }

    @Test
    void theProtocolOfTheGroupIsForKafkaStreamsAlone() throws Exception {
        KafkaProperties kafka =
                settings(2, 2, Map.of("kafka.group.protocol", "streams")).kafka();
        assertThat(kafka.streams(4)).containsEntry("group.protocol", "streams");
        assertThat(kafka.consumer()).doesNotContainKey("group.protocol");
    }

    @Test
    void aKeyReachesTheClientsThatItIsFor() throws Exception {
        KafkaProperties kafka = settings(
                        2,
                        2,
                        Map.of(
                                "kafka.security.protocol", "SSL",
                                "kafka.consumer.fetch.min.bytes", "7",
                                "kafka.fetch.max.bytes", "8",
                                "kafka.producer.acks", "1",
                                "kafka.admin.retries", "3",
                                "kafka.num.standby.replicas", "1",
                                "kafka.my.plugin.key", "yes"))
                .kafka();
        assertThat(kafka.admin())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("retries", "3")
                .containsEntry("my.plugin.key", "yes")
                .doesNotContainKeys("num.standby.replicas", "acks", "fetch.max.bytes");
        assertThat(kafka.consumer())
                .containsEntry("fetch.min.bytes", "7")
                .containsEntry("fetch.max.bytes", "8")
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKeys("retries", "acks", "num.standby.replicas");
        assertThat(kafka.producer()).containsEntry("acks", "1").doesNotContainKey("fetch.max.bytes");
        assertThat(new AdminClientConfig(kafka.admin()).getInt("retries")).isEqualTo(3);
    }

    @Test
    void largeModelsGetLargeRecords() throws Exception {
        Settings settings = settings(20, 100, Map.of());
        assertThat(settings.modelRecordBytes()).isBetween(5_000_000L, 6_000_000L);
        assertThat(settings.kafka().streams(4))
                .containsEntry("producer.max.request.size", (int) settings.modelRecordBytes())
                .containsEntry("topic.max.message.bytes", (int) settings.modelRecordBytes());
    }

    @Test
    void theTransactionOutlastsALongCommitInterval() throws Exception {
        Properties streams =
                settings(2, 2, Map.of("commit.interval", "PT30S")).kafka().streams(4);
        assertThat(new StreamsConfig(streams).getProducerConfigs("client"))
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 90_000);
    }

    @Test
    void lowLatencyCommitsTenTimesASecondUnlessToldOtherwise() throws Exception {
        assertThat(settings(2, 2, Map.of("latency", "low")).commitInterval()).hasMillis(100);
        assertThat(settings(2, 2, Map.of("latency", "low", "commit.interval", "PT0.05S"))
                        .commitInterval())
                .hasMillis(50);
    }

    private static Map<String, Object> withDeserializers(Map<String, Object> consumer) {
        consumer.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        consumer.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        return consumer;
    }

    private static Settings settings(int clusters, int dimension, Map<String, String> others) throws SettingsException {
        SettingsReader reader = new SettingsReader(Map.of())
                .flag("--set", "clusters", Integer.toString(clusters))
                .flag("--set", "dimension", Integer.toString(dimension));
        others.forEach((key, value) -> reader.flag("--set", key, value));
        return reader.read(Purpose.PROCESSING);
    }
}
