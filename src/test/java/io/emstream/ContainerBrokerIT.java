package io.emstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.emstream.app.command.Console;
import io.emstream.streams.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The program as users run it, against the broker that they run: the runnable jar in processes of its own, and the public
 * image in a container, with its own configuration.
 *
 * <p>Skipped where no Docker engine answers; everything else is tested on the embedded broker. Where one does but cannot
 * get the image, skipped as well, or failed if the environment says {@code CI=true}.
 */
@Timeout(150)
class ContainerBrokerIT {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerBrokerIT.class);

    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final Path JAR =
            Path.of(Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar"));
    private static final String APPLICATION = "emstream";
    private static final Topics TOPICS = Topics.withPrefix("emstream.");

    // On a busy machine the only broker would be shut out by its own controller now and then.
    private static final KafkaContainer KAFKA =
            new KafkaContainer(IMAGE).withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "60000");

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("there is no Docker engine");
        }
        if (!hasImage()) {
            String missing = "there is no image " + IMAGE + ", and it cannot be pulled";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            skip(missing);
        }
        KAFKA.start();
    }

    /** Maven counts what is skipped and keeps the reason for its reports, so it is said here as well. */
    private static void skip(String reason) {
        LOG.warn("container tests are skipped: {}", reason);
        abort(reason);
    }

    @AfterAll
    static void stopBroker() {
        KAFKA.stop();
    }

    @Test
    void processesShareThePartitionsAndTheOneThatLearnsIsReplacedWithoutLosingOrDoublingAnything() throws Exception {
        assertThat(Console.run(
                                "topics",
                                "create",
                                "--partitions",
                                "4",
                                "--bootstrap-server",
                                KAFKA.getBootstrapServers())
                        .status())
                .isZero();
        List<Instance> instances = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.getBootstrapServers()));
                AnswerCheck trial = new AnswerCheck(KAFKA.getBootstrapServers(), TOPICS)) {
            instances.add(run("one"));
            instances.add(run("two"));
            trial.feed().feed(4000);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> CommittedRecords.of(admin, TOPICS.assignments(), AnswerCheck.PARTITIONS) >= 3000
                            && areShared(admin, instances));
            int index = learnsIn(admin, instances.get(0)) ? 0 : 1;
            Instance learning = instances.get(index);
            Instance other = instances.get(1 - index);
            assertThat(learnsIn(admin, learning)).isTrue();

            trial.feed().feed(6000);
            endsInOrder(learning);
            trial.feed().feed(6000);
            trial.feed().end();
            trial.awaitAll(Duration.ofSeconds(12));
            assertThat(pointsOf(admin, other)).isEqualTo(AnswerCheck.PARTITIONS);
            endsInOrder(other);
            trial.answers().readToTheEnd();

            trial.assertWhole();
            assertThat(trial.answers().statuses()).containsExactly("OK");
            assertThat(trial.answers().versions()).hasSizeGreaterThan(1);
        } finally {
            instances.forEach(each -> each.process().destroyForcibly());
        }
    }

    /** Whether the image is there, or has been pulled; one try, where Testcontainers would go on for minutes. */
    private static boolean hasImage() throws InterruptedException {
        DockerClient engine = DockerClientFactory.instance().client();
        try {
            engine.inspectImageCmd(IMAGE).exec();
            return true;
        } catch (NotFoundException absent) {
            try {
                engine.pullImageCmd(IMAGE).start().awaitCompletion();
                return true;
            } catch (DockerException | DockerClientException refused) {
                return false;
            }
        }
    }

    /** A process, by a name that its clients carry. */
    private record Instance(String name, Process process, Path log) {}

    private Instance run(String name) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of("run", "--bootstrap-server", KAFKA.getBootstrapServers()));
        List.of(
                        "clusters=2",
                        "dimension=2",
                        "warmup.hold.max=1000000",
                        "kafka.client.id=" + name,
                        "state.dir=" + directory.resolve(name))
                .forEach(setting -> command.addAll(List.of("--set", setting)));
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        return new Instance(name, process, log);
    }

    /** Sends SIGTERM: the last commit is done, and nothing said that would frighten anybody. */
    private static void endsInOrder(Instance instance) throws Exception {
        instance.process().destroy();
        assertThat(instance.process().waitFor(40, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(instance.log());
        assertThat(instance.process().exitValue()).as(said).isZero();
        assertThat(said).doesNotContain("\tat ", " ERROR ").endsWith("emstream: stopped\n");
    }

    private static boolean areShared(Admin admin, List<Instance> instances) throws Exception {
        long all = 0;
        for (Instance each : instances) {
            long points = pointsOf(admin, each);
            if (points == 0) {
                return false;
            }
            all += points;
        }
        return all == AnswerCheck.PARTITIONS;
    }

    /** How many partitions of the points it has. */
    private static long pointsOf(Admin admin, Instance instance) throws Exception {
        return assigned(admin, instance).filter(TOPICS.points()::equals).count();
    }

    private static boolean learnsIn(Admin admin, Instance instance) throws Exception {
        return assigned(admin, instance).anyMatch((APPLICATION + "-statistics-repartition")::equals);
    }

    /** The topics that it reads from, each as often as it has partitions of it. */
    private static Stream<String> assigned(Admin admin, Instance instance) throws Exception {
        return admin.describeConsumerGroups(List.of(APPLICATION)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> member.clientId().startsWith(instance.name() + "-"))
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::topic);
    }
}
