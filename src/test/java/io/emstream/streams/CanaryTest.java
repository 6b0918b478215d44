package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A commit hook that falls silent stops the task; a clock that jumps does not. */
class CanaryTest {
    private final TestSettings settings = new TestSettings();
    private final CountedHooks hooks = new CountedHooks();

    @ParameterizedTest
    @EnumSource
    void aSilentHookStopsTheTask(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding points = new Feeding(driven, shape, 8);
            hooks.silence();
            points.feed(1);
            assertThatThrownBy(() -> passBySeconds(driven, 120))
                    .satisfies(failure -> assertThat(failure)
                            .hasStackTraceContaining(CommitHookSilentException.class.getName())
                            .hasStackTraceContaining("does not call the commit hook"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHookThatSpeaksKeepsTheTaskAlive(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding points = new Feeding(driven, shape, 8);
            assertThatCode(() -> {
                        for (int i = 0; i < 30; i++) {
                            points.feed(1);
                            passBySeconds(driven, 10);
                        }
                        passBySeconds(driven, 300);
                    })
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatJumpsBetweenARecordAndItsCommitIsNoSilence(Shape shape) {
        settings.format = shape.format();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding points = new Feeding(driven, shape, 8);
            hooks.silence();
            points.feed(1);
            assertThatCode(() -> driven.pass(Duration.ofHours(9))).doesNotThrowAnyException();
            hooks.speak();
            points.feed(1);
            assertThatCode(() -> passBySeconds(driven, 300)).doesNotThrowAnyException();
        }
    }

    private static void passBySeconds(Driven driven, int seconds) {
        for (int i = 0; i < seconds; i++) {
            driven.pass(Duration.ofSeconds(1));
        }
    }
}
