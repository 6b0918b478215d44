package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.PointFeed.Place;
import io.emstream.codec.PointFormat;
import io.emstream.streams.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A whole run, checked: points are fed, some of them bad, while processors come and go, and what was committed is compared with
 * what was fed: sets of partition, offset and row, not numbers of records.
 */
public final class AnswerCheck implements AutoCloseable {
    /** Of the points. */
    public static final int PARTITIONS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int DIMENSION = 2;
    private static final long SEED = 7;

    private final PointFeed feed;
    private final CommittedAnswers answers;

    /** Of processors of these topics, which are there. */
    public AnswerCheck(String bootstrapServers, Topics topics) {
        this(bootstrapServers, topics, DIMENSION);
    }

    /** With points of so many features. */
    public AnswerCheck(String bootstrapServers, Topics topics, int dimension) {
        this(bootstrapServers, topics, PointFormat.JSON, dimension);
    }

    /** With points in JSON or as float32. */
    public AnswerCheck(String bootstrapServers, Topics topics, PointFormat format) {
        this(bootstrapServers, topics, format, DIMENSION);
    }

    private AnswerCheck(String bootstrapServers, Topics topics, PointFormat format, int dimension) {
        feed = new PointFeed(bootstrapServers, topics, format, PARTITIONS, dimension, SEED);
        answers = new CommittedAnswers(bootstrapServers, topics, PARTITIONS);
    }

    /** Creates topics of these names, with no more settings than it takes. */
    public static void createTopics(String bootstrapServers, Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.points(), PARTITIONS, (short) 1),
                            new NewTopic(topics.assignments(), PARTITIONS, (short) 1),
                            new NewTopic(topics.deadLetters(), PARTITIONS, (short) 1),
                            new NewTopic(topics.models(), 1, (short) 1),
                            new NewTopic(topics.events(), 1, (short) 1),
                            new NewTopic(topics.commands(), 1, (short) 1),
                            new NewTopic(topics.modelBroadcast(), PARTITIONS, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            // What is fed before they have leaders may be lost: KAFKA-15591.
            CommittedRecords.of(admin, topics.points(), PARTITIONS);
        }
    }

    /** What writes the points. */
    public PointFeed feed() {
        return feed;
    }

    /** What has been read of the answers. */
    public CommittedAnswers answers() {
        return answers;
    }

    /** Waits until so many records are answered. */
    public void awaitAnswers(int number) throws IOException {
        awaitAnswers(number, PATIENCE);
        assertThat(answers.number()).as("answers").isGreaterThanOrEqualTo(number);
    }

    /** Waits until so many records are answered, or for so long. */
    public void awaitAnswers(int number, Duration most) throws IOException {
        Instant end = Instant.now().plus(most);
        while (answers.number() < number && Instant.now().isBefore(end)) {
            answers.read();
        }
    }

    /** Waits until nothing has been answered or learned for so long. */
    public void awaitQuiet(Duration quiet) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        Instant news = Instant.now();
        long before = -1;
        while (Instant.now().isBefore(news.plus(quiet)) && Instant.now().isBefore(end)) {
            answers.read();
            long now = answers.number() + answers.learned();
            if (now != before) {
                news = Instant.now();
                before = now;
            }
        }
    }

    /**
     * Waits until all records are answered, and all points learned or, where some are lost, nothing has been learned for so
     * long.
     */
    public void awaitAll(Duration quiet) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        Instant news = Instant.now();
        long before = -1;
        while (Instant.now().isBefore(end)) {
            answers.read();
            boolean isAnswered = answers.number() >= feed.records();
            if (!isAnswered || answers.learned() != before) {
                news = Instant.now();
                before = answers.learned();
            }
            if (isAnswered
                    && (answers.learned() >= feed.points() || Instant.now().isAfter(news.plus(quiet)))) {
                return;
            }
        }
        assertThat(answers.number()).as("answers").isGreaterThanOrEqualTo(feed.records());
    }

    /** How many points have no answer. */
    public int lost() {
        Set<Place> missing = new HashSet<>(feed.valid().keySet());
        missing.addAll(feed.bad());
        missing.removeAll(answers.labels().keySet());
        missing.removeAll(answers.deadLetters());
        return missing.size();
    }

    /** Every point has the one answer that is due to it, in order; whatever was learned. */
    public void assertAnsweredOnce() {
        assertThat(answers.labels().keySet()).isEqualTo(feed.valid().keySet());
        assertThat(answers.deadLetters()).isEqualTo(feed.bad());
        assertThat(answers.doubled()).as("doubled").isZero();
        assertThat(answers.outOfOrder()).as("out of order").isZero();
        assertThat(answers.versions()).isSorted().doesNotHaveDuplicates();
    }

    /** Nothing is lost, doubled, out of order, or learned more or less than once. */
    public void assertWhole() {
        assertAnsweredOnce();
        assertThat(answers.learned()).as("points learned").isEqualTo(feed.points());
    }

    /**
     * Writes the run for whoever checks it without our code: {@code points}, {@code labels} (partition, tab, offset and row,
     * tab, JSON) and {@code models} (JSON), a line each.
     */
    public void export(Path directory) throws IOException {
        write(directory.resolve("points"), feed.valid());
        write(directory.resolve("labels"), answers.labels());
        try (OutputStream to = Files.newOutputStream(directory.resolve("models"))) {
            for (byte[] model : answers.models()) {
                to.write(model);
                to.write('\n');
            }
        }
    }

    private static void write(Path file, Map<Place, byte[]> records) throws IOException {
        try (OutputStream to = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<Place, byte[]> each : records.entrySet()) {
                Place place = each.getKey();
                to.write((place.partition() + "\t" + place.offset() + ":" + place.row() + "\t").getBytes(UTF_8));
                to.write(each.getValue());
                to.write('\n');
            }
        }
    }

    @Override
    public void close() {
        feed.close();
        answers.close();
    }
}
