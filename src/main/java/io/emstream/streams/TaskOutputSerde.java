package io.emstream.streams;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Writes what a task sends on; nothing reads it back in this form. */
final class TaskOutputSerde {
    /** The bytes are ready made: the type only tells the sinks apart. */
    static final Serde<TaskOutput> SERDE = Serdes.serdeFrom((topic, output) -> output.value(), (topic, bytes) -> {
        throw new UnsupportedOperationException("a task's output is not read back");
    });

    private TaskOutputSerde() {}

    /** The partition that an output belongs to. */
    static int partition(TaskOutput output) {
        if (output instanceof TaskOutput.Labelled label) {
            return label.partition();
        }
        if (output instanceof TaskOutput.DeadLetter letter) {
            return letter.partition();
        }
        throw new IllegalArgumentException("a report belongs to no partition of the points");
    }
}
