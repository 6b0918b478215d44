package io.emstream.streams;

/** What the learner sends on: a model in its two forms, or an event. */
sealed interface LearnerOutput {
    /** The bytes of the record's value. */
    byte[] value();

    /** A model for whoever reads it. */
    record PublicModel(byte[] value) implements LearnerOutput {}

    /** A model for the tasks that assign points. */
    record BroadcastModel(byte[] value) implements LearnerOutput {}

    /** An event for whoever reads it. */
    record Event(byte[] value) implements LearnerOutput {}
}
