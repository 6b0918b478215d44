package io.emstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
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
    private static final String CONTAINER = "emstream-image-test";

    @BeforeAll
    static void build() throws Exception {
        Engine.require("eclipse-temurin:17-jre");
        told("build", "-q", "-f", "docker/Dockerfile", "-t", IMAGE, ".");
        LOG.info("the image takes {} bytes", told("image", "inspect", "-f", "{{.Size}}", IMAGE));
    }

    private static String told(String... arguments) throws IOException, InterruptedException {
        return Engine.told("docker", arguments);
    }

    private static Engine.Told docker(String... arguments) throws IOException, InterruptedException {
        return Engine.run("docker", arguments);
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
