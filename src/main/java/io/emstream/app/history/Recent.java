package io.emstream.app.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The last records of a topic: as many as fit into a number and into a size. What is kept depends on the last records only,
 * so that whoever has read from the beginning and whoever has not keep the same. Not thread-safe.
 */
final class Recent {
    private final int most;
    private final long mostBytes;
    private final Deque<Said> records = new ArrayDeque<>();
    private long bytes;
    private boolean dropped;

    /** What a record says, and when it was written. */
    static final class Said {
        private final byte[] json;
        private final Instant at;

        /** The array is taken over. */
        Said(byte[] json, Instant at) {
            this.json = json;
            this.at = at;
        }

        byte[] json() {
            return json;
        }

        Instant at() {
            return at;
        }
    }

    /** No records yet; the newest is kept whatever its size. */
    Recent(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Adds a record, unless it repeats the one before; tells whether it has. */
    boolean add(Said said) {
        if (!records.isEmpty() && Arrays.equals(records.getLast().json(), said.json())) {
            return false;
        }
        records.addLast(said);
        bytes += said.json().length;
        while (records.size() > most || (bytes > mostBytes && records.size() > 1)) {
            bytes -= records.removeFirst().json().length;
            dropped = true;
        }
        return true;
    }

    /** Whether a record had to leave, so that older ones would have, too. */
    boolean hasOverflown() {
        return dropped;
    }

    /** The newest so many, oldest of them first. */
    List<Said> last(int number) {
        List<Said> all = new ArrayList<>(records);
        return List.copyOf(all.subList(Math.max(0, all.size() - number), all.size()));
    }
}
