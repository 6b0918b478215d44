package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with its broker, asked over HTTP while points flow, and with secrets in its settings. */
@Timeout(180)
class StatusIT {
    private static final Path JAR =
            Path.of(Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "the-token-of-this-test";
    private static final String PASSWORD = "the-password-of-this-test";
    private static final Pattern BROKER = Pattern.compile("broker at (\\S+:\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("dashboard at (http://\\S+:\\d+)");
    private static final Pattern METRIC = Pattern.compile("\\b(?:emstream|kafka|jvm|process|system)_[a-z0-9_]+");
    /** How long a test waits for what must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<String> SAID = new CopyOnWriteArrayList<>();
    private static Process process;
    private static Thread listening;
    private static String address;
    private static String broker;

    @BeforeAll
    static void start() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of("run", "--embedded", "--embedded-port", "0", "--http-port", "0", "--partitions", "2"));
        command.addAll(List.of("--set", "features=a,b", "--set", "clusters=2", "--set", "commit.interval=PT0.2S"));
        command.addAll(List.of("--set", "state.dir=" + directory.resolve("state")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "EMSTREAM_HTTP_TOKEN", TOKEN,
                        // Of a keystore that is not used: Kafka has it among its settings, and says all of them.
                        "KAFKA_SSL_KEY_PASSWORD", PASSWORD,
                        "KAFKA_LOG_LEVEL", "INFO",
                        "EMSTREAM_LOG_LEVEL", "DEBUG",
                        "EMSTREAM_LOG_FORMAT", "json"));
        process = builder.start();
        BufferedReader output = process.inputReader(UTF_8);
        listening = new Thread(() -> output.lines().forEach(SAID::add), "output-of-the-program");
        listening.start();
        broker = said(BROKER);
        address = said(ADDRESS);
    }

    @AfterAll
    static void stop() throws Exception {
        // Not by the process itself, which would close what it has to say.
        process.toHandle().destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        listening.join(10_000);
        assertThat(process.exitValue()).isZero();
        assertThat(SAID)
                .as("structured logs")
                .allSatisfy(line -> assertThat(JSON.readTree(line).has("level")).isTrue());
        assertThat(SAID).anyMatch(line -> line.contains("\"formattedMessage\":\"stopped\""));
        assertThat(SAID).as("of Kafka's settings").anyMatch(line -> line.contains("ssl.key.password"));
        assertThat(String.join("\n", SAID)).doesNotContain(TOKEN, PASSWORD);
    }

    private static String said(Pattern pattern) {
        await().atMost(PATIENCE)
                .until(() -> SAID.stream()
                        .anyMatch(line ->
                                pattern.matcher(line.replace("\\/", "/")).find()));
        return SAID.stream()
                .map(line -> pattern.matcher(line.replace("\\/", "/")))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(
                    request.header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());
            assertThat(response.body()).doesNotContain(TOKEN, PASSWORD);
            return response;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> assign(String point) {
        return send(HttpRequest.newBuilder(URI.create(address + "/assign")).POST(BodyPublishers.ofString(point)));
    }

    /** Feeds points of two clusters; every hundredth record is none. */
    private static void feed(int records) throws Exception {
        Random random = new Random(1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                double centre = random.nextBoolean() ? 5 : -5;
                String point = i % 100 == 99
                        ? "none"
                        : "{\"a\":" + (centre + random.nextGaussian()) + ",\"b\":" + random.nextGaussian() + "}";
                sent.add(producer.send(new ProducerRecord<>("emstream.points", null, point.getBytes(UTF_8))));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    private static double metric(String series) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void everythingIsToldOfAStreamThatFlows() throws Exception {
        await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 200);
        assertThat(json(get("/health/ready")).get("notes").get(0).asText()).startsWith("there is no model yet");
        HttpResponse<String> early = assign("[1,2]");
        assertThat(early.statusCode()).isEqualTo(404);
        assertThat(json(early).get("error").asText()).startsWith("there is no model yet");
        feed(3000);
        await().atMost(PATIENCE).until(() -> metric("emstream_points_total{status=\"OK\"}") == 2970);
        feed(3000);
        await().atMost(PATIENCE).until(() -> metric("emstream_points_total{status=\"OK\"}") == 5940);
        await().atMost(PATIENCE).until(() -> metric("emstream_model_version") >= 2);

        assertThat(json(get("/health/ready")).get("notes")).isEmpty();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(metric("emstream_dead_letters_total{reason=\"NOT_A_POINT\"}"))
                .isEqualTo(60);
        assertThat(metric("emstream_ready")).isEqualTo(1);
        assertThat(metric("emstream_learner_here")).isEqualTo(1);
        assertThat(metric("emstream_commits_total{task=\"assign\"}")).isPositive();
        assertThat(metric("emstream_learner_seconds_total{work=\"search\"}")).isPositive();
        assertThat(metric("kafka_stream_alive_stream_threads")).isPositive();
        modelsAndEventsAreThoseOfTheTopics();
        pointsAreLabelledAndExplained();
        namesOfMetricsAreThoseThatAreUsedAndDocumented();
    }

    private static void modelsAndEventsAreThoseOfTheTopics() throws IOException {
        JsonNode models = json(get("/models?last=5"));
        JsonNode model = models.get(models.size() - 1);
        assertThat(model.get("features")).extracting(JsonNode::asText).containsExactly("a", "b");
        assertThat(model.get("components")).hasSize(2);
        List<Long> versions = new ArrayList<>();
        json(get("/models?last=256"))
                .forEach(each -> versions.add(each.get("version").asLong()));
        assertThat(versions).startsWith(1L).isSorted().doesNotHaveDuplicates();
        assertThat(json(get("/model")).get("version").asLong())
                .isGreaterThanOrEqualTo(model.get("version").asLong());
        assertThat(json(get("/events?last=1000")).get(0).get("type").asText()).isEqualTo("INITIALISED");
    }

    private static void pointsAreLabelledAndExplained() throws IOException {
        JsonNode answer = json(assign("{\"a\":5,\"b\":3}"));
        assertThat(answer.get("status").asText()).isEqualTo("OK");
        assertThat(answer.has("offset")).isFalse();
        assertThat(answer.get("responsibilities")).hasSize(2);
        double a = answer.get("contributions").get("a").asDouble();
        double b = answer.get("contributions").get("b").asDouble();
        assertThat(answer.get("distance").asDouble()).isEqualTo(a + b);
        assertThat(b).as("what is odd about it").isGreaterThan(5).isGreaterThan(10 * Math.abs(a));
        // For two features the tail is exp(−distance / 2).
        assertThat(answer.get("tail").asDouble()).isCloseTo(Math.exp(-(a + b) / 2), within(1e-6));
        JsonNode other = answer.get("runnerUp");
        assertThat(other.get("cluster").asLong())
                .isNotEqualTo(answer.get("cluster").asLong());
        assertThat(other.get("distance").asDouble())
                .isEqualTo(other.get("contributions").get("a").asDouble()
                        + other.get("contributions").get("b").asDouble());
        assertThat(json(assign("[-5,null]")).get("contributions").has("b")).isFalse();
        HttpResponse<String> none = assign("[1,2,3]");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(json(none).get("error").asText()).startsWith("WRONG_DIMENSION: ");
    }

    /** Rules, dashboard and documentation name metrics; Prometheus would keep silent about one that does not exist. */
    private static void namesOfMetricsAreThoseThatAreUsedAndDocumented() throws IOException {
        Set<String> exposed = get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String file : List.of("docker/prometheus/alerts.yml", "docker/grafana/dashboards/emstream.json")) {
            assertThat(names(Files.readString(Path.of(file))))
                    .as(file)
                    .isNotEmpty()
                    .isSubsetOf(exposed);
        }
        Set<String> documented = Files.readString(Path.of("src/site/markdown/operations.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> names(cell).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented)
                .isEqualTo(exposed.stream()
                        .filter(name -> name.startsWith("emstream_") || name.startsWith("kafka_"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void withoutTheTokenOnlyHealthIsTold() throws Exception {
        for (String path : List.of("/model", "/models", "/events", "/metrics", "/assign", "/live", "/nothing")) {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(401);
        }
        assertThat(CLIENT.send(
                                HttpRequest.newBuilder(URI.create(address + "/health/live"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
