package io.emstream.app.demo;

import io.emstream.app.Failure;
import io.emstream.app.processing.EmbeddedPipeline;
import io.emstream.app.settings.Settings;
import io.emstream.codec.ModelJson;
import io.emstream.mixture.Model;
import io.emstream.streams.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a scenario: reads models and labels from the broker like any consumer, and shows what is learned. Closed by another
 * thread, it ends what it has open at the broker, and says last how good the fit is.
 */
public final class Demo implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Scenario scenario;
    private final EmbeddedPipeline pipeline;
    private final int partitions;
    private final Screen screen;
    private final Feeder feeder;
    private final RandomGenerator random;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Model model;
    private long labels;
    private long deadLetters;
    private long labelsShown;
    private long shownAt = System.nanoTime();

    /**
     * A scenario to watch on a running pipeline.
     *
     * @param rate points a second
     * @param seed of the points
     */
    public Demo(Scenario scenario, EmbeddedPipeline pipeline, int partitions, double rate, long seed, Screen screen) {
        this.scenario = scenario;
        this.pipeline = pipeline;
        this.partitions = partitions;
        this.screen = screen;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + 1);
        this.feeder = new Feeder(scenario.source(), pipeline.settings(), partitions, rate, seed);
    }

    /**
     * Feeds and shows until the time is over, it is closed, or the thread is interrupted; then says the fit in one line.
     *
     * @param duration how long; zero for as long as nobody stops it
     */
    public void run(Duration duration) {
        try {
            feedAndShow(duration);
            screen.say(model == null ? "there is no model yet" : fit(model));
        } finally {
            ended.countDown();
        }
    }

    private void feedAndShow(Duration duration) {
        Settings settings = pipeline.settings();
        Duration redraw = screen.isTerminal() ? Duration.ofMillis(500) : Duration.ofSeconds(2);
        long end = duration.isZero() ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        settings.kafka().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                feeder) {
            List<TopicPartition> inputs = inputs(settings.topics());
            consumer.assign(inputs);
            consumer.seekToBeginning(inputs);
            feeder.start();
            while (System.nanoTime() < end && !isClosing()) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    read(each, settings.topics());
                }
                pipeline.processing().failure().ifPresent(failure -> {
                    throw new Failure(failure);
                });
                feeder.failure().ifPresent(failure -> {
                    throw new Failure("The points could not be written: " + failure.getMessage() + ".", failure);
                });
                if (System.nanoTime() - shownAt >= redraw.toNanos()) {
                    show();
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    /** Ends feeding and showing, and waits for that: the broker is still needed for it. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!ended.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "the points' producer did not end within " + FAREWELL.toSeconds() + " s");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TopicPartition> inputs(Topics topics) {
        List<TopicPartition> inputs = new ArrayList<>();
        inputs.add(new TopicPartition(topics.models(), 0));
        for (int partition = 0; partition < partitions; partition++) {
            inputs.add(new TopicPartition(topics.assignments(), partition));
            inputs.add(new TopicPartition(topics.deadLetters(), partition));
        }
        return inputs;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Topics topics) {
        if (record.topic().equals(topics.models())) {
            model = ModelJson.decode(record.value());
        } else if (record.topic().equals(topics.assignments())) {
            labels++;
        } else {
            deadLetters++;
        }
    }

    private void show() {
        long now = System.nanoTime();
        double perSecond = (labels - labelsShown) / ((now - shownAt) / 1e9);
        shownAt = now;
        labelsShown = labels;
        List<String> lines = new ArrayList<>();
        String counts = String.format(
                Locale.ROOT, "%,d labels, %,.0f a second, %,d dead letters", labels, perSecond, deadLetters);
        Model current = model;
        if (current == null) {
            lines.add("gathering the first points; " + counts);
        } else {
            // The first model is made from a sample; the same points are learned from when they are labelled.
            long points = current.points() > 0 ? current.points() : Math.round(current.effectivePoints());
            lines.add(String.format(Locale.ROOT, "model %d of %,d points; %s", current.version(), points, counts));
            lines.addAll(LiveTable.lines(current));
            lines.add(fit(current));
        }
        screen.show(lines);
    }

    /** The fit in one line, against the truth where there is one. */
    private String fit(Model current) {
        Fit fit = Fit.of(current.mixture(), scenario.source(), feeder.fed(), random);
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "mean log-likelihood %.4f", fit.meanLogLikelihood()));
        if (fit.reference().isPresent()) {
            double reference = fit.reference().get();
            line.append(String.format(
                    Locale.ROOT,
                    "; of the truth %.4f, gap %.4f; farthest centre %.3f off",
                    reference,
                    reference - fit.meanLogLikelihood(),
                    fit.farthestCentre().orElse(Double.NaN)));
        } else {
            line.append(String.format(
                    Locale.ROOT,
                    " of all %,d rows",
                    scenario.source().population().size()));
        }
        return line.toString();
    }
}
