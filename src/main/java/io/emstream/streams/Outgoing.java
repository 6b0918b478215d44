package io.emstream.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Bytes on their way to a topic, as a processor sends them on; a final class rather than a record because of the array. */
final class Outgoing {
    /** Where they go: a node below the processor that sends them on. */
    enum Destination {
        /** A label, for whoever reads it. */
        ASSIGNMENTS("assignments"),
        /** A record that is no point. */
        DEAD_LETTERS("dead-letters"),
        /** A report to the learner. */
        STATISTICS("report-bytes"),
        /** A model, for whoever reads it. */
        MODELS("models"),
        /** A model, for the tasks that assign points. */
        MODEL_BROADCAST("broadcast"),
        /** An event, for whoever reads it. */
        EVENTS("events");

        private final String node;

        Destination(String node) {
            this.node = node;
        }

        /** The name of the node. */
        String node() {
            return node;
        }
    }

    private final Destination destination;
    private final int partition;
    private final byte[] value;

    /**
     * Bytes on their way; the array is taken over.
     *
     * @param partition of the input that they belong to, and go to where the topic has as many
     */
    Outgoing(Destination destination, int partition, byte[] value) {
        this.destination = destination;
        this.partition = partition;
        this.value = value;
    }

    /** Sends a record on to the one node that it is for; forwarded without a name it would go to all of them. */
    static void send(ProcessorContext<byte[], Outgoing> from, Record<byte[], Outgoing> record) {
        from.forward(record, record.value().destination.node());
    }

    /** The partition that they belong to, as a partitioner says it. */
    Optional<Set<Integer>> toItsPartition() {
        return Optional.of(Set.of(partition));
    }

    byte[] value() {
        return value;
    }
}
