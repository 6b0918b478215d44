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
    REAL {
        @Override
        CommitHook make(String name) {
            return new CommitHook(name);
        }
    },
    /** Writes the statistics when the store is committed, which is after the transaction. */
    IN_STORE_COMMIT {
        @Override
        CommitHook make(String name) {
            return new CommitHook(name) {
                @Override
                public void flushCache() {}

                @Override
                public void commit(Map<TopicPartition, Long> changelogOffsets) {
                    super.flushCache();
                }
            };
        }
    },
    /** Writes the statistics by the clock, so that those since then are lost with the task. */
    IN_PUNCTUATOR {
        @Override
        CommitHook make(String name) {
            return new CommitHook(name) {
                @Override
                public void flushCache() {}

                @Override
                void armed(ProcessorContext<?, ?> context) {
                    context.schedule(Duration.ofMillis(50), PunctuationType.WALL_CLOCK_TIME, now -> super.flushCache());
                }
            };
        }
    };

    abstract CommitHook make(String name);

    StoreBuilder<CommitHook> builder(String name) {
        return CommitHook.builder(name, () -> make(name));
    }
}
