package io.emstream.streams;

import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the processors of one instance have done since it started, counted for whoever watches. It goes no way back: nothing in
 * the stream depends on it. Thread-safe; a count costs about as much as adding to a long.
 *
 * <p>What was processed counts, committed or not: points whose transaction is aborted are processed again and count again. The
 * topics are what is exact.
 *
 * <p>Sensors of Kafka Streams would say the same, but end with their task: a rebalance would set totals back, and each of the
 * several updates a record would take a lock and a look at the clock.
 */
public final class StreamCounts {
    private final Map<Status, LongAdder> labels = adders(Status.class);
    private final Map<Reason, LongAdder> deadLetters = adders(Reason.class);
    private final LongAdder late = new LongAdder();
    private final LongAdder assignCommits = new LongAdder();
    private final LongAdder learnCommits = new LongAdder();
    private final LongAdder foldNanos = new LongAdder();
    private final LongAdder searchNanos = new LongAdder();
    private final LongAdder putOff = new LongAdder();
    private final AtomicInteger learners = new AtomicInteger();
    private final LabelSample sample = new LabelSample(new SplittableRandom(1));
    private volatile double drift;

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        return Collections.unmodifiableMap(Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        Function.identity(), each -> new LongAdder(), (one, other) -> one, () -> new EnumMap<>(type))));
    }

    private static <E> LongAdder adder(Map<E, LongAdder> adders, E of) {
        LongAdder adder = adders.get(of);
        if (adder == null) {
            throw new IllegalArgumentException("nothing is counted of " + of);
        }
        return adder;
    }

    /** A few of the points that were labelled. */
    public LabelSample sample() {
        return sample;
    }

    /** Points that were labelled with this status. */
    public long labels(Status status) {
        return adder(labels, status).sum();
    }

    /** Records that were no points for this reason. */
    public long deadLetters(Reason reason) {
        return adder(deadLetters, reason).sum();
    }

    /** Points that came after their pane had closed; labelled and learned all the same. */
    public long late() {
        return late.sum();
    }

    /** How often the commit hooks of tasks that label have run. */
    public long assignCommits() {
        return assignCommits.sum();
    }

    /** How often the commit hook of the learner has run. */
    public long learnCommits() {
        return learnCommits.sum();
    }

    /** Time on the stream thread for folding panes and making models, in nanoseconds. */
    public long foldNanos() {
        return foldNanos.sum();
    }

    /** Time beside the stream for first models and for checks of the model, in nanoseconds. */
    public long searchNanos() {
        return searchNanos.sum();
    }

    /** How often a check of the model was due but put off, because checks had used their share of a core. */
    public long putOff() {
        return putOff.sum();
    }

    /** Whether the learner is in this instance. */
    public boolean hasLearner() {
        return learners.get() > 0;
    }

    /**
     * What has added up to an alarm of drift, in standard deviations of a pane's mean log-likelihood; {@code NaN} where the
     * learner is not.
     */
    public double drift() {
        return hasLearner() ? drift : Double.NaN;
    }

    /** An executor that does the same and measures for how long. */
    public Executor measured(Executor executor) {
        return work -> executor.execute(() -> {
            long start = System.nanoTime();
            try {
                work.run();
            } finally {
                searchNanos.add(System.nanoTime() - start);
            }
        });
    }

    void labelled(Status status) {
        adder(labels, status).increment();
    }

    void refused(Reason reason) {
        adder(deadLetters, reason).increment();
    }

    /** So many rows of a block were labelled with this status. */
    void labelled(Status status, int rows) {
        if (rows > 0) {
            adder(labels, status).add(rows);
        }
    }

    void wasLate() {
        late.increment();
    }

    void wereLate(int rows) {
        late.add(rows);
    }

    void assignCommitted() {
        assignCommits.increment();
    }

    void learnerCame() {
        learners.incrementAndGet();
    }

    void learnerLeft() {
        learners.decrementAndGet();
    }

    /**
     * The learner has had its turn in a commit.
     *
     * @param nanos how long it took
     * @param newlyPutOff how many checks were put off since the last turn
     * @param driftNow what has added up to an alarm
     */
    void learned(long nanos, long newlyPutOff, double driftNow) {
        learnCommits.increment();
        foldNanos.add(nanos);
        putOff.add(newlyPutOff);
        drift = driftNow;
    }
}
