package io.emstream.learn;

import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A uniform random sample, of bounded size, of a set of points. Every point has a priority, uniform in (0, 1), and the sample
 * is of the points whose priorities lie below a threshold: that of the first one which found no room. Hence samples of
 * parts merge to a uniform sample of the whole, however many points each of them was taken from: bottom-k sampling, Cohen
 * &amp; Kaplan 2007.
 *
 * <p>Mutable; merged into by whoever owns this object. Not thread-safe.
 */
public final class PointSample {
    /** How many points the learner keeps of a fold, at most. */
    public static final int FOLD_CAPACITY = 4096;
    /** How many points a task keeps of its part of a pane, if there are so many tasks that the share of each is less. */
    public static final int LEAST_TASK_CAPACITY = 512;

    /** Samples of so many bytes are not made larger than those of the least capacity. */
    private static final long MOST_BYTES = 1L << 21;

    /** What {@link #threshold()} is while every point has found room. */
    private static final double ALL = 1;

    private static final int FIRST_LENGTH = 16;
    /** The odd number nearest to 2⁶⁴ divided by the golden ratio. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Stands where there is no point, so that none is kept alive. */
    private static final Point NOTHING = Point.of();

    private int capacity;
    private double threshold = ALL;
    private int size;
    /** A heap: each priority is no larger than that at half its index, counted from 1. */
    private double[] priorities = new double[0];
    /** The point of each priority. */
    private Point[] points = new Point[0];

    /**
     * A sample of no points.
     *
     * @param capacity how many points it may hold, 1 or more
     */
    public PointSample(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be 1 or more");
        }
        this.capacity = capacity;
    }

    /** How many points of this dimension the learner keeps of a fold: fewer if they are large. */
    public static int foldCapacity(int dimension) {
        long room = MOST_BYTES / (8L * (2 + dimension));
        return (int) Math.max(LEAST_TASK_CAPACITY, Math.min(FOLD_CAPACITY, room));
    }

    /**
     * The sample with these points.
     *
     * @param threshold above 0, at most 1
     * @param priorities above 0 and below the threshold, ascending
     * @param points as many as there are priorities, no more than the capacity
     */
    public static PointSample of(int capacity, double threshold, double[] priorities, List<Point> points) {
        if (!(threshold > 0 && threshold <= ALL)) {
            throw new IllegalArgumentException("threshold is " + threshold + ", must be above 0 and at most 1");
        }
        if (points.size() > capacity || points.size() != priorities.length) {
            throw new IllegalArgumentException(points.size() + " points with " + priorities.length
                    + " priorities, must be as many, and " + capacity + " at the most");
        }
        PointSample sample = new PointSample(capacity);
        double least = 0;
        for (int i = 0; i < priorities.length; i++) {
            if (!(priorities[i] >= least && priorities[i] > 0 && priorities[i] < threshold)) {
                throw new IllegalArgumentException("priority " + i + " is " + priorities[i]
                        + ", must be above 0, no less than the one before, and below " + threshold);
            }
            least = priorities[i];
            sample.add(priorities[i], points.get(i));
        }
        sample.threshold = threshold;
        return sample;
    }

    /**
     * The priority of a point: a pure function of where the point stands in the input, so that it is the same whenever the
     * point is read again. The finaliser of SplitMix64, Steele, Lea &amp; Flood 2014.
     *
     * @param seed of all chance in learning
     * @param source what the points are numbered in, such as a partition
     * @param number of the point in its source
     * @return above 0 and below 1
     */
    public static double priority(long seed, long source, long number) {
        long bits = mixed(mixed(mixed(seed) + source * GOLDEN) + number * GOLDEN);
        // The middle of one of 2⁵² intervals.
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }

    /** The same of a row in a block of points. */
    public static double priority(long seed, long source, long number, int row) {
        return priority(mixed(seed) + row * GOLDEN, source, number);
    }

    private static long mixed(long value) {
        long bits = value + GOLDEN;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    /**
     * Samples one more point. Of n points, about capacity · ln(n / capacity) are kept for some time, each at logarithmic
     * cost; of all others only the priority is looked at.
     *
     * @param priority above 0 and below 1
     */
    public void add(double priority, Point point) {
        if (priority >= threshold) {
            return;
        }
        if (size == priorities.length) {
            int length = Math.min(Math.max(FIRST_LENGTH, 2 * size), capacity + 1);
            priorities = Arrays.copyOf(priorities, length);
            points = Arrays.copyOf(points, length);
        }
        rise(priority, point);
        if (size > capacity) {
            lower(priorities[0]);
        }
    }

    /** Makes room for as many points, if there was less; those that were left out before stay out. */
    public void widen(int atLeast) {
        capacity = Math.max(capacity, atLeast);
    }

    /** Makes this the sample of all points of both, of the larger capacity; the other stays as it is. */
    public void merge(PointSample other) {
        widen(other.capacity);
        lower(Math.min(threshold, other.threshold));
        for (int i = 0; i < other.size; i++) {
            add(other.priorities[i], other.points[i]);
        }
    }

    /** All points with a priority below this are here, and no others; 1 while none was left out. */
    public double threshold() {
        return threshold;
    }

    /** How many points there are. */
    public int size() {
        return size;
    }

    /** The points, in ascending order of priority. */
    public List<Point> points() {
        return Arrays.stream(inOrder()).mapToObj(i -> points[i]).toList();
    }

    /** The priorities, ascending. */
    public double[] priorities() {
        return Arrays.stream(inOrder()).mapToDouble(i -> priorities[i]).toArray();
    }

    /** Where the entries stand, in ascending order of priority: heap sort, which finds its heap made. */
    private int[] inOrder() {
        double[] keys = Arrays.copyOf(priorities, size);
        int[] order = IntStream.range(0, size).toArray();
        for (int last = size - 1; last > 0; last--) {
            double key = keys[last];
            int entry = order[last];
            keys[last] = keys[0];
            order[last] = order[0];
            int at = 0;
            while (2 * at + 1 < last) {
                int child = 2 * at + 1;
                if (child + 1 < last && keys[child + 1] > keys[child]) {
                    child++;
                }
                if (keys[child] <= key) {
                    break;
                }
                keys[at] = keys[child];
                order[at] = order[child];
                at = child;
            }
            keys[at] = key;
            order[at] = entry;
        }
        return order;
    }

    /** Leaves out the points whose priorities are no longer below the threshold. */
    private void lower(double to) {
        threshold = to;
        while (size > 0 && priorities[0] >= threshold) {
            size--;
            sink(priorities[size], points[size]);
            points[size] = NOTHING;
        }
    }

    /** Puts an entry where the heap has just become longer. */
    private void rise(double priority, Point point) {
        int at = size++;
        while (at > 0 && priorities[(at - 1) / 2] < priority) {
            put(at, priorities[(at - 1) / 2], points[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        put(at, priority, point);
    }

    /** Puts an entry in the place of the largest. */
    private void sink(double priority, Point point) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && priorities[child + 1] > priorities[child]) {
                child++;
            }
            if (priorities[child] <= priority) {
                break;
            }
            put(at, priorities[child], points[child]);
            at = child;
        }
        put(at, priority, point);
    }

    private void put(int at, double priority, Point point) {
        priorities[at] = priority;
        points[at] = point;
    }
}
