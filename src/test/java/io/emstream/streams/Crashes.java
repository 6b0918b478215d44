package io.emstream.streams;

import io.emstream.codec.BlockDecoder;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.PointTable;
import io.emstream.point.RejectedPointException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions at random moments: in the middle of the work on a record, before the commit hook has run and after it. Some kill
 * the stream thread; the others are those of a thread that finds itself fenced, which drops all it has done since its last
 * commit and joins the group anew.
 */
final class Crashes {
    /** One in so many records, or commits of a task, crashes: seldom enough for most commits to succeed. */
    private static final int RECORDS = 1500;

    private static final int BLOCKS = 1000;
    private static final int COMMITS = 80;

    private final int total;
    private final int deaths;
    private final RandomGenerator random;
    private int happened;

    /**
     * So many crashes at most.
     *
     * @param deaths how many of them may kill a thread, which takes a session's timeout to recover from
     */
    Crashes(int total, int deaths, long seed) {
        this.total = total;
        this.deaths = deaths;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static Crashes none() {
        return new Crashes(0, 0, 0);
    }

    synchronized int happened() {
        return happened;
    }

    /** A decoder that crashes now and then. */
    PointDecoder in(PointDecoder decoder) {
        return value -> {
            maybe(RECORDS);
            return decoder.decode(value);
        };
    }

    /** The same for blocks. */
    BlockDecoder in(BlockDecoder decoder) {
        return new BlockDecoder() {
            @Override
            public boolean isBlock(byte @Nullable [] value) {
                return decoder.isBlock(value);
            }

            @Override
            public void decode(byte[] value, PointTable into) throws RejectedPointException {
                maybe(BLOCKS);
                decoder.decode(value, into);
            }
        };
    }

    /** Maybe crashes in a commit. */
    void inCommit() {
        maybe(COMMITS);
    }

    private synchronized void maybe(int oneIn) {
        if (happened == total || random.nextInt(oneIn) > 0) {
            return;
        }
        happened++;
        System.out.println("CRASH");
        if (happened <= deaths) {
            throw new IllegalStateException("injected crash");
        }
        throw new TaskMigratedException("injected crash");
    }
}
