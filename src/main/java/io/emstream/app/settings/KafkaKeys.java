package io.emstream.app.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka itself knows of its keys; plug-ins bring keys that nobody knows, and those pass. */
final class KafkaKeys {
    private static final List<String> CONSUMERS =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.");
    private static final String PRODUCER = "producer.";
    private static final String ADMIN = "admin.";
    private static final String TOPIC = "topic.";

    private static final Pattern CONFIG_EXCEPTION =
            Pattern.compile("Invalid value .* for configuration [^:]*: (.*)", Pattern.DOTALL);

    private KafkaKeys() {}

    /** Whether some client of Kafka's has this key. */
    static boolean isKnown(String key) {
        return !definitions(key).isEmpty();
    }

    /** What Kafka has against a value, if anything; it follows "key = value, ". */
    static Optional<String> complaint(String key, String value) {
        String name = withoutPrefix(key);
        for (Map<String, ConfigDef.ConfigKey> definition : definitions(key)) {
            ConfigDef.ConfigKey known = definition.get(name);
            if (known != null) {
                try {
                    Object parsed = ConfigDef.parseType(name, value, known.type);
                    if (known.validator != null) {
                        known.validator.ensureValid(name, parsed);
                    }
                } catch (ConfigException refused) {
                    return Optional.of("is refused by Kafka: " + reason(refused));
                }
            }
        }
        return Optional.empty();
    }

    private static String reason(ConfigException refused) {
        String message = String.valueOf(refused.getMessage());
        Matcher matcher = CONFIG_EXCEPTION.matcher(message);
        return matcher.matches() ? matcher.group(1) : message;
    }

    /** A key for a consumer, without the prefix that says so; empty if it is for another client or a consumer has none. */
    static Optional<String> forConsumer(String key) {
        // How the processors' group works, for which a consumer has fewer words.
        if (key.equals(StreamsConfig.GROUP_PROTOCOL_CONFIG)) {
            return Optional.empty();
        }
        return forClient(key, "consumer.", ConsumerConfig.configDef());
    }

    /** A key for a producer, without the prefix that says so; empty if it is for another client or a producer has none. */
    static Optional<String> forProducer(String key) {
        return forClient(key, PRODUCER, ProducerConfig.configDef());
    }

    /** A key for an admin client, without the prefix that says so; empty if it is for another client or it has none. */
    static Optional<String> forAdmin(String key) {
        return forClient(key, ADMIN, AdminClientConfig.configDef());
    }

    private static Optional<String> forClient(String key, String prefix, ConfigDef definition) {
        if (key.startsWith(prefix)) {
            return Optional.of(key.substring(prefix.length()));
        }
        if (!withoutPrefix(key).equals(key)) {
            return Optional.empty();
        }
        boolean ofAnother = isKnown(key) && !definition.names().contains(key);
        return ofAnother ? Optional.empty() : Optional.of(key);
    }

    /** The keys of the clients that a key may be for; empty if none of them has it. */
    private static List<Map<String, ConfigDef.ConfigKey>> definitions(String key) {
        String name = withoutPrefix(key);
        Stream<ConfigDef> clients;
        if (CONSUMERS.stream().anyMatch(key::startsWith)) {
            clients = Stream.of(ConsumerConfig.configDef());
        } else if (key.startsWith(PRODUCER)) {
            clients = Stream.of(ProducerConfig.configDef());
        } else if (key.startsWith(ADMIN)) {
            clients = Stream.of(AdminClientConfig.configDef());
        } else if (StreamsConfig.configDef().names().contains(name)) {
            // It has the last word on what it shares with its clients: group.protocol=streams is none of a consumer's.
            clients = Stream.of(StreamsConfig.configDef());
        } else {
            clients = Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());
        }
        return clients.map(ConfigDef::configKeys)
                .filter(keys -> keys.containsKey(name))
                .toList();
    }

    private static String withoutPrefix(String key) {
        return Stream.concat(CONSUMERS.stream(), Stream.of(PRODUCER, ADMIN, TOPIC))
                .filter(key::startsWith)
                .findFirst()
                .map(prefix -> key.substring(prefix.length()))
                .orElse(key);
    }
}
