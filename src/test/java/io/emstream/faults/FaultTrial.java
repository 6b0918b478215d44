package io.emstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.AnswerCheck;
import io.emstream.app.command.Console;
import io.emstream.streams.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Points flow without a pause through instances of the program, a reader follows their labels, faults strike, and in the end
 * the whole run is checked and labelled again by somebody else's arithmetic.
 */
final class FaultTrial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BATCH = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String fault;
    private final String bootstrapServers;
    private final Path directory;
    private final Map<String, String> settings;
    private final AnswerCheck check;
    private final List<Instance> instances = new ArrayList<>();
    private final List<Duration> recoveries = new ArrayList<>();
    private final ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(41);
    private Duration longestStall = Duration.ZERO;
    private volatile boolean isRead = true;
    private @Nullable Future<?> feeding;
    private @Nullable Future<?> reading;
    private int starts;
    private int times;

    /** What goes wrong. */
    @FunctionalInterface
    interface Fault {
        void strike() throws Exception;
    }

    /** A trial of points of so many features, with topics and a group of its own, which nobody has to know yet. */
    FaultTrial(String fault, String bootstrapServers, Path parent, int dimension, Map<String, String> more)
            throws Exception {
        this.fault = fault;
        this.bootstrapServers = bootstrapServers;
        String name = fault.replaceAll("[^A-Za-z]+", "-");
        this.directory = Files.createDirectories(parent.resolve(name));
        Topics topics = Topics.withPrefix(name + ".");
        settings = new HashMap<>(Map.of("application.id", name, "dimension", Integer.toString(dimension)));
        settings.put("points.topic", topics.points());
        settings.put("assignments.topic", topics.assignments());
        settings.put("models.topic", topics.models());
        settings.put("events.topic", topics.events());
        settings.put("dead-letters.topic", topics.deadLetters());
        settings.put("model-broadcast.topic", topics.modelBroadcast());
        // However many rows blocks have and however late the first model is, all points wait for it.
        settings.put("warmup.hold.max", "1000000");
        settings.putAll(more);
        check = new AnswerCheck(bootstrapServers, topics, dimension);
    }

    /** Creates the topics. */
    FaultTrial create() {
        List<String> create = new ArrayList<>(List.of("topics", "create", "--partitions", "4"));
        create.addAll(List.of("--bootstrap-server", bootstrapServers));
        settings.forEach((key, value) -> create.addAll(List.of("--set", key + "=" + value)));
        Console created = Console.run(create.toArray(String[]::new));
        assertThat(created.status()).as(created.err()).isZero();
        return this;
    }

    /** Starts one more instance, with these options, and does not wait for it. */
    Instance start(String... options) throws IOException {
        Instance instance =
                new Instance(directory.resolve("instance" + starts++ + ".log"), bootstrapServers, settings, options);
        instances.add(instance);
        return instance;
    }

    /** Lets points flow from now on, some four hundred records a second, most of them blocks, and waits for the first labels. */
    void flow() {
        feeding = feeder.scheduleWithFixedDelay(this::feed, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        reading = reader.submit(() -> {
            while (isRead) {
                check.answers().read();
            }
            return null;
        });
        awaitAnswers(1000);
    }

    private void feed() {
        try {
            check.feed().feed(BATCH);
        } catch (Exception failed) {
            throw new IllegalStateException("feeding failed", failed);
        }
    }

    /** Waits until so many more records are answered. */
    void awaitAnswers(int more) {
        int wanted = check.answers().number() + more;
        await(() -> check.answers().number() >= wanted);
    }

    /** Waits for a random number of answers: so that what comes next comes at any moment. */
    void awaitRandomly(int most) {
        awaitAnswers(1 + random.nextInt(most));
    }

    /** Waits until this is so. */
    void await(java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await(fault)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        assertFlows();
                        return condition.call();
                    });
        } catch (ConditionTimeoutException tooLong) {
            throw new AssertionError(
                    fault + ", strike " + times + ": " + check.answers().number() + " of "
                            + check.feed().records() + " answered, and no more come\n" + said(),
                    tooLong);
        }
    }

    /** What the instances have said, for whoever must find out why, without stack traces. */
    private String said() {
        return instances.stream()
                .map(each -> each.said()
                        .lines()
                        .filter(line -> !line.startsWith("\t"))
                        .collect(Collectors.joining("\n", each.isAlive() ? "alive:\n" : "ended:\n", "\n")))
                .collect(Collectors.joining("\n"));
    }

    private void assertFlows() throws Exception {
        for (Future<?> each : Arrays.asList(feeding, reading)) {
            if (each != null && each.isDone()) {
                each.get();
            }
        }
    }

    /** Lets a fault last so long; nothing can be asked about that but the clock. */
    void elapse(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await(() -> System.nanoTime() >= end);
    }

    /** Any of the instances that are alive. */
    Instance any() {
        List<Instance> alive = instances.stream().filter(JavaProcess::isAlive).toList();
        return alive.get(random.nextInt(alive.size()));
    }

    /** The instance in which the learner searches, when it does. */
    Instance awaitRefitting() {
        Instance[] found = new Instance[1];
        await(() -> {
            for (Instance each : instances) {
                if (each.isAlive() && each.isRefitting()) {
                    found[0] = each;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    /** Strikes and goes on at once. */
    void strike(Fault what) throws Exception {
        times++;
        what.strike();
    }

    /** Strikes, and measures how long it takes until all partitions answer what was fed after the fault was over. */
    void strikeAndRecover(Fault what) throws Exception {
        check.answers().watchForStalls();
        strike(what);
        Instant start = Instant.now();
        long[] ends = check.feed().ends();
        await(() -> check.answers().isBeyond(ends));
        recoveries.add(Duration.between(start, Instant.now()));
        Duration stall = check.answers().longestStall();
        longestStall = stall.compareTo(longestStall) > 0 ? stall : longestStall;
    }

    /** Ends the stream, waits for all answers, stops the instances, and checks everything. */
    void finish() throws Exception {
        settle();
        stop();
        check.answers().readToTheEnd();
        judge();
    }

    /** The same where the broker stops with the instance. */
    void finishEmbedded() throws Exception {
        settle();
        check.answers().readToTheEnd();
        stop();
        judge();
    }

    private void settle() throws Exception {
        Objects.requireNonNull(feeding).cancel(false);
        // Behind the last batch.
        feeder.submit(() -> {
                    check.feed().end();
                    return null;
                })
                .get(120, TimeUnit.SECONDS);
        isRead = false;
        Objects.requireNonNull(reading).get(120, TimeUnit.SECONDS);
        check.awaitAll(Duration.ofSeconds(30));
    }

    private void stop() throws InterruptedException {
        for (Instance each : instances) {
            if (each.isAlive()) {
                assertThat(each.stop()).as(each.said()).isZero();
            }
        }
    }

    private void judge() throws Exception {
        String rescored = "not scored";
        try {
            check.assertWhole();
            assertThat(check.answers().statuses()).containsExactly("OK");
            rescored = IndependentScorer.check(check, directory);
        } finally {
            List<Duration> sorted = recoveries.stream().sorted().toList();
            FaultTable.add(new FaultTable.Row(
                    fault,
                    times,
                    check.feed().records(),
                    check.lost(),
                    check.answers().doubled(),
                    sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() - 1),
                    sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2),
                    longestStall,
                    rescored));
        }
    }

    @Override
    public void close() {
        isRead = false;
        instances.forEach(Instance::close);
        feeder.shutdownNow();
        reader.shutdown();
        try {
            if (!feeder.awaitTermination(10, TimeUnit.SECONDS) || !reader.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("feeding or reading does not end");
            }
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
        check.close();
    }
}
