package io.emstream.app.topics;

import io.emstream.app.settings.Settings;
import io.emstream.streams.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics that emstream writes, as they should be.
 *
 * @param topics each of them
 * @param internalRecordBytes what the internal topics must be able to take; 0 if any size will do
 */
record TopicPlan(List<Planned> topics, long internalRecordBytes) {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final String DELETE = TopicConfig.CLEANUP_POLICY_DELETE;

    /**
     * One topic.
     *
     * @param name as configured
     * @param purpose what it carries, in a few words
     * @param partitions how many it has
     * @param required settings without which emstream loses something
     * @param created settings beside these that it is created with, and that an operator may change
     * @param recordBytes the largest record that is written to it; 0 if any size will do
     */
    record Planned(
            String name,
            String purpose,
            int partitions,
            Map<String, String> required,
            Map<String, String> created,
            long recordBytes) {

        /** All settings that it is created with. */
        Map<String, String> settings() {
            Map<String, String> settings = new LinkedHashMap<>(required);
            settings.putAll(created);
            if (recordBytes > TopicState.KAFKAS_MAX_MESSAGE) {
                settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(recordBytes));
            }
            return settings;
        }
    }

    /**
     * The plan for an input with so many partitions.
     *
     * @param partitions of the points topic
     */
    static TopicPlan of(Settings settings, int partitions) {
        Topics names = settings.topics();
        long model = settings.isShaped() ? settings.modelRecordBytes() : 0;
        List<Planned> topics = new ArrayList<>();
        topics.add(new Planned(
                names.assignments(),
                "labels",
                partitions,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, DELETE),
                Map.of(),
                settings.blockAnswerBytes()));
        topics.add(new Planned(names.models(), "versions of the model", 1, byArrival(), kept(), model));
        topics.add(new Planned(names.events(), "events of the model", 1, byArrival(), kept(), 0));
        topics.add(new Planned(
                names.deadLetters(), "dead letters", partitions, byArrival(), Map.of(), settings.deadLetterBytes()));
        topics.add(new Planned(
                names.modelBroadcast(),
                "the current model",
                partitions,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime"),
                Map.of(),
                model));
        topics.add(new Planned(
                names.commands(),
                "commands to the learner",
                1,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        DELETE,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime",
                        // Their times are those of the stream, which may be years ago.
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1"),
                Map.of(),
                model));
        return new TopicPlan(List.copyOf(topics), model);
    }

    /** Records leave by age, counted from their arrival: their event times may be years old. */
    private static Map<String, String> byArrival() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, DELETE, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }

    private static Map<String, String> kept() {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(RETENTION.toMillis()));
    }
}
