package io.emstream.streams;

/** What a task that assigns points sends on: a label, a dead letter, or a report to the learner. */
sealed interface TaskOutput {
    /** The bytes of the record's value. */
    byte[] value();

    /**
     * The label of a point.
     *
     * @param partition the point's own, which the label goes to as well
     */
    record Labelled(int partition, byte[] value) implements TaskOutput {}

    /**
     * A record that is no point.
     *
     * @param partition the record's own, which the dead letter goes to as well
     */
    record DeadLetter(int partition, byte[] value) implements TaskOutput {}

    /** A report to the learner. */
    record Report(byte[] value) implements TaskOutput {}
}
