package io.emstream.codec;

import io.emstream.learn.TaskReport;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of the statistics topic.
 *
 * <pre>
 * byte    'R'
 * byte    version of the layout, 1
 * byte    content: 1 pane, 2 raw points, 3 progress
 * int     partition
 *
 * pane          …       pane, see below
 *
 * raw points    byte    kind: 1 HELD, 2 PASSED, 3 RELEASED
 *               …       points, see below
 *
 * progress      long    watermark
 *               byte    activity: 1 ACTIVE, 2 IDLE, 3 ENDED; 3 more if points are held back
 *
 * points        int     d, number of features; 0 if there are no points
 *               int     number of points
 *               for each:
 *               double    weight
 *               long      event time; the smallest long for none
 *               double    values: d
 *
 * pane          long    pane
 *               int     layout epoch
 *               long    event time
 *               long    late points
 *               byte    scatter layout: 0 NONE, 1 DIAGONAL, 2 FULL
 *               int     d, number of features
 *               int     K, number of components
 *               double  weight of outliers, which belong to no component
 *               long    points
 *               double  weight
 *               double  Σ weight · log-density
 *               double  Σ weight · log-density²
 *               K times:
 *               double    weight
 *               double    feature weights: d; none with FULL
 *               double    mean: d
 *               double    scatter: 0, d, or d(d+1)/2 (packed lower triangle by rows)
 *               …       sample, see below
 *
 * sample        double  threshold, above 0 and at most 1
 *               int     number of points, 4096 at most
 *               for each, in ascending order of priority:
 *               double    priority, above 0 and below the threshold
 *               double    weight
 *               double    values: d
 * </pre>
 *
 * Numbers are big-endian, doubles are their raw bits. Nothing may follow.
 */
public final class TaskReportCodec {
    private static final char LETTER = 'R';
    private static final int VERSION = 1;
    private static final int PANE = 1;
    private static final int RAW_POINTS = 2;
    private static final int PROGRESS = 3;
    /** What is added to the code of the activity if points are held back. */
    private static final int HOLDS = 3;

    private TaskReportCodec() {}

    /** The bytes of a report. */
    public static byte[] encode(TaskReport report) {
        ByteWriter to = new ByteWriter(LETTER, VERSION);
        if (report instanceof TaskReport.Pane pane) {
            start(PANE, pane, to);
            StatisticsBytes.write(pane.statistics(), to);
        } else if (report instanceof TaskReport.RawPoints raw) {
            start(RAW_POINTS, raw, to);
            writeRawPoints(raw, to);
        } else if (report instanceof TaskReport.Progress progress) {
            start(PROGRESS, progress, to);
            writeProgress(progress, to);
        }
        return to.toBytes();
    }

    /**
     * The report in these bytes.
     *
     * @throws MalformedBytesException if there is none
     */
    public static TaskReport decode(byte[] bytes) {
        ByteReader from = new ByteReader(bytes, LETTER, VERSION);
        int at = from.position();
        int content = from.readByte();
        int partition = from.readInt();
        TaskReport report = switch (content) {
            case PANE -> new TaskReport.Pane(partition, StatisticsBytes.readPane(from));
            case RAW_POINTS -> readRawPoints(partition, from);
            case PROGRESS -> readProgress(partition, from);
            default -> throw from.malformed(at, "content is " + content + ", must be 1 to 3");
        };
        from.end();
        return report;
    }

    private static void start(int content, TaskReport report, ByteWriter to) {
        to.writeByte(content);
        to.writeInt(report.partition());
    }

    static void writeRawPoints(TaskReport.RawPoints raw, ByteWriter to) {
        to.writeByte(
                switch (raw.kind()) {
                    case HELD -> 1;
                    case PASSED -> 2;
                    case RELEASED -> 3;
                });
        writePoints(raw.points(), to);
    }

    static void writePoints(List<Point> points, ByteWriter to) {
        int dimension = points.isEmpty() ? 0 : points.get(0).dimension();
        to.writeInt(dimension);
        to.writeInt(points.size());
        for (Point point : points) {
            if (point.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "points have " + dimension + " and " + point.dimension() + " features");
            }
            to.writeDouble(point.weight());
            to.writeLong(point.timestamp());
            to.writeDoubles(point.values());
        }
    }

    static TaskReport.RawPoints readRawPoints(int partition, ByteReader from) {
        int at = from.position();
        int code = from.readByte();
        TaskReport.RawPoints.Kind kind = switch (code) {
            case 1 -> TaskReport.RawPoints.Kind.HELD;
            case 2 -> TaskReport.RawPoints.Kind.PASSED;
            case 3 -> TaskReport.RawPoints.Kind.RELEASED;
            default -> throw from.malformed(at, "kind of raw points is " + code + ", must be 1 to 3");
        };
        return new TaskReport.RawPoints(partition, kind, readPoints(from));
    }

    static List<Point> readPoints(ByteReader from) {
        int dimension = from.readCount("features", 0, Double.BYTES);
        int count = from.readCount("points", 0, 2L * Long.BYTES + (long) Double.BYTES * dimension);
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double weight = from.readDouble();
            long timestamp = from.readLong();
            points.add(new Point(from.readDoubles(dimension), weight, timestamp));
        }
        return points;
    }

    static void writeProgress(TaskReport.Progress progress, ByteWriter to) {
        to.writeLong(progress.watermark());
        int activity = switch (progress.activity()) {
            case ACTIVE -> 1;
            case IDLE -> 2;
            case ENDED -> 3;
        };
        to.writeByte(progress.holds() ? activity + HOLDS : activity);
    }

    static TaskReport.Progress readProgress(int partition, ByteReader from) {
        long watermark = from.readLong();
        int at = from.position();
        int code = from.readByte();
        boolean holds = code > HOLDS;
        TaskReport.Activity activity = switch (holds ? code - HOLDS : code) {
            case 1 -> TaskReport.Activity.ACTIVE;
            case 2 -> TaskReport.Activity.IDLE;
            case 3 -> TaskReport.Activity.ENDED;
            default -> throw from.malformed(at, "activity is " + code + ", must be 1 to 6");
        };
        return new TaskReport.Progress(partition, watermark, activity, holds);
    }
}
