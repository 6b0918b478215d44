package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.MalformedBytesException;
import io.emstream.codec.ModelCodec;
import io.emstream.family.Families;
import io.emstream.learn.LearnerState;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where an application stands, as its own topics tell. */
public final class CurrentState {
    private final Settings settings;
    private final Set<String> topics;
    private final byte[] key;

    /**
     * Of the application that the settings name.
     *
     * @throws Failure if there is a topic among those it is told by that we have no right to see
     */
    public CurrentState(Settings settings, TopicAdministration topics) {
        this.settings = settings;
        this.topics = topics.present(List.of(
                settings.topics().modelBroadcast(),
                settings.topics().models(),
                settings.topics().events(),
                settings.applicationId() + "-learner-changelog"));
        this.key = settings.modelName().getBytes(StandardCharsets.UTF_8);
    }

    /** The model in force, by which points are labelled; empty if there is none, as before the first and after a reset. */
    public Optional<Model> model() {
        String topic = settings.topics().modelBroadcast();
        if (!topics.contains(topic)) {
            return Optional.empty();
        }
        try (PartitionReader reader = new PartitionReader(settings, new TopicPartition(topic, 0))) {
            ConsumerRecord<byte[], byte[]> last = reader.last(each -> Arrays.equals(each.key(), key) ? each : null);
            return last == null || last.value() == null
                    ? Optional.empty()
                    : Optional.of(new ModelCodec(Families::parse).decode(last.value()));
        } catch (MalformedBytesException broken) {
            throw new Failure(
                    "The topic " + topic + " holds a model that cannot be read: " + broken.getMessage() + ".", broken);
        }
    }

    /** What was given away under the model's name so far: what the learner knows of it or, if it has no model, the topics. */
    public Lineage lineage() {
        Lineage known = ofState();
        if (known.version() > 0) {
            return known;
        }
        Lineage lineage = known.and(model().map(CurrentState::lineage).orElse(Lineage.NONE));
        if (!topics.contains(settings.topics().models())
                || !topics.contains(settings.topics().events())) {
            return lineage;
        }
        try (ModelHistory history = new ModelHistory(settings)) {
            return lineage.and(history.newest().map(CurrentState::lineage).orElse(Lineage.NONE))
                    .and(new Lineage(0, history.largestCluster()));
        }
    }

    private boolean ofStateIsKnown() {
        return topics.contains(changelog());
    }

    private String changelog() {
        return settings.applicationId() + "-learner-changelog";
    }

    /** What the learner itself knows, from its state. */
    private Lineage ofState() {
        if (!ofStateIsKnown()) {
            return Lineage.NONE;
        }
        try (PartitionReader reader = new PartitionReader(settings, new TopicPartition(changelog(), 0))) {
            byte[] counters = reader.last(each -> block(each, LearnerState.COUNTERS));
            byte[] model = reader.last(each -> block(each, LearnerState.MODEL));
            LearnerStateCodec codec = new LearnerStateCodec(Families::parse);
            long cluster = counters == null
                    ? 0
                    : codec.decode(List.of(Map.entry(LearnerState.COUNTERS, counters)))
                                    .counters()
                                    .nextCluster()
                            - 1;
            long version = model == null
                    ? 0
                    : codec.decode(List.of(Map.entry(LearnerState.MODEL, model)))
                            .lastVersion();
            return new Lineage(version, cluster);
        } catch (MalformedBytesException ofALaterVersion) {
            return Lineage.NONE;
        }
    }

    private static byte @Nullable [] block(ConsumerRecord<byte[], byte[]> record, String name) {
        return record.key() != null && Arrays.equals(record.key(), name.getBytes(StandardCharsets.UTF_8))
                ? record.value()
                : null;
    }

    private static Lineage lineage(Model model) {
        return new Lineage(
                model.version(), Arrays.stream(model.mixture().clusters()).max().orElse(0));
    }
}
