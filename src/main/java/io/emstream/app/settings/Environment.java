package io.emstream.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings in environment variables: {@code EMSTREAM_PANE_INTERVAL} is {@code pane.interval}, and for Kafka's own keys the
 * rule of the apache/kafka image holds, by which {@code KAFKA_SASL_MECHANISM} is {@code kafka.sasl.mechanism}.
 */
final class Environment {
    private static final String OURS = "EMSTREAM_";
    private static final String KAFKAS = "KAFKA_";

    /** Variables that are for the start scripts, the JVM or the logging, not settings. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "EMSTREAM_CONFIG",
            "EMSTREAM_HOME",
            "EMSTREAM_JAVA_OPTS",
            "EMSTREAM_LOG_FORMAT",
            "EMSTREAM_LOG_LEVEL",
            "EMSTREAM_OPTS",
            "EMSTREAM_VERSION",
            "KAFKA_GC_LOG_OPTS",
            "KAFKA_HEAP_OPTS",
            "KAFKA_HOME",
            "KAFKA_JMX_HOSTNAME",
            "KAFKA_JMX_OPTS",
            "KAFKA_JMX_PORT",
            "KAFKA_JVM_PERFORMANCE_OPTS",
            "KAFKA_LOG4J_LOGGERS",
            "KAFKA_LOG4J_OPTS",
            "KAFKA_LOG4J_ROOT_LOGLEVEL",
            "KAFKA_LOG_LEVEL",
            "KAFKA_OPTS",
            "KAFKA_TOOLS_LOG4J_LOGLEVEL",
            "KAFKA_VERSION");

    /** What Kubernetes puts into every container for a service that happens to be called emstream or kafka. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "(EMSTREAM|KAFKA)_(.*_)?(SERVICE_(HOST|PORT)(_.*)?|PORT_\\d+_(TCP|UDP)(_.*)?)|(EMSTREAM|KAFKA)_PORT");

    private Environment() {}

    /** The settings among the variables, by variable name; a key that is none of ours is as near to one as can be told. */
    static List<Given> settings(Map<String, String> variables, Set<String> keys) {
        List<Given> settings = new ArrayList<>();
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (NO_SETTINGS.contains(variable) || SERVICE_LINK.matcher(variable).matches()) {
                return;
            }
            String origin = "environment variable " + variable;
            if (variable.startsWith(OURS)) {
                settings.add(new Given(origin, key(variable, keys), value));
            } else if (variable.startsWith(KAFKAS) && variable.length() > KAFKAS.length()) {
                settings.add(new Given(origin, Keys.KAFKA_PREFIX + kafkaKey(variable), value));
            }
        });
        return settings;
    }

    /** The variable for a key of ours. */
    static String variable(String key) {
        return OURS + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String key(String variable, Set<String> keys) {
        return keys.stream()
                .filter(key -> variable(key).equals(variable))
                .findFirst()
                .orElseGet(() -> variable.substring(OURS.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'));
    }

    /** Three underscores stand for a dash, two for an underscore, one for a dot. */
    private static String kafkaKey(String variable) {
        return variable.substring(KAFKAS.length())
                .toLowerCase(Locale.ROOT)
                .replace("___", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_');
    }
}
