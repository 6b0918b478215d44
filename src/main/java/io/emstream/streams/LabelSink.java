package io.emstream.streams;

import io.emstream.streams.Outgoing.Destination;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;

/**
 * Sends labels where the sink of the topology would send them, by the same road but for its last station: to the task's record
 * collector, as stores send to their changelogs, in the same transaction and with the same handling of errors. The partition
 * of a label is known, so the producer need not be asked for those of the topic each time, and the clock is not read again to
 * tell how old a point is: a tenth of a record's time. The collector is internal API, which only this class and
 * {@link CommitHook} touch.
 */
final class LabelSink {
    private static final Serializer<byte[]> BYTES = new ByteArraySerializer();

    private final InternalProcessorContext<Void, Void> context;
    private final RecordCollector collector;
    private final String topic;
    private final Integer partition;

    /**
     * For the labels of one task.
     *
     * @param topic with at least as many partitions as the points
     */
    LabelSink(ProcessorContext<?, ?> context, String topic) {
        this.context = internal(context);
        this.collector = ((RecordCollector.Supplier) context).recordCollector();
        this.topic = topic;
        this.partition = context.taskId().partition();
    }

    // What a processor forwards is not what its context is asked for here, which no method below depends on.
    @SuppressWarnings("unchecked")
    private static InternalProcessorContext<Void, Void> internal(ProcessorContext<?, ?> context) {
        return (InternalProcessorContext<Void, Void>) context;
    }

    /** Sends the label of a point, with the point's key, headers and time. */
    void send(Record<byte[], byte[]> point, byte[] label) {
        collector.send(
                topic,
                point.key(),
                label,
                point.headers(),
                partition,
                point.timestamp(),
                BYTES,
                BYTES,
                Destination.ASSIGNMENTS.node(),
                context);
    }
}
