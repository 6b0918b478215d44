package io.emstream.app.settings;

import io.emstream.codec.BlockAnswers;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.PointDecoders;
import io.emstream.codec.PointFormat;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.learn.ClusterRange;
import io.emstream.learn.Forgetting;
import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.streams.BlockSettings;
import io.emstream.streams.StreamSettings;
import io.emstream.streams.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The settings of one instance, checked: what {@link SettingsReader} makes of all that was given. Immutable. */
public final class Settings {
    /** The commit interval of the profile {@code latency=low}. */
    private static final Duration LOW_LATENCY = Duration.ofMillis(100);

    private final Map<String, Object> values;
    private final Map<String, String> passedOn;
    private final Map<String, Given> given;

    /**
     * Settings with these values.
     *
     * @param values by key, of the key's type
     * @param passedOn Kafka's own keys, without the prefix
     * @param given who gave what, by key
     */
    Settings(Map<String, Object> values, Map<String, String> passedOn, Map<String, Given> given) {
        this.values = Map.copyOf(values);
        this.passedOn = Map.copyOf(passedOn);
        this.given = Map.copyOf(given);
    }

    /** The properties of Kafka's clients. */
    public KafkaProperties kafka() {
        return new KafkaProperties(this, passedOn);
    }

    /** The brokers to begin with, separated by commas. */
    public String bootstrapServers() {
        return String.join(",", list(Keys.BOOTSTRAP_SERVERS));
    }

    /** The name of the consumer group, and the beginning of the names of internal topics. */
    public String applicationId() {
        return text(Keys.APPLICATION_ID);
    }

    /** The key of all records about the model. */
    public String modelName() {
        return text(Keys.MODEL_NAME).isEmpty() ? applicationId() : text(Keys.MODEL_NAME);
    }

    /** The names of the topics. */
    public Topics topics() {
        return new Topics(
                text(Keys.POINTS_TOPIC),
                text(Keys.ASSIGNMENTS_TOPIC),
                text(Keys.MODELS_TOPIC),
                text(Keys.EVENTS_TOPIC),
                text(Keys.DEAD_LETTERS_TOPIC),
                text(Keys.MODEL_BROADCAST_TOPIC),
                text(Keys.COMMANDS_TOPIC));
    }

    /** How many copies of a topic to keep; -1 for as many as the brokers say. */
    public short replicationFactor() {
        return (short) number(Keys.REPLICATION_FACTOR);
    }

    /** The largest record that may be written. */
    public int maxRecordBytes() {
        return number(Keys.MAX_RECORD_BYTES);
    }

    /** The largest record that may be a point; dead letters are cut at this size. */
    public int maxPointBytes() {
        return number(Keys.MAX_POINT_BYTES);
    }

    /** Whether points that were deleted before they were read are passed over at the start. */
    public boolean skipsLostPoints() {
        return text(Keys.POINTS_LOST).equals("skip");
    }

    /** The features, named or numbered. */
    public Features features() {
        List<String> names = list(Keys.FEATURES);
        return names.isEmpty() ? Features.ofDimension(number(Keys.DIMENSION)) : new Features(names);
    }

    /** How many clusters there may be, K. */
    public ClusterRange clusters() {
        return ClusterRange.parse(text(Keys.CLUSTERS));
    }

    /** The kind of density. */
    public Family family() {
        return Families.parse(text(Keys.FAMILY));
    }

    /** Whether a noise component takes the outliers. */
    public boolean outliers() {
        return text(Keys.OUTLIERS).equals("auto")
                ? Noise.suits(family()) && constant(Prior.Kind.class, Keys.PRIOR) == Prior.Kind.MAP
                : text(Keys.OUTLIERS).equals("on");
    }

    /** Whether the features are given, as only processing needs them. */
    public boolean isShaped() {
        return !list(Keys.FEATURES).isEmpty() || number(Keys.DIMENSION) > 0;
    }

    /** The largest records about the model that these settings lead to, in bytes: models and statistics. */
    public long modelRecordBytes() {
        return Math.max(
                RecordSizes.model(family(), clusters().most(), features()),
                RecordSizes.statistics(family(), clusters().most(), features().dimension()));
    }

    /** The largest dead letter that these settings lead to, in bytes. */
    public long deadLetterBytes() {
        return RecordSizes.deadLetter(maxPointBytes());
    }

    /** How often tasks commit. */
    public Duration commitInterval() {
        Duration interval = duration(Keys.COMMIT_INTERVAL);
        boolean untouched = text(Keys.COMMIT_INTERVAL).equals(Keys.defaultOf(Keys.COMMIT_INTERVAL));
        return untouched && text(Keys.LATENCY).equals("low") ? LOW_LATENCY : interval;
    }

    /**
     * How many threads to run.
     *
     * @param partitions the number of partitions of the input; more threads would have nothing to do
     */
    public int threads(int partitions) {
        int threads = number(Keys.THREADS);
        return threads > 0 ? threads : Math.min(Runtime.getRuntime().availableProcessors(), partitions);
    }

    /**
     * What the learner is told.
     *
     * @param partitions the number of partitions of the input
     */
    public LearnerSettings learner(int partitions) {
        double cpu = (Double) value(Keys.LEARNER_CPU);
        boolean waits = text(Keys.LEARNER_WAIT).equals("on") && cpu > 0;
        return learner(modelName(), features(), partitions, waits ? Double.POSITIVE_INFINITY : cpu);
    }

    /**
     * What the learner is told of a file that names itself and its features, and that waits for all checks of the model,
     * unless there are to be none.
     *
     * @param features as many as the settings have
     */
    public LearnerSettings learner(String name, Features features, int partitions) {
        boolean checks = (Double) value(Keys.LEARNER_CPU) > 0;
        return learner(name, features, partitions, checks ? Double.POSITIVE_INFINITY : 0);
    }

    private LearnerSettings learner(String name, Features features, int partitions, double cpu) {
        int warmup = number(Keys.WARMUP_POINTS);
        int panePoints = number(Keys.PANE_POINTS);
        return new LearnerSettings(
                name,
                features,
                family(),
                clusters(),
                constant(Prior.Kind.class, Keys.PRIOR),
                outliers(),
                Forgetting.parse(text(Keys.FORGETTING)),
                (Double) value(Keys.STEP_EXPONENT),
                warmup > 0 ? warmup : LearnerSettings.warmupPoints(clusters().expected(), features.dimension()),
                number(Keys.PANE_MIN_POINTS),
                partitions,
                panePoints > 0 ? panePoints : duration(Keys.PANE_INTERVAL).toMillis(),
                (Long) value(Keys.SEED),
                cpu);
    }

    /** Whether a model that stays labels all points. */
    public boolean isFrozen() {
        return text(Keys.LEARNER_FROZEN).equals("on");
    }

    /** The file of the model that stays; empty for the newest of the models topic. */
    public Optional<Path> modelFile() {
        return text(Keys.MODEL_FILE).isEmpty() ? Optional.empty() : Optional.of(Path.of(text(Keys.MODEL_FILE)));
    }

    /** How records pass through. */
    public StreamSettings stream() {
        return new StreamSettings(
                topics(),
                number(Keys.PANE_POINTS) > 0 ? StreamSettings.Clock.POSITION : StreamSettings.Clock.EVENT_TIME,
                duration(Keys.LATENESS),
                duration(Keys.IDLE_TIMEOUT),
                text(Keys.MAX_AHEAD).equals("off") ? null : duration(Keys.MAX_AHEAD),
                constant(StreamSettings.Warmup.class, Keys.WARMUP),
                duration(Keys.WARMUP_MAX_WAIT),
                number(Keys.WARMUP_HOLD_MAX),
                duration(Keys.WARMUP_HOLD_MAX_WAIT),
                number(Keys.PANE_OPEN_MAX),
                maxPointBytes(),
                commitInterval());
    }

    /** How blocks of points are read and answered. */
    public BlockSettings blocks() {
        PointFormat format = format();
        MissingValues missing = constant(MissingValues.class, Keys.MISSING);
        int rows = blockRows();
        return new BlockSettings(
                () -> PointDecoders.blocks(format, features(), missing, family().support(), rows),
                () -> BlockAnswers.of(format, responsibilities()),
                Math.toIntExact(Math.max(RecordSizes.USUAL_ANSWER, blockAnswerBytes())));
    }

    /** The most rows that a block may have. */
    public int blockRows() {
        int set = number(Keys.MAX_BLOCK_ROWS);
        return set > 0 ? set : RecordSizes.usualBlockRows(bytesPerRow());
    }

    /** The largest answer to a block, in bytes, if the configuration says how many rows it may have; or else 0. */
    public long blockAnswerBytes() {
        int rows = number(Keys.MAX_BLOCK_ROWS);
        return rows > 0 && isShaped() ? RecordSizes.blockAnswer(rows, bytesPerRow()) : 0;
    }

    private int bytesPerRow() {
        return BlockAnswers.of(format(), responsibilities())
                .bytesPerRow(clusters().most());
    }

    private PointFormat format() {
        return constant(PointFormat.class, Keys.POINTS_FORMAT);
    }

    /** Makes a decoder of points for each task. */
    public Supplier<PointDecoder> decoders() {
        PointFormat format = format();
        MissingValues missing = constant(MissingValues.class, Keys.MISSING);
        return () -> PointDecoders.of(format, features(), missing, family().support(), maxPointBytes());
    }

    /** How the values of the points topic spell points. */
    public PointFormat pointFormat() {
        return constant(PointFormat.class, Keys.POINTS_FORMAT);
    }

    /** Which responsibilities a label names. */
    public ResponsibilityDetail responsibilities() {
        return ResponsibilityDetail.parse(text(Keys.RESPONSIBILITIES));
    }

    /**
     * How the HTTP server is reached.
     *
     * @throws IllegalArgumentException if the token cannot be had from its file, saying why
     */
    public HttpSettings http() {
        String inLine = text(Keys.HTTP_TOKEN);
        String file = text(Keys.HTTP_TOKEN_FILE);
        String token = file.isEmpty() ? inLine : TokenFile.read(Path.of(file));
        return new HttpSettings(
                text(Keys.HTTP_HOST),
                HttpSettings.port(text(Keys.HTTP_PORT)),
                token.isEmpty() ? null : token,
                maxPointBytes());
    }

    /** Makes a decoder of points as JSON, whatever format the topic has. */
    public Supplier<PointDecoder> jsonDecoders() {
        MissingValues missing = constant(MissingValues.class, Keys.MISSING);
        return () -> PointDecoders.of(PointFormat.JSON, features(), missing, family().support(), maxPointBytes());
    }

    /** All that was set, by key, secrets masked; what is not there has its default. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        given.forEach((key, setting) ->
                shown.put(key, Secrets.shown(key, setting.value().strip())));
        return shown;
    }

    /** Who said what of a key: origin, key and value, secrets masked. */
    String told(String key) {
        Given setting = given.get(key);
        return setting != null
                ? SettingsReader.told(setting)
                : "default: " + key + " = " + Keys.asText(key, value(key));
    }

    /** Who gave the value of a key. */
    String origin(String key) {
        Given setting = given.get(key);
        return setting == null ? "default" : setting.origin();
    }

    String text(String key) {
        return (String) value(key);
    }

    int number(String key) {
        return (Integer) value(key);
    }

    List<String> list(String key) {
        return ((List<?>) value(key)).stream().map(String.class::cast).toList();
    }

    private Duration duration(String key) {
        return Duration.parse(text(key));
    }

    private <E extends Enum<E>> E constant(Class<E> type, String key) {
        return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT));
    }

    private Object value(String key) {
        return Objects.requireNonNull(values.get(key), key);
    }
}
