package io.emstream.app.consume;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The records of the dead-letters topic as lines. */
public final class Letters implements Lines {
    private static final List<String> COLUMNS =
            List.of("partition", "offset", "key", "reason", "time", "message", "value");

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<Line> of(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(Letters::line).toList();
    }

    /** Its partition and offset are those of the point: that is where to look. */
    private static Line line(ConsumerRecord<byte[], byte[]> record) {
        String partition = header(record, "__streams.errors.partition");
        String offset = header(record, "__streams.errors.offset");
        List<String> cells = List.of(
                partition,
                offset,
                ForeignBytes.text(record.key()),
                header(record, "emstream.reason"),
                Instant.ofEpochMilli(record.timestamp()).toString(),
                header(record, "__streams.errors.message"),
                ForeignBytes.text(record.value()));
        String json = Stream.of(
                        "\"partition\":" + number(partition),
                        "\"offset\":" + number(offset),
                        record.key() == null ? "" : "\"key\":" + ForeignBytes.quoted(cells.get(2)),
                        "\"reason\":" + ForeignBytes.quoted(cells.get(3)),
                        "\"timestamp\":" + record.timestamp(),
                        "\"message\":" + ForeignBytes.quoted(cells.get(5)),
                        "\"value\":" + ForeignBytes.quoted(cells.get(6)))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.joining(",", "{", "}"));
        return new Line(cells, json);
    }

    private static String number(String text) {
        return text.matches("\\d+") ? text : "null";
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : ForeignBytes.text(header.value());
    }
}
