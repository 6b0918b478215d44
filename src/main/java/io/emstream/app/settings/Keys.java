package io.emstream.app.settings;

import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the configuration by name; what each of them is, {@link KeyTable} says. */
public final class Keys {
    /** Keys that begin so go to Kafka's clients without the prefix, unchanged. */
    public static final String KAFKA_PREFIX = "kafka.";

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String APPLICATION_ID = "application.id";
    public static final String MODEL_NAME = "model.name";

    public static final String POINTS_TOPIC = "points.topic";
    public static final String ASSIGNMENTS_TOPIC = "assignments.topic";
    public static final String MODELS_TOPIC = "models.topic";
    public static final String EVENTS_TOPIC = "events.topic";
    public static final String DEAD_LETTERS_TOPIC = "dead-letters.topic";
    public static final String MODEL_BROADCAST_TOPIC = "model-broadcast.topic";
    public static final String COMMANDS_TOPIC = "commands.topic";
    public static final String REPLICATION_FACTOR = "replication.factor";
    public static final String MAX_RECORD_BYTES = "max.record.bytes";

    public static final String POINTS_FORMAT = "points.format";
    public static final String FEATURES = "features";
    public static final String DIMENSION = "dimension";
    public static final String MISSING = "missing";
    public static final String MAX_POINT_BYTES = "max.point.bytes";
    static final String MAX_BLOCK_ROWS = "max.block.rows";
    public static final String POINTS_LOST = "points.lost";

    public static final String CLUSTERS = "clusters";
    public static final String FAMILY = "family";
    public static final String PRIOR = "prior";
    public static final String OUTLIERS = "outliers";
    public static final String FORGETTING = "forgetting";
    public static final String STEP_EXPONENT = "step.exponent";
    public static final String SEED = "seed";

    public static final String PANE_INTERVAL = "pane.interval";
    public static final String PANE_POINTS = "pane.points";
    public static final String PANE_MIN_POINTS = "pane.min.points";
    public static final String PANE_OPEN_MAX = "pane.open.max";
    public static final String LATENESS = "lateness";
    public static final String IDLE_TIMEOUT = "idle.timeout";
    public static final String MAX_AHEAD = "max.ahead";

    public static final String WARMUP = "warmup";
    public static final String WARMUP_POINTS = "warmup.points";
    public static final String WARMUP_MAX_WAIT = "warmup.max.wait";
    public static final String WARMUP_HOLD_MAX = "warmup.hold.max";
    public static final String WARMUP_HOLD_MAX_WAIT = "warmup.hold.max.wait";

    public static final String RESPONSIBILITIES = "responsibilities";

    public static final String LATENCY = "latency";
    public static final String COMMIT_INTERVAL = "commit.interval";
    public static final String THREADS = "threads";
    public static final String LEARNER_CPU = "learner.cpu";
    public static final String LEARNER_WAIT = "learner.wait";
    public static final String LEARNER_FROZEN = "learner.frozen";
    public static final String MODEL_FILE = "model.file";
    public static final String STATE_DIR = "state.dir";

    public static final String HTTP_PORT = "http.port";
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_TOKEN = "http.token";
    public static final String HTTP_TOKEN_FILE = "http.token.file";

    /** All keys, in the order in which a person reads them. */
    public static final ConfigDef DEFINITION = KeyTable.definition();

    private Keys() {}

    /** The default of a key as it would be written. */
    static String defaultOf(String key) {
        return asText(key, key(key).defaultValue);
    }

    /** A value of a key's type as it would be written. */
    static String asText(String key, Object value) {
        return String.valueOf(ConfigDef.convertToString(value, key(key).type));
    }

    private static ConfigDef.ConfigKey key(String name) {
        return Objects.requireNonNull(DEFINITION.configKeys().get(name), name);
    }
}
