package io.emstream.streams;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without contents, whose only job is to tell its processor that the task is about to commit.
 *
 * <p>Kafka Streams has no public hook for this: a punctuator and a store's own commit are both outside the transaction that
 * they would have to be part of. But the first thing that a commit does is to flush the caches of the stores, before the
 * producer is flushed and the transaction is committed; so this store passes for a cached one. That, and forwarding from
 * there, is internal API, which only this class and {@link LabelSink} touch. {@link CommitHookCanary} notices if it should
 * ever fall silent.
 */
class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private boolean open;
    private Runnable beforeCommit = CommitHook::nothing;
    private Runnable drop = CommitHook::nothing;

    CommitHook(String name) {
        this.name = name;
    }

    /**
     * Finds the hook of a processor's task and arms it; to be called in the processor's {@code init}.
     *
     * @param beforeCommit may write to stores and forward records: all of it belongs to the transaction
     * @param drop forgets what would be written at the next commit, when the task becomes a standby
     */
    static void attach(ProcessorContext<?, ?> context, String name, Runnable beforeCommit, Runnable drop) {
        InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
        ProcessorNode<?, ?, ?, ?> node = internal.currentNode();
        CommitHook hook = context.getStateStore(name);
        hook.beforeCommit = () -> {
            // Between two records no node is current, and forwarding needs to know from where.
            ProcessorNode<?, ?, ?, ?> before = internal.currentNode();
            internal.setCurrentNode(node);
            try {
                beforeCommit.run();
            } finally {
                internal.setCurrentNode(before);
            }
        };
        hook.drop = drop;
        hook.armed(context);
    }

    /** Called when a processor has armed the hook. */
    void armed(ProcessorContext<?, ?> context) {}

    static StoreBuilder<CommitHook> builder(String name) {
        return builder(name, () -> new CommitHook(name));
    }

    /** For tests, which show that other moments than this one lose statistics. */
    static StoreBuilder<CommitHook> builder(String name, Supplier<CommitHook> maker) {
        return new Builder(name, maker);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        drop.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        // Comes after the transaction, and not at all while the task runs: too late for anything.
    }

    @Override
    public void close() {
        open = false;
        beforeCommit = CommitHook::nothing;
        drop = CommitHook::nothing;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    // Deprecated as a transition of Kafka's own stores, and the only way to say that there are no offsets to write.
    @SuppressWarnings("deprecation")
    @Override
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static void nothing() {}

    private record Builder(String name, Supplier<CommitHook> maker) implements StoreBuilder<CommitHook> {
        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a commit hook has nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHook build() {
            return maker.get();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
