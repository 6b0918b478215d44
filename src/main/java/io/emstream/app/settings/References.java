package io.emstream.app.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references in values by what Kafka's config providers find: <code>${env:NAME}</code>,
 * <code>${file:/path/to.properties:key}</code> and <code>${directory:/path:file}</code>. No others are loaded, so that a
 * configuration cannot name a class to run.
 */
final class References {
    private final Map<String, ConfigProvider> providers;
    private final ConfigTransformer transformer;

    /** References to this environment and to files. */
    References(Map<String, String> environment) {
        providers = Map.of(
                "env", new EnvVarConfigProvider(environment),
                "file", new FileConfigProvider(),
                "directory", new DirectoryConfigProvider());
        providers.values().forEach(provider -> provider.configure(Map.of()));
        transformer = new ConfigTransformer(providers);
    }

    /** Whether a value holds a reference, so that it says where a secret is rather than what it is. */
    static boolean isReference(String value) {
        return ConfigTransformer.DEFAULT_PATTERN.matcher(value).find();
    }

    /**
     * The value with its references replaced.
     *
     * @throws UnresolvedException if one leads nowhere
     */
    String resolve(String value) throws UnresolvedException {
        Matcher references = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
        while (references.find()) {
            String reference = references.group();
            String provider = references.group(1);
            if (!providers.containsKey(provider)) {
                String known = providers.keySet().stream()
                        .sorted()
                        .map(name -> "${" + name + ":…}")
                        .collect(Collectors.joining(", "));
                throw new UnresolvedException("refers to " + reference + ", must refer to one of " + known);
            }
            if (!isReadable(references.group(3)) || lookUp(reference).equals(reference)) {
                throw new UnresolvedException("refers to " + reference + ", which does not exist or cannot be read");
            }
        }
        return lookUp(value);
    }

    /** Whether the path in a reference, if there is one, can be read; asked here because Kafka logs a stack trace. */
    private static boolean isReadable(@Nullable String path) {
        return path == null || path.isEmpty() || Files.isReadable(Path.of(path));
    }

    private String lookUp(String value) {
        try {
            String found = transformer.transform(Map.of("", value)).data().get("");
            return found == null ? value : found;
        } catch (KafkaException unreadable) {
            return value;
        }
    }

    /** A reference leads nowhere. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String complaint;

        UnresolvedException(String complaint) {
            super(complaint);
            this.complaint = complaint;
        }

        /** What is wrong; it follows "key = value, ". */
        String complaint() {
            return complaint;
        }
    }
}
