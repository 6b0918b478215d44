package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Heavy work is done on a thread of its own, and what comes of it is not left lying if no point arrives any more. */
class LearnerThreadTest {
    private final TestSettings settings = new TestSettings();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final CountedHooks hooks = new CountedHooks();

    @Test
    void whatComesOfWorkIsAdoptedThoughNoPointArrives() {
        try (Driven driven = new Driven(settings, hooks::builder, waiting::add)) {
            feed(driven);
            assertThat(waiting).hasSize(1);
            driven.pass(Duration.ofMillis(50));
            assertThat(driven.models()).isEmpty();
            waiting.remove().run();
            driven.pass(Duration.ofMillis(50));
            assertThat(driven.models()).isNotEmpty();
            assertThat(driven.labels()).hasSize(100);
        }
    }

    @Test
    void onlyWorkUnderWayMakesCommitsOfItsOwn() {
        try (Driven driven = new Driven(settings, hooks::builder, waiting::add)) {
            feed(driven);
            assertThat(commits(driven)).isGreaterThanOrEqualTo(10);
            waiting.remove().run();
            commits(driven);
            assertThat(commits(driven)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void itsThreadIsNamedAndKeepsNoProcessAlive() throws Exception {
        ExecutorService executor = LearnerThread.executor();
        try {
            Thread thread = executor.submit(Thread::currentThread).get();
            assertThat(thread.getName()).isEqualTo(LearnerThread.NAME);
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
        } finally {
            executor.shutdownNow();
        }
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void feed(Driven driven) {
        Blobs blobs = new Blobs(8);
        for (int i = 0; i < 100; i++) {
            driven.feed(blobs.next());
        }
    }

    /** How many commits half a second brings. */
    private int commits(Driven driven) {
        int before = hooks.calls();
        for (int i = 0; i < 10; i++) {
            driven.pass(Duration.ofMillis(50));
        }
        return hooks.calls() - before;
    }
}
