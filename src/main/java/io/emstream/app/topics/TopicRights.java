package io.emstream.app.topics;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.streams.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What an instance must be allowed to do with its topics. It is asked for before anything starts, since some of it would
 * only come to light when the first model is written, and some never, but in a log.
 */
final class TopicRights {
    private static final Set<AclOperation> READ = EnumSet.of(AclOperation.READ);
    private static final Set<AclOperation> WRITE = EnumSet.of(AclOperation.WRITE);
    private static final Set<AclOperation> BOTH = EnumSet.of(AclOperation.READ, AclOperation.WRITE);

    private TopicRights() {}

    /**
     * Asks for them.
     *
     * @throws Failure with all that are missing
     */
    static void check(Admin admin, Settings settings) {
        Map<String, Set<AclOperation>> needed = needed(settings);
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> missing = new ArrayList<>();
        needed.forEach((topic, operations) -> {
            Set<AclOperation> absent = EnumSet.copyOf(operations);
            absent.removeAll(allowed(topic, operations, asked, settings));
            absent.forEach(each -> missing.add(each + " on the topic " + topic));
        });
        if (!missing.isEmpty()) {
            throw new Failure(
                    "The brokers at " + settings.bootstrapServers() + " do not give all rights that it takes; "
                            + (missing.size() == 1 ? "right" : "rights") + " missing: " + String.join(", ", missing)
                            + ". Ask whoever runs the brokers (kafka-acls.sh): security.md lists all that are needed.");
        }
    }

    private static Map<String, Set<AclOperation>> needed(Settings settings) {
        Topics topics = settings.topics();
        Map<String, Set<AclOperation>> needed = new TreeMap<>();
        needed.put(topics.points(), READ);
        needed.put(topics.assignments(), WRITE);
        needed.put(topics.deadLetters(), WRITE);
        needed.put(topics.models(), settings.isFrozen() ? READ : BOTH);
        needed.put(topics.events(), settings.isFrozen() ? READ : BOTH);
        if (!settings.isFrozen()) {
            needed.put(topics.modelBroadcast(), BOTH);
            needed.put(topics.commands(), READ);
            TopicCheck.internal(settings).forEach(topic -> needed.put(topic, BOTH));
            // Without it the topic would grow for ever, and only a log would say so.
            needed.put(
                    TopicCheck.statistics(settings),
                    EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE));
        }
        return needed;
    }

    /** What is allowed on a topic; all that is needed if there is no such topic, which others find out. */
    private static Set<AclOperation> allowed(
            String topic,
            Set<AclOperation> needed,
            Map<String, KafkaFuture<TopicDescription>> asked,
            Settings settings) {
        try {
            Set<AclOperation> allowed =
                    Objects.requireNonNull(asked.get(topic)).get().authorizedOperations();
            // Brokers that do not say are believed to allow it.
            return allowed == null ? needed : allowed;
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            if (cause instanceof TopicAuthorizationException) {
                return EnumSet.noneOf(AclOperation.class);
            }
            if (cause instanceof UnknownTopicOrPartitionException) {
                return needed;
            }
            throw Brokers.failure("see the topic " + topic, settings.bootstrapServers(), cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped while waiting for Kafka.", stopped);
        }
    }
}
