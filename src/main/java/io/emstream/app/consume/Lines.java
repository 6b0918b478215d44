package io.emstream.app.consume;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What records of one topic look like as lines. */
public interface Lines {
    /** The names of the columns. */
    List<String> columns();

    /**
     * The lines of those records that are wanted, in order.
     *
     * @throws io.emstream.app.Failure if a record is not what the topic should hold
     */
    List<Line> of(List<ConsumerRecord<byte[], byte[]>> records);
}
