package io.emstream.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that we can think of, while points flow through real processes and a real broker: in the end each record has one
 * answer, in order, is learned from once, and its label follows from the models topic.
 */
@Tag("faults")
class FaultsIT {
    private static final int KILLS = 30;
    private static final int MEASURED_KILLS = 10;
    /** Longer than the session's and the transaction's timeout. */
    private static final Duration DEAD = Duration.ofSeconds(14);

    @TempDir
    static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new BrokerProcess(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void killedAtRandomMoments() throws Exception {
        try (FaultTrial trial = trial("SIGKILL")) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int i = 0; i < MEASURED_KILLS; i++) {
                trial.awaitRandomly(3000);
                trial.strikeAndRecover(() -> {
                    trial.any().kill();
                    trial.start();
                });
            }
            // Some of these hit a start, a rebalance or a restoration.
            for (int i = MEASURED_KILLS; i < KILLS; i++) {
                trial.awaitRandomly(2000);
                trial.strike(() -> {
                    trial.any().kill();
                    trial.start();
                });
            }
            trial.finish();
        }
    }

    @Test
    void theBrokerKilledAndStartedAgain() throws Exception {
        try (FaultTrial trial = trial("broker SIGKILL and restart")) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int i = 0; i < 4; i++) {
                trial.awaitRandomly(3000);
                trial.strikeAndRecover(() -> {
                    broker.kill();
                    broker.restart();
                });
            }
            trial.finish();
        }
    }

    @Test
    void zombies() throws Exception {
        try (FaultTrial trial = trial("SIGSTOP beyond the timeouts, then SIGCONT")) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int i = 0; i < 4; i++) {
                trial.awaitRandomly(3000);
                trial.strikeAndRecover(() -> {
                    Instance zombie = trial.any();
                    zombie.suspend();
                    trial.elapse(DEAD);
                    zombie.resume();
                });
            }
            trial.finish();
        }
    }

    @Test
    void instancesComeAndGo() throws Exception {
        try (FaultTrial trial = trial("instances added and removed")) {
            trial.start().awaitRunning();
            trial.flow();
            for (int i = 0; i < 4; i++) {
                trial.strikeAndRecover(() -> trial.start().awaitRunning());
                trial.awaitRandomly(2000);
                trial.strikeAndRecover(() -> assertThat(trial.any().stop()).isZero());
                trial.awaitRandomly(2000);
            }
            trial.finish();
        }
    }

    @Test
    void connectionsCut() throws Exception {
        try (FaultTrial trial = trial("connection cut for seconds")) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int seconds : new int[] {1, 4, 9, 16}) {
                trial.awaitRandomly(3000);
                trial.strikeAndRecover(() -> {
                    broker.proxy().cut();
                    trial.elapse(Duration.ofSeconds(seconds));
                    broker.proxy().mend();
                });
            }
            trial.finish();
        } finally {
            broker.proxy().mend();
        }
    }

    @Test
    void connectionsSlowed() throws Exception {
        try (FaultTrial trial = trial("connection slowed")) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int millis : new int[] {50, 200, 500}) {
                trial.awaitRandomly(3000);
                trial.strikeAndRecover(() -> {
                    broker.proxy().slow(Duration.ofMillis(millis));
                    trial.elapse(Duration.ofSeconds(8));
                    broker.proxy().mend();
                });
            }
            trial.finish();
        } finally {
            broker.proxy().mend();
        }
    }

    @Test
    void theLearnerKilledInTheMiddleOfARefit() throws Exception {
        // Many features and clusters make a search long, and no bound on it makes it come at once.
        Map<String, String> slow = Map.of("clusters", "auto:2..12", "learner.cpu", "8");
        try (FaultTrial trial =
                new FaultTrial("learner killed in a refit", broker.bootstrapServers(), directory, 12, slow).create()) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            for (int i = 0; i < 4; i++) {
                trial.strikeAndRecover(() -> {
                    trial.awaitRefitting().kill();
                    trial.start();
                });
            }
            trial.finish();
        }
    }

    @Test
    void theStreamsGroupProtocolKilledToo() throws Exception {
        Map<String, String> streams = Map.of("kafka.group.protocol", "streams");
        try (FaultTrial trial = new FaultTrial(
                        "SIGKILL, group.protocol=streams", broker.bootstrapServers(), directory, 2, streams)
                .create()) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            // Its session's timeout is the broker's: 45 s unless the group says otherwise.
            trial.awaitRandomly(3000);
            trial.strikeAndRecover(() -> {
                trial.any().kill();
                trial.start();
            });
            trial.finish();
        }
    }

    @Test
    void theDiskOfTheEmbeddedBrokerFull() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()), "no right to mount a small disk");
        int port = BrokerProcess.freePort();
        String[] embedded = {
            "--embedded",
            "--embedded-port",
            Integer.toString(port),
            "--partitions",
            "4",
            "--embedded-dir",
            disk.resolve("broker").toString()
        };
        try (FaultTrial trial =
                new FaultTrial("disk of the embedded broker full", "127.0.0.1:" + port, directory, 2, Map.of())) {
            Instance first = trial.start(embedded);
            first.awaitRunning();
            trial.flow();
            trial.strikeAndRecover(() -> {
                Path filler = disk.resolve("filler");
                fill(filler);
                assertThat(first.awaitEnd()).isEqualTo(1);
                assertThat(first.said()).contains("emstream: The disk under the embedded broker's directory ");
                Files.delete(filler);
                trial.start(embedded).awaitRunning();
            });
            trial.finishEmbedded();
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    /** Takes all room that is left. */
    private static void fill(Path file) throws IOException {
        byte[] zeros = new byte[4096];
        try (OutputStream to = Files.newOutputStream(file)) {
            for (int i = 0; i < (64 << 20) / zeros.length; i++) {
                to.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noMount) {
            return false;
        }
    }

    private static FaultTrial trial(String fault) throws Exception {
        return new FaultTrial(fault, broker.bootstrapServers(), directory, 2, Map.of()).create();
    }
}
