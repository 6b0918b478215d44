package io.emstream.learn;

import io.emstream.em.Expectation;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The points that have come since the stream seems to have changed. An alarm comes some folds after the change, so the folds
 * before it are kept as long as something adds up to an alarm; when there is one, it is said where the change was.
 */
final class SinceChange {
    private final LearnerState state;

    SinceChange(LearnerState state) {
        this.state = state;
    }

    /** All of them, in the order of their folds. */
    List<Point> points() {
        List<Point> all = new ArrayList<>();
        state.afterAlarm().values().forEach(all::addAll);
        return all;
    }

    private int size() {
        return state.afterAlarm().values().stream().mapToInt(List::size).sum();
    }

    /** Takes the sample of a fold in, as far as there is room for it. */
    void add(List<Point> sample, int capacity) {
        int room = capacity - size();
        if (room > 0 && !sample.isEmpty()) {
            state.addAfterAlarm(state.change().takeSequence(), sample.subList(0, Math.min(room, sample.size())));
        }
    }

    /** Takes the sample of a fold in, and drops the oldest folds without which there are still enough points. */
    void addNewest(List<Point> sample, int enough, int capacity) {
        int size = size() + sample.size();
        for (var block : List.copyOf(state.afterAlarm().entrySet())) {
            size -= block.getValue().size();
            if (size < enough) {
                break;
            }
            state.removeAfterAlarm(block.getKey());
        }
        add(sample, capacity);
    }

    /**
     * Drops what came before the change: of all folds that it may have begun with, the one from which on the fall of the
     * log-likelihood is the clearest, as the likelihood ratio of a shifted mean has it: (Σ falls)² / number of points.
     *
     * @param mean log-likelihood of a point before the change, in units
     * @param unit of the log-likelihood
     */
    void begin(Mixture mixture, double mean, double unit) {
        double points = 0;
        double fall = 0;
        double clearest = -1;
        long first = Long.MAX_VALUE;
        for (Map.Entry<Long, List<Point>> block :
                state.afterAlarm().descendingMap().entrySet()) {
            MixtureStatistics statistics = Expectation.statistics(mixture, block.getValue());
            points += statistics.weight();
            fall += statistics.weight() * (mean - statistics.meanLogLikelihood() / unit);
            double clear = fall * Math.max(0, fall) / points;
            if (clear > clearest) {
                clearest = clear;
                first = block.getKey();
            }
        }
        List.copyOf(state.afterAlarm().headMap(first, false).keySet()).forEach(state::removeAfterAlarm);
    }

    /** Forgets them. */
    void clear() {
        List.copyOf(state.afterAlarm().keySet()).forEach(state::removeAfterAlarm);
    }
}
