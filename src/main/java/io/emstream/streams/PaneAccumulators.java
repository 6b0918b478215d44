package io.emstream.streams;

import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The statistics and a sample of the points that a task has labelled since its last report, by pane and layout epoch. In memory only:
 * what a crash takes from here, it takes from the transaction as well, and the points come again.
 */
final class PaneAccumulators {
    private final SortedMap<Long, SortedMap<Integer, Accumulator>> panes = new TreeMap<>();
    private final int sampleCapacity;
    private int size;
    private @Nullable Accumulator last;

    private static final class Accumulator {
        private final long pane;
        private final int epoch;
        private final MixtureStatistics statistics;
        private long eventTime = Long.MIN_VALUE;
        private long late;
        private final PointSample sample;

        Accumulator(long pane, int epoch, MixtureStatistics statistics, PointSample sample) {
            this.pane = pane;
            this.epoch = epoch;
            this.statistics = statistics;
            this.sample = sample;
        }

        void sample(Point point, double priority, boolean isLate) {
            eventTime = Math.max(eventTime, point.timestamp());
            sample.add(priority, point);
            late += isLate ? 1 : 0;
        }
    }

    /**
     * No points yet.
     *
     * @param sampleCapacity how many points of a pane are sampled
     */
    PaneAccumulators(int sampleCapacity) {
        this.sampleCapacity = sampleCapacity;
    }

    /**
     * Adds the point just answered to a pane.
     *
     * @param priority of the point in samples
     */
    void observe(
            Responsibilities responsibilities, Point point, double priority, long pane, int epoch, boolean isLate) {
        Accumulator accumulator = accumulator(responsibilities.mixture(), pane, epoch);
        responsibilities.observe(point, accumulator.statistics);
        accumulator.sample(point, priority, isLate);
    }

    /**
     * Adds the rows just answered to a pane, those that can be learned from.
     *
     * @param priorities of the rows in samples
     */
    void observe(RowResponsibilities rows, double[] priorities, long timestamp, long pane, int epoch, boolean isLate) {
        Accumulator accumulator = accumulator(rows.mixture(), pane, epoch);
        rows.observe(accumulator.statistics);
        accumulator.eventTime = Math.max(accumulator.eventTime, timestamp);
        for (int row = 0; row < rows.size(); row++) {
            if (!rows.isLearnable(row)) {
                continue;
            }
            accumulator.late += isLate ? 1 : 0;
            // The arrays of rows are used again: only a point that the sample keeps is copied.
            if (priorities[row] < accumulator.sample.threshold()) {
                double[] values = rows.values(row).clone();
                accumulator.sample.add(priorities[row], new Point(values, rows.weight(row), timestamp));
            }
        }
    }

    /** Adds the rows just answered to the statistics of a pane, but not to its sample. */
    void observe(RowResponsibilities rows, long pane, int epoch) {
        rows.observe(accumulator(rows.mixture(), pane, epoch).statistics);
    }

    /** Adds a point to the sample of a pane, but not to its statistics. */
    void sample(CompiledMixture mixture, Point point, double priority, long pane, int epoch, boolean isLate) {
        accumulator(mixture, pane, epoch).sample(point, priority, isLate);
    }

    private Accumulator accumulator(CompiledMixture mixture, long pane, int epoch) {
        Accumulator accumulator = last;
        if (accumulator == null || accumulator.pane != pane || accumulator.epoch != epoch) {
            accumulator = find(mixture, pane, epoch);
            last = accumulator;
        }
        return accumulator;
    }

    private Accumulator find(CompiledMixture mixture, long pane, int epoch) {
        SortedMap<Integer, Accumulator> epochs = panes.computeIfAbsent(pane, each -> new TreeMap<>());
        Accumulator accumulator = epochs.get(epoch);
        if (accumulator == null) {
            accumulator = new Accumulator(pane, epoch, mixture.emptyStatistics(), new PointSample(sampleCapacity));
            epochs.put(epoch, accumulator);
            size++;
        }
        return accumulator;
    }

    /** How many panes and epochs have points. */
    int size() {
        return size;
    }

    /** Hands all statistics over, in the order of panes and epochs, and starts anew. */
    List<PaneStatistics> take() {
        List<PaneStatistics> taken = new ArrayList<>(size);
        panes.values()
                .forEach(epochs -> epochs.values()
                        .forEach(each -> taken.add(new PaneStatistics(
                                each.pane, each.epoch, each.statistics, each.eventTime, each.late, each.sample))));
        panes.clear();
        size = 0;
        last = null;
        return taken;
    }
}
