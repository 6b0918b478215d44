package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container engine by its commands, for tests that need it as users do. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    /** How a command ended, and what it said. */
    record Told(int status, String output) {}

    /** Runs a command of the engine. */
    static Told run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.split(" ", -1)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Engines with the classic builder and engines with another both build it so.
        builder.environment().putIfAbsent("DOCKER_BUILDKIT", "0");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Told(process.exitValue(), output);
    }

    /** What a command says that must succeed. */
    static String told(String program, String... arguments) throws IOException, InterruptedException {
        Told told = run(program, arguments);
        assertThat(told.status())
                .as("%s: %s", List.of(arguments), told.output())
                .isZero();
        return told.output();
    }

    /** Whether a command is there and content. */
    static boolean answers(String program, String... arguments) throws InterruptedException {
        try {
            return run(program, arguments).status() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Skips the test without an engine, and without an image that it cannot fetch; where CI is set, that is a failure. */
    static void require(String image) throws InterruptedException {
        if (!answers("docker", "info")) {
            skip("there is no Docker engine");
        }
        if (!answers("docker", "image", "inspect", image) && !answers("docker", "pull", image)) {
            lack("there is no image " + image + ", and it cannot be pulled");
        }
    }

    /** Skips the test; where CI is set, it fails. */
    static void lack(String what) {
        if ("true".equals(System.getenv("CI"))) {
            fail(what);
        }
        skip(what);
    }

    private static void skip(String reason) {
        LOG.warn("tests with containers are skipped: {}", reason);
        abort(reason);
    }
}
