package io.emstream.app.topics;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates and checks the topics of one application. Closes the connection that it opens. */
public final class TopicAdministration implements AutoCloseable {
    private final Settings settings;
    private final Admin admin;

    /**
     * Connects.
     *
     * @throws Failure if no broker answers
     */
    public TopicAdministration(Settings settings) {
        this.settings = settings;
        this.admin = Brokers.connect(settings);
    }

    /**
     * The number of partitions of the input.
     *
     * @throws Failure if there is no such topic
     */
    public int partitions() {
        return points().partitions();
    }

    /** Whether there is an input. */
    public boolean hasPoints() {
        return !states(Set.of(settings.topics().points())).isEmpty();
    }

    /**
     * The number of partitions of a topic; takes no right but to see it.
     *
     * @param next what to do if there is none, in a sentence
     * @throws Failure if there is no such topic
     */
    public int partitions(String topic, String next) {
        Integer partitions =
                TopicState.partitions(admin, bootstrap(), List.of(topic)).get(topic);
        if (partitions == null) {
            throw new Failure("There is no topic " + topic + " at " + bootstrap() + ". " + next);
        }
        return partitions;
    }

    private TopicState points() {
        String name = settings.topics().points();
        TopicState points = states(Set.of(name)).get(name);
        if (points == null) {
            throw new Failure(
                    "There is no points topic " + name + " at " + settings.bootstrapServers() + ". It is yours to"
                            + " create, with the"
                            + " number of partitions"
                            + " that you want:"
                            + " emstream topics"
                            + " create --partitions"
                            + " N; or name another:"
                            + " points.topic.");
        }
        return points;
    }

    /**
     * Which of these topics there are.
     *
     * @throws Failure if there is one that we have no right to see
     */
    public Set<String> present(Collection<String> topics) {
        return Set.copyOf(TopicState.partitions(admin, bootstrap(), topics).keySet());
    }

    /** The names of all topics that there are and that we may see, the brokers' own not among them. */
    public Set<String> names() {
        return Brokers.get("list the topics", bootstrap(), admin.listTopics().names());
    }

    /** The group of the application's instances. */
    public ApplicationGroup group() {
        return new ApplicationGroup(admin, settings);
    }

    /** What starts the application anew. */
    public Reset reset(boolean fromBeginning) {
        Set<String> names = new HashSet<>(names());
        TopicCheck.internal(settings).forEach(names::remove);
        names.addAll(present(TopicCheck.internal(settings)));
        names.addAll(present(
                List.of(settings.topics().modelBroadcast(), settings.topics().commands())));
        return new Reset(settings, admin, group(), points().partitions(), names, fromBeginning);
    }

    /**
     * Sees whether an instance may do with the topics what it does.
     *
     * @throws Failure if not, with all rights that are missing
     */
    public void checkRights() {
        TopicRights.check(admin, settings);
    }

    /** All that is wrong with the topics; nothing in most cases. */
    public List<Finding> check() {
        TopicState points = points();
        Set<String> names = names().stream()
                .filter(name -> TopicCheck.isInternal(settings, name))
                .collect(Collectors.toCollection(HashSet::new));
        TopicPlan.of(settings, points.partitions()).topics().forEach(planned -> names.add(planned.name()));
        return TopicCheck.findings(settings, points, states(names), oldest(points));
    }

    /**
     * Creates the topics that are missing.
     *
     * @param partitions how many partitions the points topic gets if it is missing; empty if it must be there
     * @param progress is told of each topic that is created
     * @return the names of the topics that were created
     */
    public List<String> create(Optional<Integer> partitions, Consumer<String> progress) {
        String points = settings.topics().points();
        List<String> created = new ArrayList<>();
        if (partitions.isPresent() && states(Set.of(points)).isEmpty()) {
            create(new NewTopic(points, partitions, replication()), created, progress);
        }
        int count = partitions();
        partitions.filter(wanted -> wanted != count).ifPresent(wanted -> {
            throw new Failure("The points topic " + points + " has " + count + " partitions already, not " + wanted
                    + ". Leave --partitions out to keep them.");
        });
        TopicPlan plan = TopicPlan.of(settings, count);
        Set<String> present = states(
                        plan.topics().stream().map(TopicPlan.Planned::name).collect(Collectors.toSet()))
                .keySet();
        for (TopicPlan.Planned planned : plan.topics()) {
            if (!present.contains(planned.name())) {
                NewTopic topic = new NewTopic(planned.name(), Optional.of(planned.partitions()), replication())
                        .configs(planned.settings());
                create(topic, created, progress);
            }
        }
        return created;
    }

    private void create(NewTopic topic, List<String> created, Consumer<String> progress) {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            if (cause instanceof TopicExistsException) {
                return;
            }
            throw Brokers.failure("create the topic " + topic.name(), "CREATE on it", bootstrap(), cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped while creating topics.", stopped);
        }
        awaitLeaders(topic);
        created.add(topic.name());
        String settingsOf = topic.configs() == null
                ? ""
                : topic.configs().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> ", " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
        progress.accept("created " + topic.name() + " (partitions=" + topic.numPartitions() + settingsOf + ")");
    }

    /**
     * Waits until all partitions take records, which is a moment after the topic was created. A producer that writes in
     * that moment may lose its first records: KAFKA-15591.
     */
    private void awaitLeaders(NewTopic topic) {
        offsets(topic.name(), topic.numPartitions(), OffsetSpec.latest());
    }

    /** The event time of the first record that is still there, over all partitions. */
    private Optional<Instant> oldest(TopicState points) {
        return offsets(points.name(), points.partitions(), OffsetSpec.forTimestamp(0)).stream()
                .filter(answer -> answer.offset() >= 0)
                .map(ListOffsetsResultInfo::timestamp)
                .filter(timestamp -> timestamp >= 0)
                .min(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    /** What the leaders of all partitions answer; asked again until they do. */
    private Collection<ListOffsetsResultInfo> offsets(String topic, int partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> question = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), partition -> which));
        return Brokers.getOnceKnown(
                        "look up offsets of " + topic,
                        "DESCRIBE on it",
                        bootstrap(),
                        () -> admin.listOffsets(question).all())
                .values();
    }

    private Map<String, TopicState> states(Set<String> names) {
        return TopicState.of(admin, bootstrap(), names);
    }

    private Optional<Short> replication() {
        return settings.replicationFactor() > 0 ? Optional.of(settings.replicationFactor()) : Optional.empty();
    }

    private String bootstrap() {
        return settings.bootstrapServers();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
