package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image as it is run: by nobody of importance, on a file system that cannot be written, without capabilities. */
@Timeout(300)
class ContainerImageIT {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerImageIT.class);

    private static final String IMAGE = "emstream-image-test";
    private static final String BASE = "eclipse-temurin:17-jre";
    private static final String CONTAINER = "emstream-image-test";

    private record Told(int status, String output) {}

    private static Told docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Engines with the classic builder and engines with another both build it so.
        builder.environment().putIfAbsent("DOCKER_BUILDKIT", "0");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Told(process.exitValue(), output);
    }

    private static String told(String... arguments) throws IOException, InterruptedException {
        Told told = docker(arguments);
        assertThat(told.status())
                .as("%s: %s", List.of(arguments), told.output())
                .isZero();
        return told.output();
    }

    @BeforeAll
    static void build() throws Exception {
        if (!hasEngine()) {
            skip("there is no Docker engine");
        }
        if (docker("image", "inspect", BASE).status() != 0
                && docker("pull", BASE).status() != 0) {
            String missing = "there is no image " + BASE + ", and it cannot be pulled";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            skip(missing);
        }
        told("build", "-q", "-f", "docker/Dockerfile", "-t", IMAGE, ".");
        LOG.info("the image takes {} bytes", told("image", "inspect", "-f", "{{.Size}}", IMAGE));
    }

    private static boolean hasEngine() throws InterruptedException {
        try {
            return docker("info").status() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static void skip(String reason) {
        LOG.warn("the tests of the image are skipped: {}", reason);
        abort(reason);
    }

    @AfterEach
    void remove() throws Exception {
        docker("rm", "-f", CONTAINER);
    }

    @Test
    void itBecomesHealthyWithNothingThatItDoesNotNeedAndEndsInOrder() throws Exception {
        String token = "the-token-of-this-test";
        told(
                "run",
                "-d",
                "--name",
                CONTAINER,
                "--read-only",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--tmpfs",
                "/tmp:exec",
                "--memory",
                "1g",
                "-e",
                "EMSTREAM_HTTP_HOST=0.0.0.0",
                "-e",
                "EMSTREAM_HTTP_TOKEN=" + token,
                "-e",
                "EMSTREAM_DIMENSION=2",
                "-e",
                "EMSTREAM_LOG_FORMAT=json",
                IMAGE,
                "run",
                "--embedded");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(told("inspect", "-f", "{{.State.Health.Status}}", CONTAINER))
                        .isEqualTo("healthy"));

        assertThat(told("exec", CONTAINER, "id", "-u")).isEqualTo("10001");
        assertThat(docker("exec", CONTAINER, "touch", "/opt/emstream/x").output())
                .contains("Read-only file system");
        assertThat(told("exec", CONTAINER, "grep", "-E", "Cap(Inh|Prm|Eff|Bnd)", "/proc/1/status"))
                .hasLineCount(4)
                .satisfies(sets -> assertThat(sets.lines()).allMatch(line -> line.matches("Cap\\w+:\\s+0+")));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> docker("exec", CONTAINER, "/opt/emstream/healthcheck.sh", "ready")
                                .status()
                        == 0);
        assertThat(docker("exec", CONTAINER, "bash", "-c", ask("/model")).output())
                .contains(" 401 ");

        told("stop", "-t", "35", CONTAINER);
        assertThat(told("inspect", "-f", "{{.State.ExitCode}}", CONTAINER)).isEqualTo("0");
        String logs = told("logs", CONTAINER);
        assertThat(logs).contains("labelling emstream.points", "stopped").doesNotContain(token, "\\tat ", "\"ERROR\"");
    }

    @Test
    void anInstanceThatDoesNotAnswerIsUnhealthy() throws Exception {
        told("run", "-d", "--name", CONTAINER, "--entrypoint", "sleep", IMAGE, "60");
        assertThat(docker("exec", CONTAINER, "/opt/emstream/healthcheck.sh").status())
                .isNotZero();
    }

    private static String ask(String path) {
        return "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET " + path
                + " HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; head -1 <&3";
    }
}
