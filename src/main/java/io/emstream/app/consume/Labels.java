package io.emstream.app.consume;

import io.emstream.app.Failure;
import io.emstream.app.produce.RowMark;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.BlockAssignments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The records of the assignments topic as lines. */
public final class Labels implements Lines {
    private static final List<String> COLUMNS = List.of(
            "partition",
            "offset",
            "key",
            "row",
            "cluster",
            "responsibility",
            "outlier",
            "logDensity",
            "tail",
            "status",
            "model",
            "time",
            "responsibilities",
            "point");

    private final Predicate<Assignment> filter;
    private final @Nullable PointLookup points;

    /**
     * Labels as lines.
     *
     * @param filter which ones
     * @param points where to look their points up; {@code null} to leave them out
     */
    public Labels(Predicate<Assignment> filter, @Nullable PointLookup points) {
        this.filter = filter;
        this.points = points;
    }

    /**
     * A label and the record that it is in.
     *
     * @param row of the block that the record answers; {@code null} if it answers a point
     */
    private record Label(
            ConsumerRecord<byte[], byte[]> record,
            Assignment assignment,
            @Nullable Integer row) {}

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<Line> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Label> labels = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            labels(each).stream()
                    .filter(label -> filter.test(label.assignment()))
                    .forEach(labels::add);
        }
        if (points != null) {
            ranges(labels).forEach((partition, range) -> points.prepare(partition, range.getMin(), range.getMax()));
        }
        return labels.stream().map(this::line).toList();
    }

    private static Map<Integer, LongSummaryStatistics> ranges(List<Label> labels) {
        Map<Integer, LongSummaryStatistics> ranges = new HashMap<>();
        labels.forEach(
                label -> ranges.computeIfAbsent(label.record().partition(), partition -> new LongSummaryStatistics())
                        .accept(label.assignment().offset()));
        return ranges;
    }

    /** All labels of a record: one, or those of the rows of a block that are points. */
    private static List<Label> labels(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        try {
            if (!BlockAssignments.isBlock(value)) {
                return List.of(new Label(record, AssignmentJson.decode(value), null));
            }
            List<Label> labels = new ArrayList<>();
            List<@Nullable Assignment> rows = BlockAssignments.decode(value);
            for (int row = 0; row < rows.size(); row++) {
                Assignment assignment = rows.get(row);
                if (assignment != null) {
                    labels.add(new Label(record, assignment, row));
                }
            }
            return labels;
        } catch (IllegalArgumentException foreign) {
            throw new Failure(
                    "Offset " + record.offset() + " of " + record.topic() + ", partition " + record.partition()
                            + ", is no label: " + foreign.getMessage()
                            + ". Name the topic of labels with --set assignments.topic=NAME, or begin behind this"
                            + " record with --from.",
                    foreign);
        }
    }

    /** The number of the row in its file; if nobody said of which, its number in the block; or else nothing. */
    private static String row(Label label) {
        int behind = label.row() == null ? 0 : label.row();
        return RowMark.in(label.record().headers())
                .map(mark -> Long.toString(mark.row() + behind))
                .orElse(label.row() == null ? "" : label.row().toString());
    }

    private Line line(Label label) {
        ConsumerRecord<byte[], byte[]> record = label.record();
        Assignment said = label.assignment();
        byte[] point = points == null ? null : points.value(record.partition(), said.offset(), label.row());
        String row = row(label);
        Double best = said.cluster() == null ? null : said.responsibilities().get(said.cluster());
        List<String> cells = List.of(
                Integer.toString(record.partition()),
                Long.toString(said.offset()),
                ForeignBytes.text(record.key()),
                row,
                said.cluster() == null ? "" : said.cluster().toString(),
                number(best == null ? Double.NaN : best),
                number(said.outlier()),
                number(said.logDensity()),
                number(said.tail()),
                said.status().name(),
                Long.toString(said.model()),
                Instant.ofEpochMilli(record.timestamp()).toString(),
                said.responsibilities().entrySet().stream()
                        .map(each -> each.getKey() + ":" + number(each.getValue()))
                        .collect(Collectors.joining(" ")),
                point == null || points == null ? "" : ForeignBytes.pointText(point, points.format()));
        return new Line(cells, json(label, row, point));
    }

    /** The label as it stands, with where it stands before it and its point behind it. */
    private String json(Label each, String row, byte @Nullable [] point) {
        ConsumerRecord<byte[], byte[]> record = each.record();
        byte[] bytes = each.row() == null ? record.value() : AssignmentJson.encode(each.assignment());
        String label = new String(bytes, StandardCharsets.UTF_8).strip();
        return "{\"partition\":" + record.partition()
                + (record.key() == null ? "" : ",\"key\":" + ForeignBytes.quoted(ForeignBytes.text(record.key())))
                + (row.isEmpty() ? "" : ",\"row\":" + row)
                + ",\"timestamp\":" + record.timestamp()
                + ","
                + label.substring(1, label.length() - 1)
                + (point == null || points == null
                        ? ""
                        : ",\"point\":" + ForeignBytes.pointJson(point, points.format()))
                + "}";
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        return size > 0 && size < 1e-3 ? String.format(Locale.ROOT, "%.3e", value) : shortened(value);
    }

    private static String shortened(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
