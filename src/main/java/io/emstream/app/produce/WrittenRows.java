package io.emstream.app.produce;

import io.emstream.app.Failure;
import io.emstream.app.models.PartitionReader;
import io.emstream.app.settings.Settings;
import io.emstream.codec.PointRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which rows of a file its last run has written: all up to the window of the largest, and of that window those that were found
 * at the ends of the partitions.
 */
public final class WrittenRows {
    private static final int FIRST_LOOK = 2 * Delivery.WINDOW;
    private static final int WIDENING = 4;

    private final long run;
    private final long window;
    private final NavigableMap<Long, RowMark> marks;
    private final CRC32C checksum = new CRC32C();

    private WrittenRows(long run, NavigableMap<Long, RowMark> marks) {
        this.run = run;
        this.marks = marks;
        this.window = marks.isEmpty() ? 0 : windowOf(marks.lastKey());
    }

    /** None: a run that begins now. */
    public static WrittenRows none(long now) {
        return new WrittenRows(now, new TreeMap<>());
    }

    /** What these marks of one file, found at the ends of all partitions, say. */
    static Optional<WrittenRows> of(List<RowMark> marks) {
        OptionalLong run = marks.stream().mapToLong(RowMark::run).max();
        if (run.isEmpty()) {
            return Optional.empty();
        }
        NavigableMap<Long, RowMark> newest = new TreeMap<>();
        marks.stream().filter(mark -> mark.run() == run.getAsLong()).forEach(mark -> newest.put(mark.row(), mark));
        long window = windowOf(newest.lastKey());
        // What began before the window may reach into it.
        newest.values().removeIf(mark -> mark.last() < window);
        return Optional.of(new WrittenRows(run.getAsLong(), newest));
    }

    /** Looks for them at the end of each partition, committed or not, as far back as it takes. */
    public static Optional<WrittenRows> find(Settings settings, int partitions, String source) {
        List<RowMark> marks = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            TopicPartition place = new TopicPartition(settings.topics().points(), partition);
            try (PartitionReader reader = PartitionReader.uncommitted(settings, place)) {
                marks.addAll(lastWindow(reader, source));
            }
        }
        return of(marks);
    }

    /** The marks of the last window of a partition and perhaps some before. */
    private static List<RowMark> lastWindow(PartitionReader reader, String source) {
        List<RowMark> found = new ArrayList<>();
        long begin = reader.begin();
        long to = reader.end();
        long look = FIRST_LOOK;
        while (to > begin && !isComplete(found)) {
            long from = Math.max(begin, to - look);
            List<RowMark> earlier = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> each : reader.read(from, to)) {
                RowMark.in(each.headers())
                        .filter(mark -> mark.source().equals(source))
                        .ifPresent(earlier::add);
            }
            found.addAll(0, earlier);
            to = from;
            look *= WIDENING;
        }
        return found;
    }

    /** Whether something before the last window was found, so that all of this is. */
    private static boolean isComplete(List<RowMark> found) {
        if (found.isEmpty()) {
            return false;
        }
        long run = found.stream().mapToLong(RowMark::run).max().orElseThrow();
        long last = found.stream()
                .filter(mark -> mark.run() == run)
                .mapToLong(RowMark::row)
                .max()
                .orElseThrow();
        RowMark first = found.get(0);
        return first.run() < run || first.row() < windowOf(last);
    }

    private static long windowOf(long row) {
        return row / Delivery.WINDOW * Delivery.WINDOW;
    }

    /** When the run began that wrote them, epoch milliseconds. */
    long run() {
        return run;
    }

    /**
     * Whether a row is written. Rows are asked for in order, from the first.
     *
     * @throws Failure if another row stands in its place
     */
    boolean hold(PointRow row) {
        Map.Entry<Long, RowMark> before = marks.floorEntry(row.number());
        if (before == null || !before.getValue().holds(row.number())) {
            return row.number() < window;
        }
        compare(row, before.getValue());
        return true;
    }

    /** Compares what a record said of its rows with the rows, when the last of them has come. */
    private void compare(PointRow row, RowMark mark) {
        if (row.number() == mark.row()) {
            checksum.reset();
        }
        checksum.update(row.bytes());
        if (row.number() == mark.last() && (int) checksum.getValue() != mark.checksum()) {
            boolean isOne = mark.count() == 1;
            throw new Failure(mark.inWords() + (isOne ? " (line " : " (up to line ") + row.line() + ")"
                    + (isOne ? " is not what it was when it was" : " are not what they were when they were")
                    + " written: this is another file, or it has been changed before the end of what is written. Write"
                    + " it anew without --resume.");
        }
    }

    /**
     * Checks that a file that has ended had all of them.
     *
     * @throws Failure if it is shorter than what is written
     */
    void requireWithin(long rows, String source) {
        long last = marks.isEmpty() ? -1 : marks.lastEntry().getValue().last();
        if (rows <= last) {
            throw new Failure(source + " has " + rows + " rows, but row " + last
                    + " is written already: this is another file. Write it anew without --resume.");
        }
    }
}
