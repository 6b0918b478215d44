package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.streams.ClusteringProcess.Crashes;
import io.emstream.streams.CrashTrial.Outcome;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever crashes, every point has one answer and is learned once. Needs no container: the broker runs in this JVM. */
class CrashIT {
    private static final int CRASHES_A_PROCESS = 3;

    @TempDir
    Path directory;

    @Test
    void everyRecordIsAnsweredOnceAndLearnedOnceWhateverCrashes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                        .directory(directory.resolve("broker"))
                        .start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            CrashTrial trial = new CrashTrial(broker.bootstrapServers(), TestSettings.TOPICS);
            trial.createTopics();
            List<Process> processes = new ArrayList<>();
            try (KafkaProducer<byte[], byte[]> producer = trial.producer()) {
                processes.add(process(broker, 1));
                trial.feed(producer, 6000);
                awaitCommitted(trial, admin, 3000);
                // A second instance joins, then the first is killed while data flows.
                processes.add(process(broker, 2));
                trial.feed(producer, 12_000);
                awaitCommitted(trial, admin, 12_000);
                trial.feed(producer, 2000);
                kill(processes.get(0));
                processes.add(process(broker, 3));
                trial.feed(producer, 10_000);
                awaitCommitted(trial, admin, 25_000);
                trial.feed(producer, 4000);
                kill(processes.get(1));
                processes.add(process(broker, 4));
                trial.feed(producer, 6000);
                awaitCommitted(trial, admin, 36_000);
                // One leaves in good order.
                processes.get(2).destroy();
                trial.feed(producer, 4000);
                trial.end(producer);
                Outcome outcome = trial.outcome(Duration.ofSeconds(90));

                assertThat(crashes()).isGreaterThanOrEqualTo(6);
                assertThat(outcome.labelled()).isEqualTo(trial.valid());
                assertThat(outcome.deadLetters()).isEqualTo(trial.bad());
                assertThat(outcome.doubled()).isZero();
                assertThat(outcome.outOfOrder()).isZero();
                assertThat(outcome.learned()).isEqualTo(trial.valid().size());
                assertThat(outcome.versions()).isSorted().doesNotHaveDuplicates();
                assertThat(outcome.statuses()).containsExactly("OK");
            } finally {
                processes.forEach(Process::destroyForcibly);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyStatisticsWrittenByTheHookAreThoseOfTheAnsweredPoints(Hooks hooks) throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().directory(directory.resolve("broker")).start()) {
            CrashTrial trial = new CrashTrial(broker.bootstrapServers(), TestSettings.TOPICS);
            trial.createTopics();
            Crashes crashes = new Crashes(8, 11);
            KafkaStreams streams = ClusteringProcess.start(
                    broker.bootstrapServers(),
                    CrashTrial.PARTITIONS,
                    directory.resolve("state"),
                    StreamSettings.Warmup.PASS,
                    crashes,
                    hooks);
            try (KafkaProducer<byte[], byte[]> producer = trial.producer();
                    Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                for (int labels = 0; labels < 20_000; labels += 4000) {
                    trial.feed(producer, 4500);
                    awaitCommitted(trial, admin, labels);
                }
                trial.end(producer);
                Outcome outcome = trial.outcome(Duration.ofSeconds(90));
                assertThat(crashes.happened()).isEqualTo(8);
                assertThat(outcome.labelled()).isEqualTo(trial.valid());
                if (hooks == Hooks.REAL) {
                    assertThat(outcome.learned()).isEqualTo(trial.valid().size());
                } else {
                    assertThat(outcome.learned()).isNotEqualTo(trial.valid().size());
                }
            } finally {
                streams.close(Duration.ofSeconds(10));
            }
        }
    }

    private static void awaitCommitted(CrashTrial trial, Admin admin, long labels) {
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(90))
                .until(() -> trial.committed(admin) >= labels);
    }

    private Process process(EmbeddedBroker broker, int number) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusteringProcess.class.getName(),
                        broker.bootstrapServers(),
                        Integer.toString(CrashTrial.PARTITIONS),
                        directory.resolve("state" + number).toString(),
                        Integer.toString(CRASHES_A_PROCESS),
                        Integer.toString(number))
                .redirectOutput(log(number))
                .redirectErrorStream(true)
                .start();
    }

    private File log(int number) {
        return directory.resolve("process" + number + ".log").toFile();
    }

    private long crashes() throws Exception {
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
}
