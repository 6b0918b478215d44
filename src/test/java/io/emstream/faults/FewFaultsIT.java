package io.emstream.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One fault of each of the common kinds, one after the other in one run; all of them come with {@code -Pfaults}. */
class FewFaultsIT {
    @TempDir
    Path directory;

    @Test
    void aKilledInstanceAKilledBrokerACutConnectionAndAZombieLoseAndDoubleNothing() throws Exception {
        try (BrokerProcess broker = new BrokerProcess(directory.resolve("broker"));
                FaultTrial trial = new FaultTrial(
                                "a handful of faults", broker.bootstrapServers(), directory, 2, Map.of())
                        .create()) {
            trial.start();
            trial.start().awaitRunning();
            trial.flow();
            trial.strikeAndRecover(() -> {
                trial.any().kill();
                trial.start();
            });
            trial.strikeAndRecover(() -> {
                broker.kill();
                broker.restart();
            });
            trial.strikeAndRecover(() -> {
                broker.proxy().cut();
                trial.elapse(Duration.ofSeconds(3));
                broker.proxy().mend();
            });
            trial.strikeAndRecover(() -> {
                Instance zombie = trial.any();
                zombie.suspend();
                trial.elapse(Duration.ofSeconds(12));
                zombie.resume();
            });
            trial.finish();
        }
    }
}
