package io.emstream.learn;

import io.emstream.statistics.MixtureStatistics;

/**
 * The statistics of the points of one pane under one layout of the mixture. A pane is an interval of the clock by which the
 * stream is divided: of event time, or of position in the input.
 *
 * @param pane the number of the interval: its start divided by its length
 * @param layoutEpoch the layout of the model under which the responsibilities were computed
 * @param statistics mutable; merged into by whoever owns this object
 * @param eventTime the latest event time among the points, epoch milliseconds
 * @param late how many of the points belong to an earlier pane that had closed
 * @param sample of the points; mutable like the statistics
 */
public record PaneStatistics(
        long pane, int layoutEpoch, MixtureStatistics statistics, long eventTime, long late, PointSample sample) {

    /** The same pane with all points of another part of it, whose statistics and sample are merged into this one's. */
    public PaneStatistics merged(PaneStatistics other) {
        statistics.merge(other.statistics);
        sample.merge(other.sample);
        return new PaneStatistics(
                pane, layoutEpoch, statistics, Math.max(eventTime, other.eventTime), late + other.late, sample);
    }

    /** The same pane once nothing is to be drawn of its points any more. */
    public PaneStatistics withoutSample() {
        return new PaneStatistics(
                pane, layoutEpoch, statistics, eventTime, late, new PointSample(PointSample.FOLD_CAPACITY));
    }
}
