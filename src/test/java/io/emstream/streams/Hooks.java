package io.emstream.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** The commit hook, and two that look right and are wrong: what the crash test must be able to tell apart. */
enum Hooks {
    /** The one that the program uses. */
    REAL,
    /** Writes the statistics when the store is committed, which is after the transaction. */
    IN_STORE_COMMIT,
    /** Writes the statistics by the clock, so that those since then are lost with the task. */
    IN_PUNCTUATOR;

    /** Ten commit intervals, so that most crashes find statistics of committed points that have not been written. */
    private static final Duration PUNCTUATION = Duration.ofSeconds(1);

    StoreBuilder<CommitHook> builder(String name, Crashes crashes) {
        return CommitHook.builder(name, () -> new Crashing(name, this, crashes));
    }

    /** A hook of one of these kinds in whose commits tasks crash. */
    private static final class Crashing extends CommitHook {
        private final Hooks kind;
        private final Crashes crashes;

        Crashing(String name, Hooks kind, Crashes crashes) {
            super(name);
            this.kind = kind;
            this.crashes = crashes;
        }

        @Override
        void armed(ProcessorContext<?, ?> context) {
            if (kind == IN_PUNCTUATOR) {
                context.schedule(PUNCTUATION, PunctuationType.WALL_CLOCK_TIME, now -> super.flushCache());
            }
        }

        @Override
        public void flushCache() {
            crashes.inCommit();
            if (kind == REAL) {
                super.flushCache();
            }
            crashes.inCommit();
        }

        @Override
        public void commit(Map<TopicPartition, Long> changelogOffsets) {
            if (kind == IN_STORE_COMMIT) {
                super.flushCache();
            }
        }
    }
}
