package io.emstream.app.topics;

import io.emstream.app.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic as it is.
 *
 * @param name of the topic
 * @param partitions how many it has
 * @param settings all of them in force, by Kafka's names
 */
record TopicState(String name, int partitions, Map<String, String> settings) {
    /** The largest batch that a topic takes if nobody says otherwise, but for what surrounds it. */
    static final long KAFKAS_MAX_MESSAGE = 1 << 20;

    /** Copies the settings. */
    TopicState {
        settings = Map.copyOf(settings);
    }

    /** A setting; empty if Kafka does not know it or does not tell. */
    Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /** A setting that is a number; empty if Kafka does not know it or does not tell. */
    Optional<Long> number(String key) {
        return setting(key).map(Long::valueOf);
    }

    /** Those of these topics that exist, by name. */
    static Map<String, TopicState> of(Admin admin, String bootstrapServers, Collection<String> names) {
        Map<String, Integer> partitions = partitions(admin, bootstrapServers, names);
        Set<ConfigResource> resources = partitions.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .collect(Collectors.toUnmodifiableSet());
        Map<ConfigResource, Config> settings = Brokers.get(
                "read the settings of topics",
                "DESCRIBE_CONFIGS on each of " + String.join(", ", new java.util.TreeSet<>(partitions.keySet())),
                bootstrapServers,
                admin.describeConfigs(resources).all());
        Map<String, TopicState> states = new HashMap<>();
        settings.forEach((resource, config) -> states.put(
                resource.name(),
                new TopicState(resource.name(), partitions.getOrDefault(resource.name(), 0), values(config))));
        return states;
    }

    /**
     * How many partitions those of these topics have that exist. A list of topics would leave out, without a word, those
     * that we have no right to see.
     */
    static Map<String, Integer> partitions(Admin admin, String bootstrapServers, Collection<String> names) {
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(names).topicNameValues();
        asked.forEach((name, answer) -> describe(name, bootstrapServers, answer)
                .ifPresent(description ->
                        partitions.put(name, description.partitions().size())));
        return partitions;
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static Optional<TopicDescription> describe(
            String name, String bootstrapServers, KafkaFuture<TopicDescription> answer) {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw Brokers.failure(
                    "see the topic " + name,
                    "DESCRIBE (with READ or WRITE it comes along) on it",
                    bootstrapServers,
                    cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped while waiting for Kafka.", stopped);
        }
    }
}
