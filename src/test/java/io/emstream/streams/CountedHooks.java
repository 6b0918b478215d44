package io.emstream.streams;

import org.apache.kafka.streams.state.StoreBuilder;

/** Commit hooks that count their calls, and can be silenced as if this version of Kafka Streams did not know them. */
final class CountedHooks {
    private int calls;
    private boolean isSilent;

    StoreBuilder<CommitHook> builder(String name) {
        return CommitHook.builder(name, () -> new CommitHook(name) {
            @Override
            public void flushCache() {
                calls++;
                if (!isSilent) {
                    super.flushCache();
                }
            }
        });
    }

    int calls() {
        return calls;
    }

    void silence() {
        isSilent = true;
    }

    void speak() {
        isSilent = false;
    }
}
