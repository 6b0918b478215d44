package io.emstream.app.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers settings from where they may be given, later ones before earlier: defaults, properties file, environment, flags.
 */
public final class SettingsReader {
    /** Kafka's names for what is also a setting of ours, and reaches topics and producers by ours. */
    private static final Map<String, String> SYNONYMS = Map.of(
            "kafka.bootstrap.servers", Keys.BOOTSTRAP_SERVERS,
            "kafka.application.id", Keys.APPLICATION_ID,
            "kafka.state.dir", Keys.STATE_DIR,
            "kafka.replication.factor", Keys.REPLICATION_FACTOR,
            "kafka.num.stream.threads", Keys.THREADS,
            "kafka.commit.interval.ms", Keys.COMMIT_INTERVAL);

    private final Map<String, String> environment;
    private final List<Given> flags = new ArrayList<>();
    private final List<Given> file = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** What the settings are for, which decides what must be there. */
    public enum Purpose {
        /** Talking to Kafka: brokers, topics, security. */
        CONNECTION,
        /** Learning from a file, without Kafka: the model's shape. */
        LEARNING,
        /** Processing the points of a topic: both. */
        PROCESSING
    }

    /** Reads settings with these environment variables. */
    public SettingsReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Adds a properties file, in UTF-8. */
    public SettingsReader file(Path path) {
        Properties properties = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized @Nullable Object put(Object key, Object value) {
                if (containsKey(key)) {
                    problems.add(path + ": " + key + " is set twice, must be set once");
                }
                return super.put(key, value);
            }
        };
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (MalformedInputException notText) {
            problems.add(path + ": is not text in UTF-8");
        } catch (IllegalArgumentException malformed) {
            problems.add(path + ": has a malformed \\u escape");
        } catch (IOException unreadable) {
            problems.add(path + ": " + (Files.exists(path) ? "cannot be read" : "there is no such file"));
        }
        new TreeMap<>(properties)
                .forEach((key, value) -> file.add(new Given(path.toString(), (String) key, (String) value)));
        return this;
    }

    /**
     * Adds a flag.
     *
     * @param origin the flag as the user wrote it
     */
    public SettingsReader flag(String origin, String key, String value) {
        flags.add(new Given(origin, key, value));
        return this;
    }

    /**
     * The settings.
     *
     * @throws SettingsException if anything is wrong with any of them, saying all of it
     */
    public Settings read(Purpose purpose) throws SettingsException {
        Map<String, Given> given = merged();
        References references = new References(environment);
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> kafka = new TreeMap<>();
        Keys.DEFINITION.configKeys().values().forEach(key -> values.put(key.name, key.defaultValue));
        for (Given setting : given.values()) {
            if (isUnknown(setting)) {
                continue;
            }
            String resolved;
            try {
                resolved = references.resolve(setting.value().strip());
            } catch (References.UnresolvedException nowhere) {
                complain(setting, nowhere.complaint());
                continue;
            }
            ConfigDef.ConfigKey key = Keys.DEFINITION.configKeys().get(setting.key());
            if (key != null) {
                parsed(setting, key, resolved).ifPresent(value -> values.put(key.name, value));
            } else {
                String name = setting.key().substring(Keys.KAFKA_PREFIX.length());
                KafkaKeys.complaint(name, resolved).ifPresent(wrong -> complain(setting, wrong));
                kafka.put(name, resolved);
            }
        }
        Settings settings = new Settings(values, kafka, given);
        if (problems.isEmpty()) {
            problems.addAll(Consistency.problems(settings, purpose));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private Map<String, Given> merged() {
        Map<String, Given> merged = new TreeMap<>();
        Set<String> keys = Keys.DEFINITION.names();
        for (List<Given> layer : List.of(file, Environment.settings(environment, keys), flags)) {
            // Our own name for a thing is said more on purpose than Kafka's.
            layer.stream()
                    .sorted(Comparator.comparing(setting -> !SYNONYMS.containsKey(setting.key())))
                    .map(SettingsReader::inOurWords)
                    .forEach(setting -> merged.put(setting.key(), setting));
        }
        return merged;
    }

    private static Given inOurWords(Given setting) {
        String ours = SYNONYMS.get(setting.key());
        if (ours == null) {
            return setting;
        }
        String value = setting.value();
        if (ours.equals(Keys.COMMIT_INTERVAL) && value.matches("\\d{1,9}")) {
            value = Duration.ofMillis(Long.parseLong(value)).toString();
        }
        return new Given(setting.origin(), ours, value);
    }

    private boolean isUnknown(Given setting) {
        String key = setting.key();
        if (Keys.DEFINITION.names().contains(key)
                || (key.startsWith(Keys.KAFKA_PREFIX) && key.length() > Keys.KAFKA_PREFIX.length())) {
            return false;
        }
        if (KafkaKeys.isKnown(key)) {
            complain(setting, "is Kafka's own, must be written " + Keys.KAFKA_PREFIX + key);
        } else {
            complain(
                    setting,
                    "is no setting"
                            + Nearest.to(key, Keys.DEFINITION.names())
                                    .map(near -> ", did you mean " + near + "?")
                                    .orElse(""));
        }
        return true;
    }

    private Optional<Object> parsed(Given setting, ConfigDef.ConfigKey key, String text) {
        Range range = (Range) key.validator;
        Object value;
        try {
            value = ConfigDef.parseType(key.name, text, key.type);
        } catch (ConfigException notOfTheType) {
            String kind = key.type == ConfigDef.Type.DOUBLE ? "a number" : "a whole number";
            String words = range.toString();
            complain(setting, "must be " + (words.startsWith(kind) ? words : kind + ", " + words));
            return Optional.empty();
        }
        Optional<String> wrong = range.complaint(value);
        wrong.ifPresent(complaint -> complain(setting, complaint));
        return wrong.isPresent() ? Optional.empty() : Optional.of(value);
    }

    private void complain(Given setting, String complaint) {
        problems.add(told(setting) + ", " + complaint);
    }

    /** Who said what; a flag of its own need not be told the key that it stands for. */
    static String told(Given setting) {
        String value = Secrets.shown(setting.key(), setting.value().strip());
        boolean isFlag = setting.origin().startsWith("--") && !setting.origin().equals("--set");
        return isFlag ? setting.origin() + " = " + value : setting.origin() + ": " + setting.key() + " = " + value;
    }
}
