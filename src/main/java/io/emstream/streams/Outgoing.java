package io.emstream.streams;

/** Bytes on their way to a topic, as a processor sends them on; a final class rather than a record because of the array. */
final class Outgoing {
    /** Where they go. */
    enum Destination {
        /** A label, for whoever reads it. */
        ASSIGNMENTS,
        /** A record that is no point. */
        DEAD_LETTERS,
        /** A report to the learner. */
        STATISTICS,
        /** A model, for whoever reads it. */
        MODELS,
        /** A model, for the tasks that assign points. */
        MODEL_BROADCAST,
        /** An event, for whoever reads it. */
        EVENTS
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

    boolean goesTo(Destination other) {
        return destination == other;
    }

    int partition() {
        return partition;
    }

    byte[] value() {
        return value;
    }
}
