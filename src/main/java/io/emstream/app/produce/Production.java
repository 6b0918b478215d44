package io.emstream.app.produce;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import io.emstream.codec.PointFormat;
import io.emstream.codec.PointRow;
import io.emstream.codec.RowSequence;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a file to the points topic. */
public final class Production {
    /** So many bad rows are told one by one. */
    private static final int TOLD = 10;

    private final Plan plan;
    private final Delivery delivery;
    private final Pace pace;
    private final Predicate<Duration> stop;
    private final Map<RejectedPointException.Reason, Long> bad = new EnumMap<>(RejectedPointException.Reason.class);
    private final PendingRows pending = new PendingRows();
    private long window;
    private long rows;
    private long already;
    private long told;

    /**
     * What is to be written.
     *
     * @param source the name of the file
     * @param values what a record holds
     * @param key what its key is
     * @param format of the topic
     * @param skipsBad whether rows that are no points are left out; otherwise they end it
     * @param isMarked whether records say which row they are, so that the run can be continued
     * @param rate rows a second; infinite for no limit
     * @param before what is written already
     * @param continuation how to go on where it is interrupted, in a sentence; may be empty
     */
    public record Plan(
            String source,
            RowValues values,
            RowKey key,
            PointFormat format,
            boolean skipsBad,
            boolean isMarked,
            double rate,
            WrittenRows before,
            String continuation) {}

    /**
     * What was done.
     *
     * @param rows how many were read
     * @param written how many of them are acknowledged
     * @param records in how many records these are
     * @param already how many had been written before
     * @param bad those that are no points, by reason
     * @param isComplete whether all rows were read and are acknowledged
     * @param soFar how far it came, and how to go on, in sentences
     */
    public record Outcome(
            long rows,
            long written,
            long records,
            long already,
            Map<RejectedPointException.Reason, Long> bad,
            boolean isComplete,
            String soFar) {}

    Production(Plan plan, Delivery delivery, Predicate<Duration> stop) {
        this.plan = plan;
        this.delivery = delivery;
        this.pace = new Pace(plan.rate());
        this.stop = stop;
    }

    /**
     * Writes rows until they end or a stop is asked for.
     *
     * @param partitions of the topic
     * @param patience how long brokers may acknowledge nothing
     * @param stop whether a stop is asked for, waiting so long for it at most
     * @param complaints is told of the first rows that are left out
     * @param written is told how many rows are acknowledged, now and then
     * @throws Failure if a row is no point or is refused, or the brokers are silent
     */
    public static Outcome run(
            Plan plan,
            RowSequence rows,
            Settings settings,
            int partitions,
            Duration patience,
            Predicate<Duration> stop,
            Consumer<String> complaints,
            Consumer<Long> written) {
        try (Delivery delivery = new Delivery(
                Delivery.producer(settings, patience),
                settings,
                partitions,
                patience,
                () -> stop.test(Duration.ZERO),
                plan.continuation())) {
            return new Production(plan, delivery, stop).write(rows, complaints, written);
        }
    }

    Outcome write(RowSequence from, Consumer<String> complaints, Consumer<Long> written) {
        boolean isStopped = false;
        while (!isStopped && from.hasNext()) {
            PointRow row = from.next();
            if (plan.before().hold(row)) {
                rows++;
                already++;
                continue;
            }
            isStopped = stop.test(Duration.ZERO);
            if (!isStopped) {
                rows++;
                isStopped = !take(row, complaints);
                written.accept(delivery.acknowledged());
            }
        }
        isStopped = isStopped || !send();
        boolean isSettled = delivery.settle();
        if (!isStopped) {
            plan.before().requireWithin(rows, plan.source());
        }
        return new Outcome(
                rows,
                delivery.acknowledged(),
                delivery.records(),
                already,
                bad,
                isSettled && !isStopped,
                delivery.soFar());
    }

    /** Puts a row to those that are pending, and sends what is complete; false if a stop was asked for before. */
    private boolean take(PointRow row, Consumer<String> complaints) {
        Point point;
        try {
            point = plan.values().point(row);
        } catch (RejectedPointException refusal) {
            refuse(refusal, complaints);
            return true;
        }
        byte[] key = plan.key().of(row);
        if (!pending.suits(row, point, key) && !send()) {
            return false;
        }
        pending.add(row, point, key);
        return pending.size() < plan.values().most() || send();
    }

    /** Sends what is pending when it is due; false if a stop was asked for before. */
    private boolean send() {
        if (pending.size() == 0) {
            return true;
        }
        if (pending.first() / Delivery.WINDOW != window && !delivery.settle()) {
            return false;
        }
        window = pending.first() / Delivery.WINDOW;
        long wait = pace.next(System.nanoTime(), pending.size());
        if (wait > 0 && stop.test(Duration.ofNanos(wait))) {
            return false;
        }
        delivery.send(
                pending.mark(plan.before().run(), plan.source()),
                plan.isMarked(),
                pending.key(),
                plan.values().value(pending),
                timestamp(pending.timestamp()));
        pending.clear();
        return true;
    }

    /** JSON holds the event time itself, so that the record may be as young as it is and is not deleted for its age. */
    private @Nullable Long timestamp(long time) {
        return plan.format() == PointFormat.JSON || time == Point.NO_TIMESTAMP ? null : Long.valueOf(Math.max(0, time));
    }

    private void refuse(RejectedPointException refusal, Consumer<String> complaints) {
        String complaint = refusal.reason() + ": " + refusal.getMessage();
        if (!plan.skipsBad()) {
            // Those before it may wait for more, of which there will be none.
            send();
            delivery.settle();
            throw new Failure(
                    complaint + ". Mend the row, or leave such rows out with --skip-bad. " + delivery.soFar(), refusal);
        }
        bad.merge(refusal.reason(), 1L, Long::sum);
        if (told++ < TOLD) {
            complaints.accept("left out, " + complaint);
        }
    }
}
