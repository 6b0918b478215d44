package io.emstream.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.Main;
import io.emstream.app.broker.SecuredBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything against a broker that demands TLS and a SCRAM password, with just the rights that the document lists. */
@Timeout(300)
class SecurityIT {
    private static final Path DOCUMENT = Path.of("src/site/markdown/security.md");
    private static final Pattern LINE = Pattern.compile(
            "allow (\\w+) --operation (\\w+) --(topic|group|transactional-id) (\\S+)( --resource-pattern-type prefixed)?");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\w+) \\| (\\w+) \\| (topic|group|transactional-id) `([^`]+)`(…)? \\| [^|]+ \\|");
    private static final Map<String, String> PASSWORDS = Map.of(
            "emstream", "secret-of-emstream",
            "operator", "secret-of-operator",
            "sender", "secret-of-sender",
            "reader", "secret-of-reader");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_LINES = 6;

    @TempDir
    private static Path directory;

    private static SecuredBroker broker;

    private int more;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new SecuredBroker(directory, PASSWORDS);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        broker.allow(rights());
        assertThat(command("operator", "topics", "create", "--partitions", "2"))
                .satisfies(console ->
                        assertThat(console.status()).as(console.err()).isZero());
    }

    @Test
    void theTableAndTheCommandsOfTheDocumentSayTheSame() throws IOException {
        assertThat(parsed(ROW)).hasSizeGreaterThan(20).containsExactlyElementsOf(parsed(LINE));
    }

    @Test
    void theRightsOfTheDocumentAreEnoughForEverything() throws Exception {
        succeeds("operator", "topics", "check");
        Running learning = new Running();
        send();
        assertThat(read()).isPositive();
        Awaitility.await("a model")
                .atMost(PATIENCE)
                .until(() -> command("operator", "models", "list").status() == 0);
        succeeds("operator", "models", "pin");
        learning.stop();
        Running frozen = new Running("--frozen");
        frozen.stop();
        assertThat(succeeds("operator", "reset", "--yes").out())
                .contains("delete the topic emstream-learner-changelog");
    }

    @Test
    void withoutAnyOneOfThemSomethingIsRefusedInWords() throws Exception {
        List<String> notNeeded = new ArrayList<>();
        for (Right right : parsed(LINE)) {
            prepareFor(right);
            broker.deny(right.binding());
            String said = refusal(right.user());
            broker.allow(List.of(right.binding()));
            if (said.isEmpty()) {
                notNeeded.add(right.toString());
            } else if (!right.user().equals("sender") && !right.user().equals("reader")) {
                assertThat(said).as(right.toString()).contains("right");
                assertThat(said.lines()).as(right + ": " + said).hasSizeLessThanOrEqualTo(MOST_LINES);
                assertThat(said)
                        .as(right.toString())
                        .containsAnyOf(right.operation().toUpperCase(Locale.ROOT), "DESCRIBE_CONFIGS", "DESCRIBE");
            }
        }
        assertThat(notNeeded).isEmpty();
    }

    /** What Kafka Streams has made when an application has run, so that there is something to refuse. */
    private void prepareFor(Right right) throws Exception {
        List<NewTopic> internal = List.of(
                new NewTopic("emstream-statistics-repartition", 1, (short) 1),
                new NewTopic("emstream-learner-changelog", 1, (short) 1),
                new NewTopic("emstream-model-changelog", 2, (short) 1),
                new NewTopic("emstream-held-changelog", 2, (short) 1));
        Set<String> present = broker.admin().listTopics().names().get();
        if (right.user().equals("emstream") && right.operation().equals("Create")) {
            broker.admin()
                    .deleteTopics(internal.stream()
                            .map(NewTopic::name)
                            .filter(present::contains)
                            .toList())
                    .all()
                    .get();
            return;
        }
        broker.admin()
                .createTopics(internal.stream()
                        .filter(topic -> !present.contains(topic.name()))
                        .toList())
                .all()
                .get();
        if (right.user().equals("operator")) {
            Awaitility.await("an empty group")
                    .atMost(PATIENCE)
                    .ignoreExceptionsMatching(left -> left.getCause() instanceof UnknownMemberIdException)
                    .until(() -> broker.admin()
                                    .alterConsumerGroupOffsets(
                                            "emstream",
                                            Map.of(
                                                    new TopicPartition("emstream-statistics-repartition", 0),
                                                    new OffsetAndMetadata(0)))
                                    .all()
                                    .get()
                            == null);
        }
    }

    /** What a user is told who does all that such a user does, if anything is refused; empty if nothing is. */
    private String refusal(String user) throws Exception {
        return switch (user) {
            case "sender" -> thrown(this::send);
            case "reader" -> thrown(this::read);
            case "operator" -> operating();
            default -> {
                send();
                yield running();
            }
        };
    }

    private String operating() throws IOException {
        for (List<String> words : List.of(
                List.of("topics", "create", "--set", "dead-letters.topic=emstream.more-" + more++),
                List.of("topics", "check"),
                List.of("models", "list"),
                List.of("models", "reseed", "--wait", "PT0S"),
                List.of("reset", "--yes"))) {
            Console console = command("operator", words.toArray(String[]::new));
            if (console.err().contains("did not let us")) {
                assertThat(console.status()).isEqualTo(1);
                return console.err();
            }
        }
        return "";
    }

    private String running() throws Exception {
        FutureTask<Console> task = new FutureTask<>(() -> command("emstream", run()));
        Thread thread = new Thread(task, "run-without-a-right");
        thread.start();
        try {
            Console console = task.get(12, TimeUnit.SECONDS);
            assertThat(console.status()).as(console.err()).isEqualTo(1);
            return console.err();
        } catch (TimeoutException notRefused) {
            thread.interrupt();
            task.get(60, TimeUnit.SECONDS);
            return "";
        }
    }

    private static String thrown(Callable<?> attempt) {
        try {
            attempt.call();
            return "";
        } catch (Exception refused) {
            assertThat(refused).hasStackTraceContaining("AuthorizationException");
            return String.valueOf(refused);
        }
    }

    @Test
    void whoIsNotLetInIsToldWhyInAFewLines() throws Exception {
        Map<String, Map<String, String>> ways = new LinkedHashMap<>();
        Map<String, String> right = connection("operator");
        ways.put(
                "the user is unknown or the password is wrong",
                with(right, "kafka.sasl.jaas.config", SecuredBroker.jaas("operator", "secret-that-is-wrong")));
        ways.put(
                "the user is unknown or the password is wrong (",
                with(right, "kafka.sasl.jaas.config", SecuredBroker.jaas("nobody", "secret-of-nobody")));
        ways.put("the certificate of the broker is not trusted", without(right, "kafka.ssl.truststore"));
        ways.put(
                "the certificate of the broker is for another name",
                with(right, "bootstrap.servers", "localhost:" + broker.port()));
        ways.put("It speaks TLS", without(right, "kafka."));
        ways.put("No broker answers", with(right, "bootstrap.servers", "127.0.0.1:1"));
        ExecutorService executor = Executors.newFixedThreadPool(6);
        try {
            Map<String, Future<String>> said = new LinkedHashMap<>();
            int number = 0;
            for (Map.Entry<String, Map<String, String>> way : ways.entrySet()) {
                for (List<String> words :
                        List.of(List.of("run"), List.of("topics", "create"), List.of("models", "list"))) {
                    Path settings = file("way-" + number++, way.getValue());
                    said.put(way.getKey() + "#" + words, executor.submit(() -> process(settings, Map.of(), words)));
                }
            }
            Path quiet = file(
                    "loud",
                    with(right, "kafka.sasl.jaas.config", SecuredBroker.jaas("operator", "secret-that-is-wrong")));
            said.put("the password is wrong#loud", executor.submit(() -> process(quiet, LOUD, List.of("run"))));
            Path open = file(
                    "open", with(right, "kafka.sasl.jaas.config", SecuredBroker.jaas("operator", "${env:PASSWORD}")));
            said.put(
                    "all topics are as they should be#loud",
                    executor.submit(() -> process(open, LOUD, List.of("topics", "check"))));
            for (Map.Entry<String, Future<String>> each : said.entrySet()) {
                String answer = each.getValue().get(120, TimeUnit.SECONDS);
                boolean isLoud = each.getKey().endsWith("#loud");
                assertThat(answer)
                        .as(each.getKey())
                        .contains(each.getKey().substring(0, each.getKey().indexOf('#')))
                        .doesNotContain("secret-", "store-of-the", "ScramLoginModule required");
                if (!isLoud) {
                    assertThat(answer).endsWith("exit 1").doesNotContain("\tat ", "Exception:");
                    assertThat(answer.lines().count() - 1).as(answer).isLessThanOrEqualTo(MOST_LINES);
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static final Map<String, String> LOUD =
            Map.of("KAFKA_LOG_LEVEL", "INFO", "EMSTREAM_LOG_LEVEL", "DEBUG", "PASSWORD", "secret-of-operator");

    private static String process(Path settings, Map<String, String> environment, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(words);
        command.addAll(List.of("--config", settings.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return said + "exit " + process.waitFor();
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(key, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> settings, String prefix) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.keySet().removeIf(key -> key.startsWith(prefix));
        return changed;
    }

    private static Map<String, String> connection(String user) {
        Map<String, String> settings = new TreeMap<>();
        broker.client(user)
                .forEach((key, value) ->
                        settings.put(key.equals("bootstrap.servers") ? key : "kafka." + key, value.toString()));
        settings.putAll(Map.of("features", "x,y", "clusters", "2", "outliers", "off", "http.port", "0"));
        return settings;
    }

    private static Path file(String name, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(directory.resolve(name + ".properties"), text);
    }

    /** The password is not in the file of settings, but in another. */
    private static Console command(String user, String... words) throws IOException {
        Path password = file(user + "-password", Map.of("password", PASSWORDS.getOrDefault(user, "")));
        Path settings = file(
                user,
                with(
                        connection(user),
                        "kafka.sasl.jaas.config",
                        SecuredBroker.jaas(user, "${file:" + password + ":password}")));
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--config", settings.toString()));
        return Console.run(arguments.toArray(String[]::new));
    }

    private static String[] run(String... more) {
        List<String> words = new ArrayList<>(List.of("run"));
        for (String setting : List.of(
                "commit.interval=PT0.1S",
                "pane.interval=PT0.2S",
                "lateness=PT0.1S",
                "warmup.points=200",
                "threads=1",
                "kafka.repartition.purge.interval.ms=100",
                "state.dir=" + directory.resolve("state"))) {
            words.addAll(List.of("--set", setting));
        }
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private @Nullable Void send() throws Exception {
        Map<String, Object> properties = new HashMap<>(broker.client("sender"));
        properties.put("max.block.ms", 10_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            Random random = new Random(1);
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                String point = String.format(
                        Locale.ROOT,
                        "[%.3f,%.3f]",
                        (random.nextBoolean() ? 4 : -4) + random.nextGaussian(),
                        random.nextGaussian());
                sent.add(producer.send(new ProducerRecord<>("emstream.points", point.getBytes(UTF_8))));
                if (i == 0) {
                    // Refused, each of them would ask for the topic again, for a second.
                    sent.get(0).get();
                }
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
        return null;
    }

    /** How many labels there are at first sight; waits for some. */
    private int read() {
        Map<String, Object> properties = new HashMap<>(broker.client("reader"));
        properties.putAll(
                Map.of("group.id", "reader", "auto.offset.reset", "earliest", "isolation.level", "read_committed"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("emstream.assignments"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int labels = 0;
            while (labels == 0 && System.nanoTime() < deadline) {
                labels = consumer.poll(Duration.ofMillis(200)).count();
            }
            return labels;
        }
    }

    /**
     * A line of the document.
     *
     * @param name of the resource
     */
    private record Right(String user, String operation, String resource, String name, boolean isPrefix) {
        AclBinding binding() {
            return new AclBinding(
                    new ResourcePattern(
                            ResourceType.fromString(resource.replace('-', '_')),
                            name,
                            isPrefix ? PatternType.PREFIXED : PatternType.LITERAL),
                    new AccessControlEntry(
                            "User:" + user,
                            "*",
                            AclOperation.fromString(operation
                                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                    .toUpperCase(Locale.ROOT)),
                            AclPermissionType.ALLOW));
        }
    }

    private static List<Right> parsed(Pattern form) throws IOException {
        List<Right> rights = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher found = form.matcher(line);
            if (found.matches()) {
                rights.add(new Right(
                        found.group(1), found.group(2), found.group(3), found.group(4), found.group(5) != null));
            }
        }
        return rights;
    }

    private static List<AclBinding> rights() throws IOException {
        return parsed(LINE).stream().map(Right::binding).toList();
    }

    private Console succeeds(String user, String... words) throws IOException {
        Console console = command(user, words);
        assertThat(console.status()).as(console.err()).isZero();
        return console;
    }

    /** An instance on another thread, which has begun to label. */
    private static final class Running {
        private final FutureTask<Console> task;
        private final Thread thread;

        Running(String... more) throws Exception {
            task = new FutureTask<>(() -> command("emstream", run(more)));
            thread = new Thread(task, "run-under-test");
            thread.start();
            Awaitility.await("a member of the group").atMost(PATIENCE).until(() -> task.isDone() || isThere());
            assertThat(task.isDone()).isFalse();
        }

        private boolean isThere() throws Exception {
            return broker.admin()
                    .describeConsumerGroups(List.of("emstream"))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .handle((groups, unknown) -> groups != null
                            && groups.values().stream()
                                    .anyMatch(group -> !group.members().isEmpty()))
                    .get();
        }

        Console stop() throws Exception {
            thread.interrupt();
            Console console = task.get(60, TimeUnit.SECONDS);
            assertThat(console.status()).as(console.err()).isZero();
            return console;
        }
    }
}
