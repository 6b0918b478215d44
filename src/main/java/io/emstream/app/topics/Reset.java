package io.emstream.app.topics;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes away what an application has learned: its state, and the model in force. What it has published stays, and so does
 * the place to which it has read the points, unless they are to be read again; points that it still holds back stay as well,
 * so that each point has one label.
 *
 * <p>Each step may be repeated, so that a reset which was cut short is simply done again.
 */
public final class Reset {
    private final Settings settings;
    private final Admin admin;
    private final ApplicationGroup group;
    private final int partitions;
    private final Set<String> present;
    private final boolean fromBeginning;

    Reset(
            Settings settings,
            Admin admin,
            ApplicationGroup group,
            int partitions,
            Set<String> present,
            boolean fromBeginning) {
        this.settings = settings;
        this.admin = admin;
        this.group = group;
        this.partitions = partitions;
        this.present = present;
        this.fromBeginning = fromBeginning;
    }

    /**
     * Refuses while somebody might be learning.
     *
     * @throws Failure if an instance is in the group
     */
    public void checkNobodyRuns() {
        List<ApplicationGroup.Member> members = group.members();
        if (!members.isEmpty()) {
            Set<String> hosts = members.stream()
                    .map(member -> member.host().replaceFirst("^/", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            throw new Failure("The application " + settings.applicationId() + " is running, with " + members.size()
                    + (members.size() == 1 ? " thread" : " threads") + " on " + String.join(", ", hosts)
                    + ". Stop all its instances first; one that was killed leaves the group after its session timeout"
                    + " (6 s unless set otherwise).");
        }
    }

    /** What will be taken away, one line for each thing. */
    public List<String> plan() {
        List<String> lines = new ArrayList<>();
        internalTopics().forEach(topic -> lines.add("delete the topic " + topic));
        if (present.contains(settings.topics().modelBroadcast())) {
            lines.add(
                    "take the model out of " + settings.topics().modelBroadcast() + " (a tombstone in each partition)");
        }
        lines.add("have commands so far count as carried out");
        lines.add(
                fromBeginning
                        ? "have " + settings.topics().points()
                                + " read again from its beginning: its points are labelled a second time"
                        : "go on in " + settings.topics().points() + " where the application has come to");
        return lines;
    }

    private Set<String> internalTopics() {
        String held = settings.applicationId() + "-held-changelog";
        return present.stream()
                .filter(name -> TopicCheck.isInternal(settings, name))
                .filter(name -> fromBeginning || !name.equals(held))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Takes it away. */
    public void carryOut() {
        checkNobodyRuns();
        String broadcast = settings.topics().modelBroadcast();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (present.contains(broadcast)) {
            bury(broadcast);
            offsets.putAll(offsets(broadcast, partitions, OffsetSpec.latest()));
        }
        if (present.contains(settings.topics().commands())) {
            offsets.putAll(offsets(settings.topics().commands(), 1, OffsetSpec.latest()));
        }
        if (fromBeginning) {
            offsets.putAll(offsets(settings.topics().points(), partitions, OffsetSpec.earliest()));
        }
        group.moveTo(offsets);
        Set<String> internal = internalTopics();
        group.forget(group.offsets().keySet().stream()
                .filter(partition -> internal.contains(partition.topic()))
                .collect(Collectors.toSet()));
        if (!internal.isEmpty()) {
            Brokers.get(
                    "delete the internal topics",
                    "DELETE on topics that begin with " + settings.applicationId() + "-",
                    settings.bootstrapServers(),
                    admin.deleteTopics(internal).all());
        }
    }

    /** A tombstone for the model in each partition, so that compaction takes it away. */
    private void bury(String broadcast) {
        byte[] key = settings.modelName().getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                sent.add(producer.send(new ProducerRecord<byte[], byte[]>(broadcast, partition, key, null)));
            }
            sent.forEach(
                    each -> Brokers.get("write to " + broadcast, "WRITE on it", settings.bootstrapServers(), each));
        } catch (KafkaException refused) {
            throw Brokers.failure("write to " + broadcast, "WRITE on it", settings.bootstrapServers(), refused);
        }
    }

    private Map<TopicPartition, Long> offsets(String topic, int number, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question = IntStream.range(0, number)
                .boxed()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), partition -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Brokers.get(
                        "look up offsets of " + topic,
                        "DESCRIBE on it",
                        settings.bootstrapServers(),
                        admin.listOffsets(question).all())
                .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }
}
