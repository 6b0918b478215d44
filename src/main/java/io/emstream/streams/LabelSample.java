package io.emstream.streams;

import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A small uniform sample of the points that one instance has labelled since it was last asked, for whoever looks on
 * (Vitter 1985, algorithm R). While nobody does, a point costs a look at one flag; while somebody does, a lock, and nothing is
 * allocated but once. Thread-safe.
 */
public final class LabelSample {
    /** The most points that are drawn between two looks. */
    static final int MOST_POINTS = 500;
    /** The most values that they have together, so that wide points are fewer. */
    static final int MOST_VALUES = 8_000;

    private final RandomGenerator random;
    private volatile boolean isWatched;
    private Slot[] slots = {};
    private long seen;

    private static final class Slot {
        private final double[] values;
        private long model;
        private long cluster;
        private double responsibility;
        private int partition;
        private long offset;

        Slot(int dimension) {
            this.values = new double[dimension];
        }

        void fill(double[] point, long byModel, int fromPartition, long atOffset) {
            System.arraycopy(point, 0, values, 0, values.length);
            model = byModel;
            partition = fromPartition;
            offset = atOffset;
        }
    }

    /** A point and its label. */
    public static final class Labelled {
        private final double[] values;
        private final long model;
        private final long cluster;
        private final double responsibility;
        private final int partition;
        private final long offset;

        private Labelled(Slot slot) {
            this.values = slot.values.clone();
            this.model = slot.model;
            this.cluster = slot.cluster;
            this.responsibility = slot.responsibility;
            this.partition = slot.partition;
            this.offset = slot.offset;
        }

        /** Its values, {@code NaN} where one is missing; not a copy. */
        public double[] values() {
            return values;
        }

        /** The version of the model that labelled it. */
        public long model() {
            return model;
        }

        /** The id of the cluster that it was given to. */
        public long cluster() {
            return cluster;
        }

        /** What part of it that cluster is responsible for. */
        public double responsibility() {
            return responsibility;
        }

        /** The partition of the points topic that it came from. */
        public int partition() {
            return partition;
        }

        /** Its offset there. */
        public long offset() {
            return offset;
        }
    }

    /** Nobody looks on yet. */
    LabelSample(RandomGenerator random) {
        this.random = random;
    }

    /** Begins to draw, or stops and forgets what was drawn. */
    public void watch(boolean on) {
        isWatched = on;
        if (!on) {
            take();
        }
    }

    /** What was drawn since the last time, in no order that means anything. */
    public synchronized List<Labelled> take() {
        int drawn = (int) Math.min(seen, slots.length);
        List<Labelled> sample = new ArrayList<>(drawn);
        for (int i = 0; i < drawn; i++) {
            sample.add(new Labelled(slots[i]));
        }
        seen = 0;
        return sample;
    }

    void labelled(Point point, Responsibilities answer, long model, int partition, long offset) {
        if (isWatched) {
            draw(point, answer, model, partition, offset);
        }
    }

    private synchronized void draw(Point point, Responsibilities answer, long model, int partition, long offset) {
        int place = place(point.dimension());
        if (place < slots.length) {
            Slot slot = slots[place];
            slot.fill(point.values(), model, partition, offset);
            slot.cluster = answer.mixture().mixture().cluster(answer.component());
            slot.responsibility = answer.value(answer.component());
        }
    }

    /** The rows of a block, all at its offset. */
    void labelled(RowResponsibilities rows, long model, int partition, long offset) {
        if (isWatched) {
            draw(rows, model, partition, offset);
        }
    }

    private synchronized void draw(RowResponsibilities rows, long model, int partition, long offset) {
        Mixture mixture = rows.mixture().mixture();
        for (int row = 0; row < rows.size(); row++) {
            int place = rows.isAnswered(row) ? place(mixture.dimension()) : slots.length;
            if (place < slots.length) {
                Slot slot = slots[place];
                slot.fill(rows.values(row), model, partition, offset);
                slot.cluster = mixture.cluster(rows.component(row));
                slot.responsibility = rows.value(row, rows.component(row));
            }
        }
    }

    /** The slot of one more point; none if that lies beyond the last. */
    private int place(int dimension) {
        if (slots.length == 0 || slots[0].values.length != dimension) {
            allocate(dimension);
        }
        seen++;
        return (int) Math.min(slots.length, seen <= slots.length ? seen - 1 : random.nextLong(seen));
    }

    private void allocate(int dimension) {
        slots = new Slot[Math.max(1, Math.min(MOST_POINTS, MOST_VALUES / dimension))];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(dimension);
        }
        seen = 0;
    }
}
