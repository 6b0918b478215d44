package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The compose file: a broker and two instances, of which one learns and both know what. */
@Timeout(400)
class ComposeIT {
    private static final String BROKER = "localhost:9092";
    private static final List<Integer> PORTS = List.of(8080, 8081);
    private static final int POINTS = 2000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private static String compose() throws InterruptedException {
        return Engine.answers("docker", "compose", "version") ? "docker compose" : "docker-compose";
    }

    private static String told(String... arguments) throws IOException, InterruptedException {
        String[] all = {"-p", "emstream-compose-test", "-f", "docker/compose.yml"};
        String[] both = Arrays.copyOf(all, all.length + arguments.length);
        System.arraycopy(arguments, 0, both, all.length, arguments.length);
        return Engine.told(compose(), both);
    }

    @BeforeAll
    static void up() throws Exception {
        Engine.require("eclipse-temurin:17-jre");
        Engine.require("apache/kafka:4.3.1");
        if (!Engine.answers(compose(), "version")) {
            Engine.lack("there is no docker-compose");
        }
        for (int port : List.of(9092, 8080, 8081)) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            } catch (IOException taken) {
                Engine.lack("port " + port + ", which the compose file opens, is taken");
            }
        }
        told("up", "-d", "--build");
    }

    @AfterAll
    static void down() throws Exception {
        if (Engine.answers(compose(), "version")) {
            told("down", "-v", "-t", "35");
        }
    }

    @Test
    void twoInstancesShareThePointsAndTellOfTheSameModel() throws Exception {
        String token = await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> told("exec", "-T", "emstream", "cat", "/run/emstream/token"), said -> !said.isEmpty());
        produce();
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            JsonNode first = get(PORTS.get(0), "/model", token);
            assertThat(first.get("components")).hasSize(2);
            assertThat(first.get("points").asLong()).isEqualTo(POINTS);
            assertThat(get(PORTS.get(1), "/model", token)).isEqualTo(first);
        });
        for (int port : PORTS) {
            assertThat(status(port, "/health/ready", "")).isEqualTo(200);
            assertThat(status(port, "/model", "")).isEqualTo(401);
        }
        long labelled = PORTS.stream().mapToLong(port -> labelled(port, token)).sum();
        assertThat(labelled).isEqualTo(POINTS);
        assertThat(PORTS).allSatisfy(port -> assertThat(labelled(port, token)).isPositive());
    }

    private static void produce() throws Exception {
        Random random = new Random(4);
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < POINTS; i++) {
                double centre = i % 2 == 0 ? 2 : 4.3;
                String point = "{\"eruptions\":" + (centre + random.nextGaussian() / 4) + ",\"waiting\":"
                        + (20 * centre + 5 * random.nextGaussian()) + "}";
                sent.add(producer.send(new ProducerRecord<>("emstream.points", i % 4, null, point.getBytes(UTF_8))));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    /** How many points an instance has labelled, by its metrics. */
    private long labelled(int port, String token) {
        try {
            return answer(port, "/metrics", token)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("emstream_points_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException lost) {
            throw new AssertionError(lost);
        }
    }

    private JsonNode get(int port, String path, String token) throws IOException, InterruptedException {
        return JSON.readTree(answer(port, path, token).body());
    }

    private int status(int port, String path, String token) throws IOException, InterruptedException {
        return answer(port, path, token).statusCode();
    }

    private HttpResponse<String> answer(int port, String path, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
