package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a supervisor sees it. */
@Timeout(120)
class SignalIT {
    private static final Path JAR =
            Path.of(Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar"));

    @TempDir
    private Path directory;

    @Test
    void aTerminatedRunEndsInOrderWithStatusZero() throws Exception {
        Process process = start(
                "run",
                "--embedded",
                "--embedded-port",
                "0",
                "--embedded-dir",
                directory.resolve("broker").toString(),
                "--set",
                "clusters=2",
                "--set",
                "dimension=2",
                "--set",
                "state.dir=" + directory.resolve("state"));
        List<String> said = new ArrayList<>();
        try (BufferedReader err = process.errorReader()) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                said.add(line);
                if (line.startsWith("emstream: labelling")) {
                    process.toHandle().destroy();
                }
            }
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
        // On a busy machine Kafka says that its heartbeats are late, in lines that begin with the time.
        assertThat(said.stream().filter(line -> !line.matches("[0-9:.]{12} .*")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("emstream: broker at 127.0.0.1:"),
                        line -> assertThat(line).startsWith("emstream: labelling emstream.points (1 partition)"),
                        line -> assertThat(line).startsWith("emstream: dashboard at http://"),
                        line -> assertThat(line).startsWith("emstream: the learner needs up to "),
                        line -> assertThat(line).isEqualTo("emstream: stopped"));
    }

    @Test
    void withoutABrokerItEndsWithASentenceAndStatusOne() throws Exception {
        Process process =
                start("run", "--set", "clusters=2", "--set", "dimension=2", "--bootstrap-server", "127.0.0.1:1");
        String said = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(said).contains("emstream: No broker answers at 127.0.0.1:1").doesNotContain("\tat ");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
