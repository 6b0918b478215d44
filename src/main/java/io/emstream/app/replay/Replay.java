package io.emstream.app.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.ModelJson;
import io.emstream.mixture.Model;
import io.emstream.streams.ControlRecords;
import io.emstream.streams.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds rows to the points topic and reads what the processor makes of them. Row i goes to partition i mod N, so that its
 * offset tells its number.
 */
public final class Replay {
    private static final Duration POLL = Duration.ofMillis(5);
    /** How long nothing may happen before another row is fed in spite of the pace: rows may wait for rows. */
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();

    private static final long STANDSTILL = Duration.ofMinutes(10).toNanos();

    private final Settings settings;
    private final int partitions;
    private final List<ReplayRow> rows;
    private final Pace pace;
    private final @Nullable Answer[] answers;
    private final List<Model> versions = new ArrayList<>();
    private int answered;
    private int neverLearned;
    private int fed;
    private long lastNews = System.nanoTime();

    /**
     * A replay of these rows.
     *
     * @param isPaced whether to stay at most two folds ahead of the newest model
     */
    public Replay(Settings settings, int partitions, List<ReplayRow> rows, boolean isPaced) {
        this.settings = settings;
        this.partitions = partitions;
        this.rows = rows;
        this.pace = isPaced ? Pace.ofFolds(rows, settings.learner(partitions), settings.stream()) : Pace.unlimited();
        this.answers = new Answer[rows.size()];
    }

    /**
     * What came back.
     *
     * @param answers one per row
     * @param versions all models, in order of publication
     */
    public record Outcome(List<Answer> answers, List<Model> versions) {}

    /**
     * Feeds all rows and waits until each has its answer and all are learned.
     *
     * @param isOver whether to give up: the processor has ended
     * @param progress is told the number of rows answered, now and then
     * @throws Failure if the processor ends before, or nothing happens for ten minutes
     */
    public Outcome run(BooleanSupplier isOver, IntConsumer progress) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        settings.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        settings.kafka().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> assigned = inputs();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            boolean ended = false;
            while (!isComplete(ended)) {
                if (isOver.getAsBoolean()) {
                    throw new Failure("The processor ended after " + answered + " of " + rows.size() + " rows.");
                }
                feed(producer);
                if (fed == rows.size() && !ended) {
                    end(producer);
                    ended = true;
                }
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    read(each);
                    lastNews = System.nanoTime();
                }
                if (System.nanoTime() - lastNews > STANDSTILL) {
                    throw new Failure("Nothing has happened for ten minutes, after " + answered + " of " + rows.size()
                            + " rows; " + learned() + " are learned.");
                }
                progress.accept(answered);
            }
        } catch (ExecutionException refused) {
            throw new Failure("The broker refused a row: " + refused.getCause(), refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped after " + answered + " of " + rows.size() + " rows.", stopped);
        }
        return new Outcome(
                java.util.Arrays.stream(answers).map(Objects::requireNonNull).toList(), versions);
    }

    private List<TopicPartition> inputs() {
        Topics topics = settings.topics();
        List<TopicPartition> inputs = new ArrayList<>();
        inputs.add(new TopicPartition(topics.models(), 0));
        for (int partition = 0; partition < partitions; partition++) {
            inputs.add(new TopicPartition(topics.assignments(), partition));
            inputs.add(new TopicPartition(topics.deadLetters(), partition));
        }
        return inputs;
    }

    /** All rows are answered, and all that can be are learned; without any model there is nothing to wait for. */
    private boolean isComplete(boolean ended) {
        return ended && answered == rows.size() && learned() + neverLearned >= rows.size();
    }

    private int learned() {
        return versions.isEmpty()
                ? 0
                : Math.toIntExact(versions.get(versions.size() - 1).points());
    }

    private void feed(KafkaProducer<byte[], byte[]> producer) throws InterruptedException, ExecutionException {
        int limit = versions.isEmpty() ? warmUpLimit() : pace.limit(learned() + neverLearned, rows.size());
        boolean isStuck = System.nanoTime() - lastNews > PATIENCE && fed < rows.size();
        int until = Math.min(rows.size(), isStuck ? Math.max(limit, fed + 1) : limit);
        List<Future<?>> sent = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (; fed < until; fed++) {
            ReplayRow row = rows.get(fed);
            sent.add(producer.send(new ProducerRecord<>(
                    settings.topics().points(), fed % partitions, row.recordTimestamp(now), null, row.value())));
        }
        if (!sent.isEmpty()) {
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    /** The rows that the first model is made from, and as many as are refused. */
    private int warmUpLimit() {
        int wanted = settings.learner(partitions).warmupPoints() + neverLearned;
        return Math.max(wanted, pace.limit(0, rows.size()));
    }

    private void end(KafkaProducer<byte[], byte[]> producer) throws InterruptedException, ExecutionException {
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(ControlRecords.endOfInput(settings.topics().points(), partition))
                    .get();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> each) {
        Topics topics = settings.topics();
        if (each.topic().equals(topics.models())) {
            versions.add(ModelJson.decode(each.value()));
        } else if (each.topic().equals(topics.assignments())) {
            Assignment label = AssignmentJson.decode(each.value());
            answer(each.partition(), label.offset(), new Answer(label, null));
            // A weight of 0 and a point of which nothing is known are labelled, and not learned.
            if (!isLearnable(each.partition(), label)) {
                neverLearned++;
            }
        } else {
            String reason =
                    new String(each.headers().lastHeader("emstream.reason").value(), UTF_8);
            String offset = new String(
                    each.headers().lastHeader("__streams.errors.offset").value(), UTF_8);
            answer(each.partition(), Long.parseLong(offset), new Answer(null, reason));
            neverLearned++;
        }
    }

    private boolean isLearnable(int partition, Assignment label) {
        return label.status() != Assignment.Status.NOTHING_OBSERVED
                && rows.get(row(partition, label.offset())).isLearnable();
    }

    private int row(int partition, long offset) {
        return Math.toIntExact(offset * partitions + partition);
    }

    private void answer(int partition, long offset, Answer answer) {
        int row = row(partition, offset);
        if (answers[row] != null) {
            throw new Failure("Row " + row + " was answered twice.");
        }
        answers[row] = answer;
        answered++;
    }
}
