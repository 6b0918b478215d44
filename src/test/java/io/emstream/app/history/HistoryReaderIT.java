package io.emstream.app.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emstream.Samples;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsReader;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.family.Families;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two readers of the same topics have to say, of which one has been there from the beginning. */
@Timeout(180)
class HistoryReaderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int VERSIONS = ModelHistory.MOST_MODELS + 50;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.builder().start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("emstream.models", 1, (short) 1),
                            new NewTopic("emstream.events", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static byte[] model(long version) {
        Mixture mixture = Samples.mixture(Families.parse("gaussian-diag"), 2, 2, new Random(version));
        List<Model.Cluster> clusters = List.of(new Model.Cluster(1, 10), new Model.Cluster(1, 20));
        return ModelJson.encode(new Model(
                "emstream",
                version,
                version - 1,
                1,
                Features.ofDimension(2),
                mixture,
                clusters,
                version,
                10,
                "none",
                -1,
                -1,
                0));
    }

    private static byte[] event(long version) {
        return ModelEventJson.encode(
                "emstream",
                new ModelEvent(ModelEvent.Type.REFIT, version, 0, List.of(), List.of(), Map.of("n", (double) version)));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, byte[] value) {
        // The commit of the transaction fails if this does.
        var unused = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
    }

    /** Versions in transactions, some aborted, some announced again, among records of another model and one that is none. */
    private static void write() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (long version = 1; version <= VERSIONS; version++) {
                producer.beginTransaction();
                boolean aborted = version % 5 == 0;
                send(producer, "emstream.models", "emstream", aborted ? model(100_000 + version) : model(version));
                send(producer, "emstream.models", "other", "not for us".getBytes(UTF_8));
                send(producer, "emstream.events", "emstream", event(version));
                if (aborted) {
                    producer.abortTransaction();
                    producer.beginTransaction();
                    send(producer, "emstream.models", "emstream", model(version));
                    send(producer, "emstream.models", "emstream", model(version));
                    if (version % 50 == 0) {
                        send(producer, "emstream.models", "emstream", "no model".getBytes(UTF_8));
                    }
                }
                producer.commitTransaction();
            }
        }
    }

    @Test
    void whoComesLaterSaysTheSame() throws Exception {
        Settings settings = new SettingsReader(Map.of())
                .flag("--bootstrap-server", "bootstrap.servers", broker.bootstrapServers())
                .read(SettingsReader.Purpose.CONNECTION);
        ModelHistory early = new ModelHistory();
        ModelHistory late = new ModelHistory();
        List<Long> news = new ArrayList<>();
        List<Long> noNews = new ArrayList<>();
        early.listen(new Listening(news));
        late.listen(new Listening(noNews));
        try (HistoryReader first = HistoryReader.start(settings, early)) {
            await().atMost(PATIENCE).until(first::isCaughtUp);
            assertThat(early.current()).isEmpty();
            write();
            await().atMost(PATIENCE).until(() -> isComplete(early));
            try (HistoryReader second = HistoryReader.start(settings, late)) {
                await().atMost(PATIENCE).until(second::isCaughtUp);
                assertThat(isComplete(late)).isTrue();
                assertThat(late.models(ModelHistory.MOST_MODELS))
                        .usingElementComparator(Arrays::compare)
                        .hasSize(ModelHistory.MOST_MODELS)
                        .isEqualTo(early.models(ModelHistory.MOST_MODELS));
                assertThat(late.events(ModelHistory.MOST_EVENTS))
                        .usingElementComparator(Arrays::compare)
                        .hasSize(VERSIONS - VERSIONS / 5)
                        .isEqualTo(early.events(ModelHistory.MOST_EVENTS));
                assertThat(first.trouble()).isEmpty();
                assertThat(second.lastContact()).isAfter(Instant.EPOCH);
            }
        }
        assertThat(news).as("of who was there").hasSize(VERSIONS).isSorted();
        assertThat(noNews).as("of who came later").isEmpty();
    }

    private static boolean isComplete(ModelHistory history) {
        return history.current()
                .filter(current -> current.model().version() == VERSIONS)
                .isPresent();
    }

    private record Listening(List<Long> versions) implements ModelHistory.Listener {
        @Override
        public void model(ModelHistory.Current current) {
            versions.add(current.model().version());
        }

        @Override
        public void event(ModelEvent event, byte[] json) {
            assertThat(event.type()).isEqualTo(ModelEvent.Type.REFIT);
        }
    }
}
