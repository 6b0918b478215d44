package io.emstream.app.settings;

import io.emstream.family.Family;
import io.emstream.learn.PointSample;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;

/** What is wrong with settings together, each of which may be right alone. */
final class Consistency {
    private final Settings settings;
    private final List<String> problems = new ArrayList<>();

    private Consistency(Settings settings) {
        this.settings = settings;
    }

    /** One sentence for each problem, naming origin, key, value and limit. */
    static List<String> problems(Settings settings, SettingsReader.Purpose purpose) {
        Consistency check = new Consistency(settings);
        check.topicsDiffer();
        check.modelStays();
        boolean processing = purpose == SettingsReader.Purpose.PROCESSING;
        if (purpose != SettingsReader.Purpose.CONNECTION || settings.isShaped()) {
            boolean featured = check.featuresAreGiven();
            if (featured && check.familyFits()) {
                check.warmupSuffices();
                if (purpose != SettingsReader.Purpose.LEARNING) {
                    check.pointsCanBeRead();
                    check.recordsFit();
                    check.answersFit();
                }
            }
        }
        if (processing) {
            HttpConsistency.problem(settings).ifPresent(check.problems::add);
            check.kafkaAgrees();
        }
        return check.problems;
    }

    private void topicsDiffer() {
        Map<String, String> keyByTopic = new LinkedHashMap<>();
        for (String key : List.of(
                Keys.POINTS_TOPIC,
                Keys.ASSIGNMENTS_TOPIC,
                Keys.MODELS_TOPIC,
                Keys.EVENTS_TOPIC,
                Keys.DEAD_LETTERS_TOPIC,
                Keys.MODEL_BROADCAST_TOPIC,
                Keys.COMMANDS_TOPIC)) {
            String other = keyByTopic.putIfAbsent(settings.text(key), key);
            if (other != null) {
                complain(key, "must differ from " + other);
            }
        }
    }

    private void modelStays() {
        if (settings.modelFile().isPresent() && !settings.isFrozen()) {
            complain(Keys.MODEL_FILE, "must be left out unless learner.frozen = on (run --frozen)");
        }
    }

    private boolean featuresAreGiven() {
        List<String> names = settings.list(Keys.FEATURES);
        int dimension = settings.number(Keys.DIMENSION);
        if (names.isEmpty() && dimension == 0) {
            problems.add("features and dimension are not set, one of them must be:"
                    + " the names of the features, or their number");
            return false;
        }
        if (!names.isEmpty() && dimension != 0 && names.size() != dimension) {
            complain(Keys.DIMENSION, "must be " + names.size() + ", the number of features named, or left out");
            return false;
        }
        try {
            settings.features();
            return true;
        } catch (IllegalArgumentException invalid) {
            problems.add(settings.origin(Keys.FEATURES) + ": " + invalid.getMessage());
            return false;
        }
    }

    private boolean familyFits() {
        settings.family()
                .refusal(settings.clusters().most(), settings.features().dimension())
                .ifPresent(why -> complain(
                        Keys.FAMILY,
                        "does not fit " + settings.clusters().words() + " clusters and "
                                + settings.features().dimension() + " features: " + why));
        outliersCanBeTold();
        return problems.isEmpty();
    }

    private void outliersCanBeTold() {
        if (settings.outliers() && !Noise.suits(settings.family())) {
            complain(
                    Keys.OUTLIERS,
                    "must be auto or off for " + settings.family().name()
                            + ": only Gaussian families have densities that noise could be weighed against");
        }
    }

    private void pointsCanBeRead() {
        try {
            Objects.requireNonNull(settings.decoders().get());
        } catch (IllegalArgumentException contradiction) {
            problems.add(settings.told(Keys.FEATURES) + ", cannot be read: " + contradiction.getMessage());
        }
    }

    private void recordsFit() {
        int limit = settings.maxRecordBytes();
        int clusters = settings.clusters().most();
        Family family = settings.family();
        Features features = settings.features();
        String shape = clusters + " clusters of " + features.dimension() + " features";
        long model = RecordSizes.model(family, clusters, features);
        long statistics = RecordSizes.statistics(family, clusters, features.dimension());
        if (Math.max(model, statistics) > limit) {
            complain(
                    Keys.MAX_RECORD_BYTES,
                    "must be " + Math.max(model, statistics) + " or more for " + shape + " (" + family.name()
                            + "), whose "
                            + (model >= statistics
                                    ? "models"
                                    : "statistics, with a sample of " + PointSample.foldCapacity(features.dimension())
                                            + " points,")
                            + " are records of so many bytes: choose a family with fewer parameters, such as"
                            + " gaussian-diag, fewer clusters or features, or a higher limit");
        }
        long deadLetter = RecordSizes.deadLetter(settings.maxPointBytes());
        if (deadLetter > limit) {
            complain(
                    Keys.MAX_POINT_BYTES,
                    "must be " + (limit - (deadLetter - settings.maxPointBytes()))
                            + " or less, so that a dead letter fits " + Keys.MAX_RECORD_BYTES + " = " + limit);
        }
    }

    private void answersFit() {
        int limit = settings.maxRecordBytes();
        long answer = settings.blockAnswerBytes();
        if (answer > limit) {
            complain(
                    Keys.MAX_BLOCK_ROWS,
                    "must be " + settings.number(Keys.MAX_BLOCK_ROWS) * (long) limit / answer
                            + " or less, so that the answer to a block fits " + Keys.MAX_RECORD_BYTES + " = " + limit);
        }
    }

    private void warmupSuffices() {
        int points = settings.number(Keys.WARMUP_POINTS);
        int fewest = 10 * settings.clusters().expected();
        if (points > 0 && points < fewest) {
            complain(
                    Keys.WARMUP_POINTS,
                    "must be 0 (by rule) or " + fewest + " or more, 10 for each of "
                            + settings.clusters().expected() + " clusters");
        }
    }

    /** Kafka Streams has checks of its own across keys. */
    private void kafkaAgrees() {
        if (problems.isEmpty()) {
            try {
                new StreamsConfig(settings.kafka().streams(1));
            } catch (RuntimeException refused) {
                problems.add("Kafka Streams refuses the kafka.* settings: " + refused.getMessage());
            }
        }
    }

    private void complain(String key, String complaint) {
        problems.add(settings.told(key) + ", " + complaint);
    }
}
