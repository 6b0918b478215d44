package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an orchestrator is told. */
class HealthCheckTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static Health of(State state, Duration silence, boolean isCaughtUp, boolean hasModel) {
        return HealthCheck.of(state, silence, Optional.empty(), isCaughtUp, hasModel);
    }

    @Test
    void aRunningProcessorWhoseBrokersAnswerIsReady() {
        Health health = of(State.RUNNING, MOMENT, true, true);
        assertThat(health.isReady()).isTrue();
        assertThat(health.readiness().status()).isEqualTo(200);
        assertThat(new String(health.readiness().body(), UTF_8))
                .isEqualTo("{\"ready\":true,\"reasons\":[],\"notes\":[]}");
    }

    @Test
    void withoutAModelItIsReadyAndSaysSo() {
        Health health = of(State.RUNNING, MOMENT, true, false);
        assertThat(health.isReady()).isTrue();
        assertThat(health.notes()).containsExactly("there is no model yet; labels begin with the first");
    }

    @Test
    void aRebalanceIsAReasonNotToBeReadyButNotToBeKilled() {
        Health health = of(State.REBALANCING, MOMENT, true, true);
        assertThat(health.isReady()).isFalse();
        assertThat(health.reasons()).containsExactly("partitions are being distributed among the instances");
        assertThat(health.readiness().status()).isEqualTo(503);
        assertThat(health.liveness().status()).isEqualTo(200);
    }

    @Test
    void brokersThatAreAwayAreNoReasonToBeKilledEither() {
        Health health = of(State.RUNNING, HealthCheck.SILENCE.plusSeconds(8), true, true);
        assertThat(health.reasons()).containsExactly("no broker has answered for 20 s");
        assertThat(health.liveness().status()).isEqualTo(200);
        assertThat(of(State.RUNNING, Duration.ofDays(20_000), false, false).reasons())
                .containsExactly("no broker has answered yet");
    }

    @Test
    void whatStandsInTheWayOfReadingModelsIsTold() {
        Health health =
                HealthCheck.of(State.RUNNING, MOMENT, Optional.of("TopicAuthorizationException: no"), true, true);
        assertThat(health.reasons()).containsExactly("TopicAuthorizationException: no");
        assertThat(of(State.RUNNING, MOMENT, false, false).reasons())
                .containsExactly("the models of before are being read");
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "PENDING_ERROR"})
    void aProcessorThatHasFailedIsNotLive(State state) {
        Health health = of(state, MOMENT, true, true);
        assertThat(health.liveness().status()).isEqualTo(503);
        assertThat(health.readiness().status()).isEqualTo(503);
        assertThat(health.reasons()).containsExactly("the processor is failing");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_SHUTDOWN", "NOT_RUNNING"})
    void aProcessorThatStopsIsLiveAndNotReady(State state) {
        Health health = of(state, MOMENT, true, true);
        assertThat(health.liveness().status()).isEqualTo(200);
        assertThat(health.reasons()).containsExactly("the processor is stopping");
    }
}
