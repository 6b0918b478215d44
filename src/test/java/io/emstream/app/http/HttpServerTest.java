package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.Failure;
import io.emstream.app.settings.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and how every answer looks, with routes of the test's own. */
@Timeout(60)
class HttpServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a-token-of-the-test";
    private static final int MOST_BYTES = 1000;
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private HttpServer start(@Nullable String token) {
        return start(token, new RateLimit(1, 1e6, System::nanoTime));
    }

    private HttpServer start(@Nullable String token, RateLimit limit) {
        Routes routes = new Routes()
                .open("/health/live", call -> Reply.json(200, "{}".getBytes(UTF_8)))
                .open("/page", call -> Reply.json(200, "{}".getBytes(UTF_8)))
                .get(
                        "/number",
                        call -> Reply.json(
                                200, Integer.toString(call.number("n", 7, 1, 9)).getBytes(UTF_8)))
                .get("/broken", call -> {
                    throw new IllegalStateException("secret of the inside");
                })
                .post("/echo", call -> Reply.json(200, call.body()));
        server = HttpServer.start(new HttpSettings("127.0.0.1", 0, token, MOST_BYTES), routes, limit);
        return server;
    }

    private HttpRequest.Builder to(HttpServer at, String path) {
        return HttpRequest.newBuilder(URI.create(at.address() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        SECURITY.forEach((name, value) ->
                assertThat(response.headers().allValues(name)).as(name).containsExactly(value));
        assertThat(response.headers().firstValue("Server")).isEmpty();
        return response;
    }

    private static String error(HttpResponse<String> response) throws IOException {
        JsonNode error = JSON.readTree(response.body());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(error.size()).isEqualTo(1);
        return error.get("error").asText();
    }

    @Test
    void aRouteAnswersWithParametersAndBodies() throws Exception {
        HttpServer at = start(null);
        assertThat(send(to(at, "/number")).body()).isEqualTo("7");
        assertThat(send(to(at, "/number?x=%20&n=3")).body()).isEqualTo("3");
        assertThat(send(to(at, "/echo").POST(BodyPublishers.ofString("ü"))).body())
                .isEqualTo("ü");
        HttpResponse<String> head = send(to(at, "/number").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "x", "", "99999999999"})
    void aNumberOutOfRangeIsTold(String n) throws Exception {
        HttpResponse<String> response = send(to(start(null), "/number?n=" + n));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response)).isEqualTo("n must be a whole number from 1 to 9");
    }

    @Test
    void whatIsNotThereOrNotAskedSoIsToldInASentence() throws Exception {
        HttpServer at = start(null);
        HttpResponse<String> nowhere = send(to(at, "/nowhere"));
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(error(nowhere)).contains("/number");
        HttpResponse<String> wrongMethod = send(to(at, "/number").POST(BodyPublishers.ofString("1")));
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(error(wrongMethod)).isEqualTo("this path is asked with GET");
    }

    @Test
    void anUnforeseenErrorTellsNothingOfTheInside() throws Exception {
        HttpResponse<String> response = send(to(start(null), "/broken"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(error(response)).doesNotContain("secret", "Exception", "\tat ");
    }

    @Test
    void requestsThatAreMalformedOrTooLongAreToldInJsonAsWell() throws Exception {
        HttpServer at = start(null);
        HttpResponse<String> tooLong = send(to(at, "/number").header("X-Long", "x".repeat(20_000)));
        assertThat(tooLong.statusCode()).isEqualTo(431);
        assertThat(error(tooLong)).isEqualTo("this request cannot be answered: request header fields too large");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("X-Content-Type-Options: nosniff")
                    .endsWith("{\"error\":\"this request cannot be answered: bad request\"}");
        }
    }

    @Test
    void aBodyIsReadUpToTheLimitWhetherItsLengthIsSaidOrNot() throws Exception {
        HttpServer at = start(null);
        byte[] fits = new byte[MOST_BYTES];
        byte[] large = new byte[MOST_BYTES + 1];
        assertThat(send(to(at, "/echo").POST(BodyPublishers.ofByteArray(fits))).body())
                .hasSize(MOST_BYTES);
        HttpResponse<String> said = send(to(at, "/echo").POST(BodyPublishers.ofByteArray(large)));
        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(error(said)).contains("max.point.bytes", "1000");
        HttpResponse<String> unsaid = send(to(at, "/echo")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(java.util.List.of(fits, fits)))));
        assertThat(unsaid.statusCode()).isEqualTo(413);
        assertThat(error(unsaid)).contains("max.point.bytes", "1000");
    }

    @Test
    void withATokenOnlyItsBearerIsLetInExceptToHealthAndOpenPages() throws Exception {
        HttpServer at = start(TOKEN);
        assertThat(send(to(at, "/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(to(at, "/page")).statusCode()).isEqualTo(200);
        HttpResponse<String> without = send(to(at, "/number"));
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"emstream\"");
        assertThat(error(without)).contains("Authorization: Bearer").doesNotContain(TOKEN);
        for (String wrong : new String[] {
            "Bearer", "Bearer ", "Bearer " + TOKEN + "x", "Bearer " + TOKEN.substring(1), "Basic " + TOKEN, TOKEN
        }) {
            assertThat(send(to(at, "/number").header("Authorization", wrong)).statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }
        // What is not there is told to nobody else either.
        assertThat(send(to(at, "/nowhere")).statusCode()).isEqualTo(401);
        assertThat(send(to(at, "/number").header("Authorization", "Bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(to(at, "/number").header("Authorization", "bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutATokenTheNameOfAnotherHostIsRefused() throws Exception {
        HttpServer at = start(null);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port())) {
            socket.getOutputStream()
                    .write("GET /number HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 421 ")
                    .contains("names of this machine only");
        }
    }

    @Test
    void whoAsksTooOftenIsToldSoButHealthIsAlwaysAnswered() throws Exception {
        HttpServer at = start(null, new RateLimit(1, 3, () -> 0));
        for (int i = 0; i < 3; i++) {
            assertThat(send(to(at, "/number")).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = send(to(at, "/number"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(error(refused)).isEqualTo("too many requests; try again in a second");
        assertThat(send(to(at, "/health/live")).statusCode()).isEqualTo(200);
    }

    @Test
    void aPortThatIsTakenIsASentence() {
        int port = start(null).port();
        assertThatThrownBy(() -> HttpServer.start(new HttpSettings("127.0.0.1", port, null, 1), new Routes()))
                .isInstanceOf(Failure.class)
                .hasMessage("Port " + port + " of 127.0.0.1 is taken by another program, so that HTTP cannot be served"
                        + " there. Choose another with --http-port (0 picks a free one), or do without:"
                        + " --http-port off.");
    }

    @Test
    void anAddressOfAnotherMachineIsASentence() {
        assertThatThrownBy(() -> HttpServer.start(new HttpSettings("192.0.2.1", 0, TOKEN, 1), new Routes()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("HTTP cannot be served at 192.0.2.1:0: ")
                .hasMessageContaining("http.host");
    }
}
