package io.emstream.app.settings;

import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFormat;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.family.Prior;
import io.emstream.streams.StreamSettings;
import io.emstream.streams.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What each key of the configuration is: type, default, range and a sentence. An empty default means that there is none, and
 * the sentence says what happens then.
 */
final class KeyTable {
    private KeyTable() {}

    /** All keys, in the order in which a person reads them. */
    static ConfigDef definition() {
        KeyGroups keys = new KeyGroups();
        kafka(keys);
        topics(keys);
        points(keys);
        model(keys);
        panes(keys);
        warmup(keys);
        running(keys);
        HttpKeys.define(keys);
        return keys.definition();
    }

    private static void kafka(KeyGroups keys) {
        keys.group("Kafka");
        keys.add(
                Keys.BOOTSTRAP_SERVERS,
                ConfigDef.Type.LIST,
                "localhost:9092",
                Range.checked(
                        "host:port, several separated by commas",
                        servers -> ((List<?>) servers).isEmpty()
                                ? Optional.of("must be host:port, several separated by commas")
                                : Optional.empty()),
                Importance.HIGH,
                "The brokers to begin with; they tell of the others.");
        keys.add(
                Keys.APPLICATION_ID,
                ConfigDef.Type.STRING,
                "emstream",
                Range.topicName(),
                Importance.HIGH,
                "Names the consumer group and begins the names of the internal topics: instances that share it share the work,"
                        + " and a new one starts anew.");
        keys.add(
                Keys.MODEL_NAME,
                ConfigDef.Type.STRING,
                "",
                Range.anything("any text"),
                Importance.MEDIUM,
                "The key of the records about the model, in every topic that carries them; empty: the application.id.");
    }

    private static void topics(KeyGroups keys) {
        keys.group("Topics");
        Topics names = Topics.withPrefix("emstream.");
        topic(keys, Keys.POINTS_TOPIC, names.points(), "The input: one point per record.");
        topic(
                keys,
                Keys.ASSIGNMENTS_TOPIC,
                names.assignments(),
                "The labels: one per point, with its key, in its partition and in its order.");
        topic(
                keys,
                Keys.MODELS_TOPIC,
                names.models(),
                "Every version of the model, as JSON to score with in any language.");
        topic(keys, Keys.EVENTS_TOPIC, names.events(), "What happened to the model: clusters born and died, and why.");
        topic(
                keys,
                Keys.DEAD_LETTERS_TOPIC,
                names.deadLetters(),
                "The records that are no points: the bytes as they came, with headers that say why.");
        topic(
                keys,
                Keys.MODEL_BROADCAST_TOPIC,
                names.modelBroadcast(),
                "The current model for emstream's own use, once per partition of the input.");
        topic(
                keys,
                Keys.COMMANDS_TOPIC,
                names.commands(),
                "What operators tell the learner: pin, unpin, rollback, import, reseed; kept for ever, as a record of it.");
        keys.add(
                Keys.REPLICATION_FACTOR,
                ConfigDef.Type.INT,
                -1,
                Range.between(-1, Short.MAX_VALUE),
                Importance.MEDIUM,
                "How many copies of a topic that emstream creates are kept; -1: as many as the brokers say.");
        keys.add(
                Keys.MAX_RECORD_BYTES,
                ConfigDef.Type.INT,
                16 << 20,
                Range.between(1 << 20, 100 << 20),
                Importance.LOW,
                "The largest record that emstream may write: models and statistics grow with clusters and features, topics are"
                        + " created and producers set to hold them, and what would be larger is refused at start.");
    }

    private static void topic(KeyGroups keys, String key, String name, String documentation) {
        keys.add(key, ConfigDef.Type.STRING, name, Range.topicName(), Importance.HIGH, documentation);
    }

    private static void points(KeyGroups keys) {
        keys.group("Points");
        keys.add(
                Keys.POINTS_FORMAT,
                ConfigDef.Type.STRING,
                "json",
                Range.oneOf(PointFormat.class),
                Importance.HIGH,
                "How a point is written: JSON, a line of CSV, or packed little-endian floats.");
        keys.add(
                Keys.FEATURES,
                ConfigDef.Type.LIST,
                "",
                Range.anything("names separated by commas"),
                Importance.HIGH,
                "The names of the features, in order; for JSON objects the fields or JSON pointers to read them from, such as"
                        + " amount,/geo/lat.");
        keys.add(
                Keys.DIMENSION,
                ConfigDef.Type.INT,
                0,
                Range.between(0, 10_000),
                Importance.HIGH,
                "The number of features where they have no names; 0: as many as features names.");
        keys.add(
                Keys.MISSING,
                ConfigDef.Type.STRING,
                "allow",
                Range.oneOf(MissingValues.class),
                Importance.MEDIUM,
                "Whether a point in which a value is null, NaN or absent is labelled and learned by the values that are there,"
                        + " or becomes a dead letter.");
        keys.add(
                Keys.MAX_POINT_BYTES,
                ConfigDef.Type.INT,
                512 << 10,
                Range.between(16, 64 << 20),
                Importance.LOW,
                "A larger record is no point but a dead letter, and is cut at this size there.");
        keys.add(
                Keys.MAX_BLOCK_ROWS,
                ConfigDef.Type.INT,
                0,
                Range.between(0, 1_000_000),
                Importance.LOW,
                "The most rows of a block; 0: as many as are sure of an answer below a megabyte, which any topic takes.");
        keys.add(
                Keys.POINTS_LOST,
                ConfigDef.Type.STRING,
                "stop",
                Range.oneOf("stop", "skip"),
                Importance.LOW,
                "What becomes of points that the topic's retention deleted before they were read: an instance stops and names"
                        + " them, or goes on behind them when it is started.");
    }

    private static void model(KeyGroups keys) {
        keys.group("Model");
        keys.add(
                Keys.CLUSTERS,
                ConfigDef.Type.STRING,
                "auto",
                ModelRanges.clusters(),
                Importance.HIGH,
                "How many clusters to find: a number, or auto, by which the data decide.");
        keys.add(
                Keys.FAMILY,
                ConfigDef.Type.STRING,
                "gaussian-full",
                ModelRanges.family(),
                Importance.HIGH,
                "The kind of density that a cluster has.");
        keys.add(
                Keys.PRIOR,
                ConfigDef.Type.STRING,
                "map",
                Range.oneOf(Prior.Kind.class),
                Importance.LOW,
                "Whether estimates are maximum a posteriori, which keeps small clusters well conditioned, or plain maximum"
                        + " likelihood.");
        keys.add(
                Keys.OUTLIERS,
                ConfigDef.Type.STRING,
                "auto",
                Range.oneOf("auto", "on", "off"),
                Importance.MEDIUM,
                "Whether a component of uniform noise takes the points that no cluster explains, so that they bend none;"
                        + " auto: for Gaussian families, unless the prior is none.");
        keys.add(
                Keys.FORGETTING,
                ConfigDef.Type.STRING,
                "auto",
                ModelRanges.forgetting(),
                Importance.HIGH,
                "How the past fades: not at all, as fast as the stream calls for, by half every so many points or in every span of event time, or altogether"
                        + " beyond a window.");
        keys.add(
                Keys.STEP_EXPONENT,
                ConfigDef.Type.DOUBLE,
                0.9,
                Range.above(0.5, 1),
                Importance.LOW,
                "How fast the steps of learning become smaller, t to the power of minus this: below 1 early points, learned"
                        + " under worse models, weigh less; 1 is the plain running average.");
        keys.add(
                Keys.SEED,
                ConfigDef.Type.LONG,
                1L,
                Range.anything("a whole number"),
                Importance.LOW,
                "Decides all chance in learning.");
    }

    private static void panes(KeyGroups keys) {
        keys.group("Panes and time");
        keys.add(
                Keys.PANE_INTERVAL,
                ConfigDef.Type.STRING,
                "PT1S",
                Range.duration(Duration.ofMillis(1)),
                Importance.MEDIUM,
                "The event time that a pane spans: the model is renewed at most once per pane.");
        keys.add(
                Keys.PANE_POINTS,
                ConfigDef.Type.INT,
                0,
                Range.atLeast(0),
                Importance.MEDIUM,
                "Divides the input into panes of this many points by their position, for points without a time that means"
                        + " something; 0: by event time.");
        keys.add(
                Keys.PANE_MIN_POINTS,
                ConfigDef.Type.INT,
                100,
                Range.atLeast(1),
                Importance.LOW,
                "Panes are folded into the model together until they hold this many points.");
        keys.add(
                Keys.PANE_OPEN_MAX,
                ConfigDef.Type.INT,
                64,
                Range.between(1, 100_000),
                Importance.LOW,
                "How many panes a task keeps open before it commits early.");
        keys.add(
                Keys.LATENESS,
                ConfigDef.Type.STRING,
                "PT2S",
                Range.duration(Duration.ZERO),
                Importance.MEDIUM,
                "How far behind the newest point of its partition a point may be before it is late: labelled, and learned with"
                        + " the newest pane.");
        keys.add(
                Keys.IDLE_TIMEOUT,
                ConfigDef.Type.STRING,
                "PT5S",
                Range.duration(Duration.ofMillis(1)),
                Importance.MEDIUM,
                "After how long without points a partition is no longer waited for.");
        keys.add(
                Keys.MAX_AHEAD,
                ConfigDef.Type.STRING,
                "PT1M",
                Range.durationOrOff(Duration.ZERO),
                Importance.MEDIUM,
                "A point whose event time is further ahead of the wall clock is a dead letter, so that one bad clock does not"
                        + " set everybody's.");
    }

    private static void warmup(KeyGroups keys) {
        keys.group("Warm-up");
        keys.add(
                Keys.WARMUP,
                ConfigDef.Type.STRING,
                "hold",
                Range.oneOf(StreamSettings.Warmup.class),
                Importance.MEDIUM,
                "What becomes of points before the first model: they wait for it, or pass with the status NO_MODEL.");
        keys.add(
                Keys.WARMUP_POINTS,
                ConfigDef.Type.INT,
                0,
                Range.atLeast(0),
                Importance.LOW,
                "How many points the first model is made from; 0: the largest of 500, 50 per cluster, and 3 per cluster and"
                        + " feature.");
        keys.add(
                Keys.WARMUP_MAX_WAIT,
                ConfigDef.Type.STRING,
                "PT5S",
                Range.duration(Duration.ofMillis(1)),
                Importance.MEDIUM,
                "After how long since the first point the first model is made from fewer, if there are 10 per cluster.");
        keys.add(
                Keys.WARMUP_HOLD_MAX,
                ConfigDef.Type.INT,
                10_000,
                Range.atLeast(1),
                Importance.LOW,
                "How many points a partition holds back at most; past it they pass as NO_MODEL.");
        keys.add(
                Keys.WARMUP_HOLD_MAX_WAIT,
                ConfigDef.Type.STRING,
                "PT60S",
                Range.duration(Duration.ofMillis(1)),
                Importance.LOW,
                "How long a partition holds points back at most; past it they pass as NO_MODEL.");
    }

    private static void running(KeyGroups keys) {
        keys.group("Labels");
        keys.add(
                Keys.RESPONSIBILITIES,
                ConfigDef.Type.STRING,
                "threshold:1e-4",
                Range.parsed("threshold:1e-4, top:3, all or none", ResponsibilityDetail::parse),
                Importance.LOW,
                "Which responsibilities a label names: those above a threshold, the largest few, all or none.");
        keys.group("Running");
        keys.add(
                Keys.LATENCY,
                ConfigDef.Type.STRING,
                "normal",
                Range.oneOf("normal", "low"),
                Importance.MEDIUM,
                "A profile: low commits every 100 ms, unless commit.interval is set to another value than its default, for"
                        + " about a fifth less throughput.");
        keys.add(
                Keys.COMMIT_INTERVAL,
                ConfigDef.Type.STRING,
                "PT1S",
                Range.duration(Duration.ofMillis(10), Duration.ofMinutes(5)),
                Importance.MEDIUM,
                "How often labels, statistics and offsets are committed, all in one transaction: labels appear this late at"
                        + " most.");
        keys.add(
                Keys.THREADS,
                ConfigDef.Type.INT,
                0,
                Range.between(0, 1024),
                Importance.MEDIUM,
                "How many threads this instance gives to the stream; 0: as many as there are processors.");
        keys.add(
                Keys.LEARNER_CPU,
                ConfigDef.Type.DOUBLE,
                0.5,
                Range.upTo(64),
                Importance.LOW,
                "The share of a core that checks of the model may use; what they need beyond it they wait for. With 0 there"
                        + " are none: the first model is never refitted, and drift goes unnoticed.");
        keys.add(
                Keys.LEARNER_WAIT,
                ConfigDef.Type.STRING,
                "off",
                Range.oneOf("on", "off"),
                Importance.LOW,
                "Whether learning waits for a check that is under way, however long it takes, so that chance in time decides"
                        + " nothing; labels go on meanwhile. For files: replay has it on.");
        keys.add(
                Keys.LEARNER_FROZEN,
                ConfigDef.Type.STRING,
                "off",
                Range.oneOf("on", "off"),
                Importance.LOW,
                "Whether a model that stays labels all points, and nothing is learned: family, clusters and outliers are those"
                        + " of the model, and so are the features where none are given. All instances of an application must"
                        + " agree on it.");
        keys.add(
                Keys.MODEL_FILE,
                ConfigDef.Type.STRING,
                "",
                Range.anything("a file"),
                Importance.LOW,
                "The model that stays, with learner.frozen=on: what `models export` or `fit --model` writes, or scikit-learn's"
                        + " parameters as JSON; empty: the newest of the models topic.");
        keys.add(
                Keys.STATE_DIR,
                ConfigDef.Type.STRING,
                "",
                Range.anything("a directory"),
                Importance.LOW,
                "Where Kafka Streams keeps its identity; the state itself is in memory and in Kafka; empty: below the system's"
                        + " temporary directory.");
    }
}
