package io.emstream.app.topics;

import io.emstream.app.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Compares the topics as they are with the topics as they should be. */
final class TopicCheck {
    /** The current model is announced again this often, so a shorter retention may leave the topic empty. */
    private static final Duration ANNOUNCED = Duration.ofDays(1);

    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    private TopicCheck(Settings settings) {
        this.settings = settings;
    }

    /**
     * All that is wrong.
     *
     * @param points the input
     * @param states the topics that exist, by name, internal ones among them
     * @param oldestPoint the event time of the first point that is still there
     */
    static List<Finding> findings(
            Settings settings, TopicState points, Map<String, TopicState> states, Optional<Instant> oldestPoint) {
        TopicCheck check = new TopicCheck(settings);
        TopicPlan plan = TopicPlan.of(settings, points.partitions());
        check.input(points);
        for (TopicPlan.Planned planned : plan.topics()) {
            TopicState state = states.get(planned.name());
            if (state == null) {
                check.error(
                        "the topic " + planned.name() + " (" + planned.purpose() + ") does not exist",
                        "emstream topics create");
            } else {
                check.partitions(planned, state, points);
                check.settings(planned, state);
                check.size(state, planned.recordBytes());
            }
        }
        check.modelsOutlastAnnouncements(states.get(settings.topics().models()));
        TopicState assignments = states.get(settings.topics().assignments());
        oldestPoint.ifPresent(oldest -> {
            check.historicalEventTimes(points, oldest, "points are deleted before they are read");
            check.historicalEventTimes(assignments, oldest, "labels are deleted as soon as they are written");
        });
        states.values().stream()
                .filter(state -> isInternal(settings, state.name()))
                .forEach(state -> check.size(state, plan.internalRecordBytes()));
        return List.copyOf(check.findings);
    }

    /** The topics that Kafka Streams makes for us. */
    static Set<String> internal(Settings settings) {
        String application = settings.applicationId();
        return Set.of(
                application + "-held-changelog",
                application + "-learner-changelog",
                application + "-model-changelog",
                statistics(settings));
    }

    /** The topic by which statistics come to the learner; Kafka Streams purges what has been read. */
    static String statistics(Settings settings) {
        return settings.applicationId() + "-statistics-repartition";
    }

    /** Whether Kafka Streams made the topic for us. */
    static boolean isInternal(Settings settings, String name) {
        return name.startsWith(settings.applicationId() + "-")
                && (name.endsWith("-repartition") || name.endsWith("-changelog"));
    }

    private void input(TopicState points) {
        if (points.setting(TopicConfig.CLEANUP_POLICY_CONFIG).orElse("").contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            warning(
                    "the points topic " + points.name()
                            + " is compacted: of points with the same key only the last is sure" + " to be read",
                    alter(points.name(), TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
        }
    }

    private void partitions(TopicPlan.Planned planned, TopicState state, TopicState points) {
        if (state.partitions() == planned.partitions()) {
            return;
        }
        String must = planned.partitions() == 1
                ? "must have 1"
                : "must have " + planned.partitions() + ", as many as the points topic " + points.name();
        error(
                "the topic " + state.name() + " has " + state.partitions() + " partitions, " + must,
                state.partitions() < planned.partitions()
                        ? kafka("kafka-topics.sh") + " --alter --topic " + state.name() + " --partitions "
                                + planned.partitions()
                        : kafka("kafka-topics.sh") + " --delete --topic " + state.name()
                                + "   and then: emstream topics create");
    }

    private void settings(TopicPlan.Planned planned, TopicState state) {
        planned.required().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String is = state.setting(entry.getKey()).orElse(entry.getValue());
                    if (!is.equals(entry.getValue())) {
                        error(
                                "the topic " + state.name() + " (" + planned.purpose() + ") has " + entry.getKey()
                                        + " = " + is + ", must be " + entry.getValue(),
                                alter(state.name(), entry.getKey(), entry.getValue()));
                    }
                });
    }

    private void size(TopicState state, long recordBytes) {
        long limit = state.number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).orElse(Long.MAX_VALUE);
        // Kafka's default is a little more than the largest request of a producer.
        if (recordBytes > limit) {
            error(
                    "the topic " + state.name() + " has max.message.bytes = " + limit + ", must be " + recordBytes
                            + " or more: so large may a record be with these clusters and features",
                    alter(state.name(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(recordBytes)));
        }
    }

    private void modelsOutlastAnnouncements(@Nullable TopicState models) {
        retention(models)
                .filter(retention -> retention.compareTo(ANNOUNCED) < 0)
                .ifPresent(retention -> {
                    TopicState topic = Objects.requireNonNull(models);
                    warning(
                            "the topic " + topic.name() + " keeps records for " + retention
                                    + ", but the current model is announced" + " only once a day while nothing changes",
                            alter(
                                    topic.name(),
                                    TopicConfig.RETENTION_MS_CONFIG,
                                    Long.toString(ANNOUNCED.toMillis() * 30)));
                });
    }

    private void historicalEventTimes(@Nullable TopicState topic, Instant oldest, String consequence) {
        boolean byEventTime = topic != null
                && topic.setting(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                        .orElse("")
                        .equals("CreateTime");
        retention(topic)
                .filter(retention ->
                        byEventTime && oldest.isBefore(Instant.now().minus(retention)))
                .ifPresent(retention -> {
                    String name = Objects.requireNonNull(topic).name();
                    warning(
                            "the points begin at " + oldest + ", but the topic " + name + " keeps only "
                                    + retention.toDays() + " days of event time: " + consequence,
                            alter(name, TopicConfig.RETENTION_MS_CONFIG, "-1"));
                });
    }

    /** How long records are kept by age; empty if for ever. */
    private static Optional<Duration> retention(@Nullable TopicState topic) {
        return Optional.ofNullable(topic)
                .filter(state -> state.setting(TopicConfig.CLEANUP_POLICY_CONFIG)
                        .orElse("")
                        .contains(TopicConfig.CLEANUP_POLICY_DELETE))
                .flatMap(state -> state.number(TopicConfig.RETENTION_MS_CONFIG))
                .filter(milliseconds -> milliseconds >= 0)
                .map(Duration::ofMillis);
    }

    private void error(String sentence, String remedy) {
        findings.add(new Finding(Finding.Severity.ERROR, sentence, remedy));
    }

    private void warning(String sentence, String remedy) {
        findings.add(new Finding(Finding.Severity.WARNING, sentence, remedy));
    }

    private String alter(String topic, String key, String value) {
        return kafka("kafka-configs.sh") + " --alter --entity-type topics --entity-name " + topic + " --add-config "
                + key + "=" + value;
    }

    private String kafka(String tool) {
        return tool + " --bootstrap-server " + settings.bootstrapServers();
    }
}
