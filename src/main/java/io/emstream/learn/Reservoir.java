package io.emstream.learn;

import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A sample of the points that the model should fit: of all since its start while nothing is forgotten, or of those that count
 * still. The points of a fold come as a block in random order, and of a block the first so many are kept; so a block is
 * written once, and thereafter only its number changes. No block is larger than the sample of a fold may be, because a
 * record has to hold it.
 */
final class Reservoir {
    private static final int LEAST_CAPACITY = 20_000;
    private static final int POINTS_PER_CLUSTER = 100;
    /** A fit to so many overrates itself by a hundredth of a nat: p / (2·n). */
    private static final int POINTS_PER_PARAMETER = 50;
    /** Beyond the least capacity no more than this is filled. */
    private static final long MOST_BYTES = 16L << 20;
    /** More blocks than these, beside those that size calls for, are put together. */
    private static final int MOST_BLOCKS = 64;

    private final LearnerState state;

    Reservoir(LearnerState state) {
        this.state = state;
    }

    /** How many points are kept, at most, for a mixture with so many free parameters. */
    static int capacity(int clusters, int parameters, int dimension) {
        long wanted = (long) POINTS_PER_PARAMETER * parameters;
        long room = MOST_BYTES / MemoryBound.pointBytes(dimension);
        return (int) Math.max(capacityAfterAlarm(clusters), Math.min(wanted, room));
    }

    /** How many points are kept, at most, of those since an alarm. */
    static int capacityAfterAlarm(int clusters) {
        return Math.max(LEAST_CAPACITY, POINTS_PER_CLUSTER * clusters);
    }

    int size() {
        return state.reservoir().values().stream().mapToInt(List::size).sum();
    }

    List<Point> points() {
        List<Point> all = new ArrayList<>(size());
        state.reservoir().values().forEach(all::addAll);
        return all;
    }

    /**
     * Takes the sample of a fold in.
     *
     * @param sample in random order
     * @param share what part of all points since the start the fold is
     * @param forgotten what part of the past the fold makes the model forget, 0 if none
     * @param fewest how many old points are kept at least
     */
    void add(List<Point> sample, double share, double forgotten, int fewest, int capacity, RandomGenerator random) {
        int size = size();
        // Rounded at random, because always up would favour late points once a fold's share is a few of them.
        int fair = (int) Math.floor(Math.max(forgotten, share) * capacity + random.nextDouble());
        int taken = Math.min(Math.min(sample.size(), capacity), Math.max(fair, capacity - size));
        int kept = Math.min(size, capacity - taken);
        if (forgotten > 0) {
            int worth = (int) Math.floor(taken * (1 - forgotten) / forgotten);
            kept = Math.min(kept, Math.max(worth, Math.min(size, fewest)));
        }
        thin(size - kept, size, random);
        append(sample.subList(0, taken));
        if (!sample.isEmpty() && state.reservoir().size() > MOST_BLOCKS + 2 * size() / blockCapacity(sample)) {
            putTogether(random);
        }
    }

    /** Adds blocks that are no larger than the sample of a fold, so that a record holds each. */
    private void append(List<Point> points) {
        for (int from = 0; from < points.size(); ) {
            int to = Math.min(points.size(), from + blockCapacity(points));
            state.addReservoir(state.change().takeSequence(), points.subList(from, to));
            from = to;
        }
    }

    private static int blockCapacity(List<Point> points) {
        return PointSample.foldCapacity(points.get(0).dimension());
    }

    /** Drops so many points, each as likely as any other. */
    private void thin(int dropped, int size, RandomGenerator random) {
        if (dropped <= 0) {
            return;
        }
        List<Long> ids = List.copyOf(state.reservoir().keySet());
        int[] kept = state.reservoir().values().stream().mapToInt(List::size).toArray();
        int left = size;
        for (int i = 0; i < dropped; i++) {
            int at = random.nextInt(left--);
            int block = 0;
            while (at >= kept[block]) {
                at -= kept[block++];
            }
            kept[block]--;
        }
        for (int b = 0; b < kept.length; b++) {
            state.keepReservoir(ids.get(b), kept[b]);
        }
    }

    /** Makes one block, or a few full ones, of the smallest blocks. */
    private void putTogether(RandomGenerator random) {
        List<Long> smallest = state.reservoir().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Long, List<Point>> entry) ->
                                entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_BLOCKS / 2)
                .map(Map.Entry::getKey)
                .toList();
        List<Point> together = new ArrayList<>();
        for (long id : smallest) {
            together.addAll(state.reservoir().get(id));
            state.keepReservoir(id, 0);
        }
        shuffle(together, random);
        append(together);
    }

    /** Holds these points from now on, and no others. */
    void replace(List<Point> points, RandomGenerator random) {
        clear();
        List<Point> shuffled = new ArrayList<>(points);
        shuffle(shuffled, random);
        append(shuffled);
    }

    /** Holds no points any more. */
    void clear() {
        List.copyOf(state.reservoir().keySet()).forEach(id -> state.keepReservoir(id, 0));
    }

    private static void shuffle(List<Point> points, RandomGenerator random) {
        for (int i = points.size() - 1; i > 0; i--) {
            Collections.swap(points, i, random.nextInt(i + 1));
        }
    }
}
