package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.AnswerCheck;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever crashes, every point has one answer and is learned once. Needs no container: the broker runs in this JVM. */
// A processor that runs until its block ends need not be named in it.
@SuppressWarnings("try")
class CrashIT {
    private static final int CRASHES_A_PROCESS = 3;
    private static final int CRASHES = 8;

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
        try (AnswerCheck trial = check(TestSettings.TOPICS)) {
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
        settings.holdMax = 300;
        settings.warmupPoints = 2000;
        Crashes crashes = new Crashes(CRASHES, 1, 11);
        try (AnswerCheck trial = check(settings.topics)) {
            try (ClusteringProcess processor = new ClusteringProcess(
                    broker.bootstrapServers(), name, directory.resolve(name), settings, crashes, hooks)) {
                int fed = 0;
                while (fed < 10_000 || (fed < 40_000 && !hasSeenAll(hooks, crashes, trial))) {
                    trial.feed().feed(1000);
                    fed += 1000;
                    if (hooks == Hooks.REAL) {
                        trial.awaitAnswers(fed - 1000);
                    } else {
                        trial.awaitAnswers(fed - 1000, Duration.ofSeconds(3));
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
            if (hooks == Hooks.REAL) {
                trial.assertWhole();
                assertThat(trial.answers().statuses()).containsExactly("NO_MODEL", "OK");
            } else {
                assertThat(trial.answers().learned()).isNotEqualTo(trial.feed().points());
            }
        }
    }

    /** All crashes have happened and, unless statistics never arrive, there are labels by a model. */
    private static boolean hasSeenAll(Hooks hooks, Crashes crashes, AnswerCheck trial) {
        return crashes.happened() == CRASHES
                && (hooks != Hooks.REAL || trial.answers().statuses().contains("OK"));
    }

    private static AnswerCheck check(Topics topics) throws Exception {
        broker.createTopics(topics, AnswerCheck.PARTITIONS);
        return new AnswerCheck(broker.bootstrapServers(), topics);
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
                        Integer.toString(number))
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
