package io.emstream.learn;

import io.emstream.learn.LearnerState.PaneKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/**
 * Which panes have closed: those that end before the watermark, which is the least advanced one of the partitions that
 * points can be expected of, be it that they come in or that they are held back.
 */
final class PaneWindow {
    private final int partitions;
    private final long paneLength;

    PaneWindow(int partitions, long paneLength) {
        this.partitions = partitions;
        this.paneLength = paneLength;
    }

    /**
     * The smallest runs of closed panes that hold enough points each, in order; what is left at the end waits for more,
     * unless the input has ended.
     */
    List<List<PaneKey>> closedRuns(LearnerState state, int fewestPoints) {
        List<List<PaneKey>> runs = new ArrayList<>();
        List<PaneKey> run = new ArrayList<>();
        long points = 0;
        long pane = TaskReport.NONE;
        long watermark = watermark(state.partitions().values());
        for (var entry : state.open().entrySet()) {
            PaneKey key = entry.getKey();
            if (watermark != Long.MAX_VALUE && key.pane() >= Math.floorDiv(watermark, paneLength)) {
                break;
            }
            // A run ends between panes, never between the epochs of one.
            if (points >= fewestPoints && key.pane() != pane) {
                runs.add(run);
                run = new ArrayList<>();
                points = 0;
            }
            pane = key.pane();
            run.add(key);
            points += entry.getValue().statistics().points();
        }
        if (points >= fewestPoints || (points > 0 && hasEnded(state.partitions().values()))) {
            runs.add(run);
        }
        return runs;
    }

    /** The pane in which a point counts that came too late for its own: the newest one that is open. */
    static long paneOfLatePoint(NavigableMap<PaneKey, PaneStatistics> open, long foldedPane) {
        return open.isEmpty() ? foldedPane + 1 : open.lastKey().pane();
    }

    /** Whether all partitions have ended. */
    boolean hasEnded(Collection<TaskReport.Progress> progress) {
        return progress.size() == partitions
                && progress.stream().allMatch(each -> each.activity() == TaskReport.Activity.ENDED);
    }

    private long watermark(Collection<TaskReport.Progress> progress) {
        if (progress.size() < partitions) {
            return TaskReport.NONE;
        }
        return progress.stream()
                .filter(each -> each.activity() == TaskReport.Activity.ACTIVE || each.holds())
                .mapToLong(TaskReport.Progress::watermark)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
