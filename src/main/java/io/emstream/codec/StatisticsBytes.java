package io.emstream.codec;

import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;

/** Statistics and panes within messages, as {@link TaskReportCodec} draws them. */
final class StatisticsBytes {
    private StatisticsBytes() {}

    static void write(PaneStatistics pane, ByteWriter to) {
        to.writeLong(pane.pane());
        to.writeInt(pane.layoutEpoch());
        to.writeLong(pane.eventTime());
        to.writeLong(pane.late());
        write(pane.statistics(), to);
        write(pane.sample(), pane.statistics().component(0).dimension(), to);
    }

    static PaneStatistics readPane(ByteReader from) {
        long pane = from.readLong();
        int layoutEpoch = from.readInt();
        long eventTime = from.readLong();
        long late = from.readLong();
        MixtureStatistics statistics = readStatistics(from);
        PointSample sample = readSample(statistics.component(0).dimension(), from);
        return new PaneStatistics(pane, layoutEpoch, statistics, eventTime, late, sample);
    }

    private static void write(PointSample sample, int dimension, ByteWriter to) {
        double[] priorities = sample.priorities();
        List<Point> points = sample.points();
        to.writeDouble(sample.threshold());
        to.writeInt(points.size());
        for (int i = 0; i < priorities.length; i++) {
            Point point = points.get(i);
            if (point.dimension() != dimension) {
                throw new IllegalArgumentException(
                        "statistics of " + dimension + " features have a sample of points of " + point.dimension());
            }
            to.writeDouble(priorities[i]);
            to.writeDouble(point.weight());
            to.writeDoubles(point.values());
        }
    }

    private static PointSample readSample(int dimension, ByteReader from) {
        int at = from.position();
        double threshold = from.readDouble();
        int count = from.readCount("sampled points", 0, Double.BYTES * (2L + dimension));
        double[] priorities = new double[count];
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            priorities[i] = from.readDouble();
            double weight = from.readDouble();
            points.add(new Point(from.readDoubles(dimension), weight, Point.NO_TIMESTAMP));
        }
        try {
            return PointSample.of(PointSample.FOLD_CAPACITY, threshold, priorities, points);
        } catch (IllegalArgumentException none) {
            throw from.malformed(at, none);
        }
    }

    static void write(MixtureStatistics statistics, ByteWriter to) {
        Moments first = statistics.component(0);
        to.writeByte(code(first.layout()));
        to.writeInt(first.dimension());
        to.writeInt(statistics.components().size());
        to.writeDouble(statistics.noise());
        to.writeLong(statistics.points());
        to.writeDouble(statistics.weight());
        to.writeDouble(statistics.logLikelihood());
        to.writeDouble(statistics.squaredLogLikelihood());
        for (Moments moments : statistics.components()) {
            to.writeDouble(moments.weight());
            to.writeDoubles(moments.featureWeights());
            to.writeDoubles(moments.mean());
            to.writeDoubles(moments.scatter());
        }
    }

    static MixtureStatistics readStatistics(ByteReader from) {
        ScatterLayout layout = layout(from);
        int dimension = from.readCount("features", 1, Double.BYTES);
        int featureWeights = layout == ScatterLayout.FULL ? 0 : dimension;
        int components = from.readCount("components", 1, Double.BYTES * numbers(layout, dimension));
        double noise = from.readDouble();
        long points = from.readLong();
        double weight = from.readDouble();
        double logLikelihood = from.readDouble();
        double squaredLogLikelihood = from.readDouble();
        List<Moments> moments = new ArrayList<>(components);
        for (int k = 0; k < components; k++) {
            moments.add(Moments.of(
                    layout,
                    from.readDouble(),
                    from.readDoubles(featureWeights),
                    from.readDoubles(dimension),
                    from.readDoubles(layout.length(dimension))));
        }
        return new MixtureStatistics(moments, noise, points, weight, logLikelihood, squaredLogLikelihood);
    }

    /** How many numbers the moments of a component take; counted in longs, because d may be absurd. */
    private static long numbers(ScatterLayout layout, long dimension) {
        return switch (layout) {
            case NONE -> 1 + 2 * dimension;
            case DIAGONAL -> 1 + 3 * dimension;
            case FULL -> 1 + dimension + dimension * (dimension + 1) / 2;
        };
    }

    private static int code(ScatterLayout layout) {
        return switch (layout) {
            case NONE -> 0;
            case DIAGONAL -> 1;
            case FULL -> 2;
        };
    }

    private static ScatterLayout layout(ByteReader from) {
        int at = from.position();
        int code = from.readByte();
        return switch (code) {
            case 0 -> ScatterLayout.NONE;
            case 1 -> ScatterLayout.DIAGONAL;
            case 2 -> ScatterLayout.FULL;
            default -> throw from.malformed(at, "scatter layout is " + code + ", must be 0 to 2");
        };
    }
}
