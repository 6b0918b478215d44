package io.emstream.app.processing;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private Instant now = Instant.EPOCH;
    private final FailurePolicy policy = new FailurePolicy(() -> now, Optional::empty);

    @Test
    void whatMayPassIsTriedAgainByANewThread() {
        assertThat(policy.handle(new StreamsException(new TimeoutException("slow"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(policy.verdict()).isNull();
    }

    @Test
    void whatComesTooOftenEndsTheInstance() {
        for (int i = 0; i < FailurePolicy.MOST_REPLACEMENTS; i++) {
            assertThat(policy.handle(new TimeoutException("slow"))).isEqualTo(REPLACE_THREAD);
            now = now.plusSeconds(1);
        }
        assertThat(policy.handle(new TimeoutException("slow"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.verdict())
                .isEqualTo(
                        "Stream threads died 6 times within 10 minutes, the last of TimeoutException: slow. Look at the"
                                + " brokers, then start again.");
    }

    @Test
    void oldTroubleIsForgotten() {
        for (int i = 0; i < 3 * FailurePolicy.MOST_REPLACEMENTS; i++) {
            assertThat(policy.handle(new TimeoutException("slow"))).isEqualTo(REPLACE_THREAD);
            now = now.plus(FailurePolicy.PERIOD.dividedBy(4));
        }
    }

    @Test
    void whatWouldHappenAgainEndsTheInstanceWithASentence() {
        assertThat(verdict(new MissingSourceTopicException("emstream.points")))
                .startsWith("A topic that is read from has gone: MissingSourceTopicException")
                .endsWith("emstream topics check");
        assertThat(verdict(new StreamsException("sending", new RecordTooLargeException("2 MB"))))
                .startsWith("A record was larger than its topic takes: RecordTooLargeException: 2 MB.");
        assertThat(verdict(new TopicAuthorizationException("emstream.points"))).startsWith("The brokers refuse: ");
        assertThat(verdict(new StreamsException("processing", new IllegalStateException())))
                .startsWith("The processor failed: IllegalStateException. Nothing that was committed is lost");
    }

    @Test
    void lostPointsAreNamed() {
        FailurePolicy policy = new FailurePolicy(InstantSource.system(), () -> Optional.of("points-0 from 3 to 7"));
        Throwable outOfRange = new OffsetOutOfRangeException(Map.of(new TopicPartition("points", 0), 3L));
        assertThat(policy.handle(new StreamsException("reading", outOfRange))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.verdict()).isEqualTo("points-0 from 3 to 7");
    }

    @Test
    void anOffsetThatIsNotThereEndsTheInstanceEvenIfNothingIsLost() {
        assertThat(verdict(new StreamsException(new NoOffsetForPartitionException(new TopicPartition("points", 0)))))
                .startsWith("The points cannot be read where reading was to go on: ")
                .endsWith("Start again; what was committed stands.");
    }

    @Test
    void theFirstFailureIsTheOneThatIsTold() {
        policy.handle(new IllegalStateException("first"));
        policy.handle(new IllegalStateException("second"));
        assertThat(policy.verdict()).contains("first").doesNotContain("second");
    }

    private static String verdict(Throwable failure) {
        FailurePolicy policy = new FailurePolicy(InstantSource.system(), Optional::empty);
        assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);
        return String.valueOf(policy.verdict());
    }
}
