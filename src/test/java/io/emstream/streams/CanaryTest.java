package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A commit hook that falls silent stops the task; a clock that jumps does not. */
class CanaryTest {
    private final Blobs blobs = new Blobs(8);
    private final CountedHooks hooks = new CountedHooks();

    @Test
    void aSilentHookStopsTheTask() {
        try (Driven driven = new Driven(new TestSettings(), hooks::builder)) {
            hooks.silence();
            driven.feed(blobs.next());
            assertThatThrownBy(() -> passBySeconds(driven, 120))
                    .satisfies(failure -> assertThat(failure)
                            .hasStackTraceContaining(CommitHookSilentException.class.getName())
                            .hasStackTraceContaining("does not call the commit hook"));
        }
    }

    @Test
    void aHookThatSpeaksKeepsTheTaskAlive() {
        try (Driven driven = new Driven(new TestSettings(), hooks::builder)) {
            assertThatCode(() -> {
                        for (int i = 0; i < 30; i++) {
                            driven.feed(blobs.next());
                            passBySeconds(driven, 10);
                        }
                        passBySeconds(driven, 300);
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aClockThatJumpsBetweenARecordAndItsCommitIsNoSilence() {
        try (Driven driven = new Driven(new TestSettings(), hooks::builder)) {
            hooks.silence();
            driven.feed(blobs.next());
            assertThatCode(() -> driven.pass(Duration.ofHours(9))).doesNotThrowAnyException();
            hooks.speak();
            driven.feed(blobs.next());
            assertThatCode(() -> passBySeconds(driven, 300)).doesNotThrowAnyException();
        }
    }

    private static void passBySeconds(Driven driven, int seconds) {
        for (int i = 0; i < seconds; i++) {
            driven.pass(Duration.ofSeconds(1));
        }
    }
}
