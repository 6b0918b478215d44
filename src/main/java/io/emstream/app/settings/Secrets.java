package io.emstream.app.settings;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which values are not for everybody's eyes, and what is shown in their place. */
final class Secrets {
    /** What is shown in place of a secret. */
    static final String MASK = "********";

    private static final Set<String> PASSWORDS = Stream.of(
                    ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
            .flatMap(definition -> definition.configKeys().values().stream())
            .filter(key -> key.type == ConfigDef.Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> SUSPICIOUS =
            Set.of("password", "passphrase", "secret", "token", "jaas", "credential", "api.key", "user.info");

    private Secrets() {}

    /** The value as it may be printed. */
    static String shown(String key, String value) {
        return isSecret(key) && !value.isEmpty() && !References.isReference(value) ? MASK : value;
    }

    /**
     * Whether a key holds a secret: Kafka says so, or the name sounds like one, since plug-ins bring keys that Kafka does
     * not know.
     */
    static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        if (name.equals(Keys.HTTP_TOKEN_FILE)) {
            // Where the secret is, which whoever mends the settings must see.
            return false;
        }
        return PASSWORDS.stream().anyMatch(name::endsWith)
                || SUSPICIOUS.stream().anyMatch(name::contains);
    }
}
