package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code emstream demo} of the packaged program. */
final class DemoProgram {
    private static final Path JAR =
            Path.of(Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar"));
    private static final Pattern PAGE = Pattern.compile("dashboard at (http://\\S+:\\d+)");
    private static final Pattern BROKER = Pattern.compile("broker at (\\S+:\\d+);");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread listening;

    DemoProgram(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "demo",
                "--http-port",
                "0",
                "--no-browser"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader(UTF_8);
        listening = new Thread(() -> output.lines().forEach(said::add), "output-of-the-program");
        listening.setDaemon(true);
        listening.start();
    }

    /** Where its page is. */
    String page() {
        return awaitLine(PAGE);
    }

    /** Where its broker is. */
    String broker() {
        return awaitLine(BROKER);
    }

    private String awaitLine(Pattern pattern) {
        return await().atMost(PATIENCE)
                .until(
                        () -> said.stream()
                                .map(pattern::matcher)
                                .filter(Matcher::find)
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
    }

    /** What it has said so far, on stdout and stderr. */
    List<String> said() {
        return List.copyOf(said);
    }

    /** Ends it by a signal, and waits until it has said all; its exit status. */
    int terminate() throws InterruptedException {
        // Not by the process itself, which would close what it has to say.
        process.toHandle().destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        listening.join();
        return process.exitValue();
    }
}
