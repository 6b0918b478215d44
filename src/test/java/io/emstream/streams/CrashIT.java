package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.AnswerCheck;
import io.emstream.PointFeed;
import io.emstream.codec.PointFormat;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever crashes, every point has one answer and is learned once, whether it has a record of its own or is a row of a block:
 * some partitions have points, some blocks and some both, and each is checked by itself. Needs no container: the broker runs in
 * this JVM.
 */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class CrashIT {
    private static final int CRASHES_A_PROCESS = 3;
    private static final int CRASHES = 8;
    /** Records that are fed at a time. */
    private static final int ROUND = 300;
    /** With a round more, as many as the learner keeps while crashes put the first model off. */
    private static final int MOST_POINTS = 95_000;

    /** The partitions that have points with a record of their own. */
    private static final int[] POINTS = partitions(PointFeed::hasPoints);
    /** The partitions that have nothing but blocks. */
    private static final int[] BLOCKS = partitions(partition -> !PointFeed.hasPoints(partition));

    @TempDir
    static Path directory;

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new TestBroker(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everyRecordIsAnsweredOnceAndLearnedOnceWhoeverTakesOver() throws Exception {
        List<Process> processes = new ArrayList<>();
        try (AnswerCheck trial = check(TestSettings.TOPICS, PointFormat.FLOAT32)) {
            processes.add(process(1));
            trial.feed().feed(4000);
            trial.awaitAnswers(1000);
            // A second processor joins; then the first is killed in the middle of its work.
            processes.add(process(2));
            trial.feed().feed(5000);
            trial.awaitAnswers(7000);
            trial.feed().feed(2000);
            kill(processes.get(0));
            // A third joins and the second leaves in good order: whatever the learner had learned is with the third
            // now.
            processes.add(process(3));
            trial.feed().feed(4000);
            trial.awaitAnswers(13_000);
            stop(processes.get(1));
            trial.feed().feed(4000);
            trial.awaitAnswers(16_000);
            // And that one is killed while there is no other.
            trial.feed().feed(2000);
            kill(processes.get(2));
            processes.add(process(4));
            trial.feed().feed(2000);
            trial.feed().end();
            trial.awaitAll(Duration.ofSeconds(20));
            stop(processes.get(3));
            trial.answers().readToTheEnd();

            assertThat(crashes()).isGreaterThanOrEqualTo(4);
            trial.assertWhole();
            CommittedReports.read(broker, "crash", AnswerCheck.PARTITIONS).assertAllOf(trial.feed());
            assertThat(trial.answers().versions())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, trial.answers().versions().size())
                                    .boxed()
                                    .toList());
            assertThat(trial.answers().events())
                    .startsWith("INITIALISED")
                    .containsOnlyOnce("INITIALISED")
                    .doesNotContain("INITIALISATION_FAILED", "CHECK_FAILED");
            assertThat(trial.answers().statuses()).containsExactly("OK");
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyStatisticsWrittenByTheHookAreThoseOfTheAnsweredPoints(Hooks hooks) throws Exception {
        String name = hooks.name().toLowerCase(Locale.ROOT).replace('_', '-');
        TestSettings settings = new TestSettings();
        settings.topics = Topics.withPrefix(name + "-");
        settings.partitions = AnswerCheck.PARTITIONS;
        settings.paneLength = 500;
        // Points are held, released without a model, passed and labelled, all of it among crashes.
        settings.holdMax = 100;
        settings.warmupPoints = 5000;
        Crashes crashes = new Crashes(CRASHES, 1, 11);
        try (AnswerCheck trial = check(settings.topics, settings.format)) {
            try (ClusteringProcess processor = new ClusteringProcess(
                    broker.bootstrapServers(), name, directory.resolve(name), settings, crashes, hooks)) {
                int fed = 0;
                while (fed < 20 * ROUND
                        || (trial.feed().points() < MOST_POINTS && !hasSeenAll(hooks, crashes, trial))) {
                    trial.feed().feed(ROUND);
                    fed += ROUND;
                    if (hooks == Hooks.REAL) {
                        trial.awaitAnswers(fed - ROUND);
                    } else {
                        trial.awaitAnswers(fed - ROUND, Duration.ofSeconds(3));
                    }
                }
                assertThat(crashes.happened()).isEqualTo(CRASHES);
                trial.feed().end();
                if (hooks == Hooks.REAL) {
                    trial.awaitAll(Duration.ofSeconds(5));
                } else {
                    trial.awaitQuiet(Duration.ofSeconds(5));
                }
            }
            trial.answers().readToTheEnd();
            CommittedReports reports = CommittedReports.read(broker, name, AnswerCheck.PARTITIONS);
            if (hooks == Hooks.REAL) {
                trial.assertWhole();
                reports.assertAllOf(trial.feed());
                assertThat(trial.answers().statuses()).containsExactly("NO_MODEL", "OK");
            } else {
                assertThat(trial.answers().learned()).isNotEqualTo(trial.feed().points());
                assertThat(reports.areAllOf(trial.feed(), POINTS)).as("points").isFalse();
                assertThat(reports.areAllOf(trial.feed(), BLOCKS)).as("blocks").isFalse();
            }
        }
    }

    /** All crashes have happened and, unless statistics never arrive, there are labels by a model. */
    private static boolean hasSeenAll(Hooks hooks, Crashes crashes, AnswerCheck trial) {
        return crashes.happened() == CRASHES
                && (hooks != Hooks.REAL || trial.answers().statuses().contains("OK"));
    }

    private static int[] partitions(IntPredicate which) {
        return IntStream.range(0, AnswerCheck.PARTITIONS).filter(which).toArray();
    }

    private static AnswerCheck check(Topics topics, PointFormat format) throws Exception {
        broker.createTopics(topics, AnswerCheck.PARTITIONS);
        return new AnswerCheck(broker.bootstrapServers(), topics, format);
    }

    private static Process process(int number) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusteringProcess.class.getName(),
                        broker.bootstrapServers(),
                        Integer.toString(AnswerCheck.PARTITIONS),
                        directory.resolve("state" + number).toString(),
                        Integer.toString(CRASHES_A_PROCESS),
                        Integer.toString(number),
                        PointFormat.FLOAT32.name())
                .redirectOutput(log(number))
                .redirectErrorStream(true)
                .start();
    }

    private static File log(int number) {
        return directory.resolve("process" + number + ".log").toFile();
    }

    private static long crashes() throws Exception {
        long crashes = 0;
        for (int number = 1; number <= 4; number++) {
            try (var lines = Files.lines(log(number).toPath())) {
                crashes += lines.filter(line -> line.equals("CRASH")).count();
            }
        }
        return crashes;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
