package io.emstream.streams;

import io.emstream.codec.Assignment.Status;
import io.emstream.codec.BlockAnswers;
import io.emstream.codec.BlockDecoder;
import io.emstream.codec.HeldRecord;
import io.emstream.codec.PointTable;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of points, labels their rows and reports what is learned from them. A block is one moment: all of its rows have
 * its event time and its position, and so count in one pane. One block at a time: what is said of a block is said of the one
 * that was decoded last.
 */
final class BlockLabels {
    /** What stands around the rows of an answer, with room to spare. */
    private static final int FRAME = 512;

    private final StreamCounts counts;
    private final BlockDecoder decoder;
    private final PointTable block;
    private final BlockAnswers answers;
    private final DeadLetters deadLetters;
    private final TaskClock clock;
    private final int partition;
    private final int mostClusters;
    private final int maxAnswerBytes;
    private final boolean learns;
    private final double[] tails = new double[PointBlock.CAPACITY];

    /** For the blocks of one partition, with its clock and its dead letters. */
    BlockLabels(ClusteringSettings settings, int partition, TaskClock clock, DeadLetters deadLetters) {
        this.counts = settings.counts();
        this.decoder = settings.blocks().decoders().get();
        this.block = new PointTable(settings.learner().features().dimension());
        this.answers = settings.blocks().answers().get();
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.partition = partition;
        this.mostClusters = settings.learner().clusters().most();
        this.maxAnswerBytes = settings.blocks().maxAnswerBytes();
        this.learns = settings.frozen().isEmpty();
    }

    boolean isBlock(byte @Nullable [] value) {
        return decoder.isBlock(value);
    }

    /**
     * Reads the block of a record.
     *
     * @throws RejectedPointException if it cannot be read, or an answer to it might be too large
     */
    void decode(Record<byte[], byte[]> input, CurrentModel model) throws RejectedPointException {
        decoder.decode(input.value(), block);
        int inForce = model.isAbsent() ? 0 : model.get().mixture().size();
        long answer = RecordSize.besideValue(input.key(), input.headers())
                + answerBytes(block.rows(), Math.max(mostClusters, inForce));
        if (answer > maxAnswerBytes) {
            throw new RejectedPointException(
                    Reason.TOO_LARGE,
                    "the answer to a block of " + block.rows() + " rows may take " + answer
                            + " bytes with its key and headers, may take " + maxAnswerBytes + " (max.block.rows)");
        }
    }

    private long answerBytes(int rows, int components) {
        return FRAME + (long) components * Long.BYTES + (long) rows * answers.bytesPerRow(components);
    }

    /** The event time of the block of a record: its own or else the record's. */
    long time(Record<byte[], byte[]> input) {
        return block.timestamp() == Point.NO_TIMESTAMP ? input.timestamp() : block.timestamp();
    }

    /** How many points a record holds that was held back. */
    int points(HeldRecord record) {
        if (!isBlock(record.value())) {
            return 1;
        }
        try {
            decoder.decode(Objects.requireNonNull(record.value()), block);
            return block.rows();
        } catch (RejectedPointException otherSettings) {
            // It was a block when it came in, and will be a dead letter.
            return 1;
        }
    }

    /** Reports the points of the block as held back, and says how many rows it has. */
    int held(Record<byte[], byte[]> input, TaskReports reports) {
        each(input, reports::held);
        return block.rows();
    }

    private void each(Record<byte[], byte[]> input, Consumer<Point> to) {
        for (int row = 0; row < block.rows(); row++) {
            if (block.refusal(row) == null) {
                to.accept(block.point(row, time(input)));
            }
        }
    }

    /**
     * The answer to a block; rows that turn out to have no finite density are refused in the block.
     *
     * @param model which is there
     */
    byte[] label(Record<byte[], byte[]> input, long offset, CurrentModel model, TaskReports reports) {
        long time = time(input);
        long position = clock.position(offset, time);
        boolean isLate = clock.isLate(position);
        long pane = isLate ? clock.newestPane() : clock.pane(position);
        RowResponsibilities rows = model.rows();
        answers.begin(offset, model.get(), block.rows());
        for (int first = 0; first < block.rows(); first += PointBlock.CAPACITY) {
            take(first, rows);
            rows.answer();
            judge(first, rows);
            int learnable = learns ? learnable(rows) : 0;
            if (learnable > 0) {
                reports.labelled(rows, offset, first, time, pane, model.get().layoutEpoch(), isLate);
                counts.wereLate(isLate ? learnable : 0);
            }
            counts.sample().labelled(rows, model.get().version(), partition, offset);
            answers.add(rows, tails);
        }
        if (block.refused() < block.rows()) {
            clock.advance(position);
        }
        return answers.end();
    }

    private void take(int first, RowResponsibilities rows) {
        rows.clear();
        int end = Math.min(block.rows(), first + PointBlock.CAPACITY);
        for (int row = first; row < end; row++) {
            if (block.refusal(row) == null) {
                rows.add(block.values(row), block.observed(row), block.weight(row));
            } else {
                rows.skip();
            }
        }
    }

    /** What there is to say of each row beside its responsibilities. */
    private void judge(int first, RowResponsibilities rows) {
        int ok = 0;
        int unknown = 0;
        for (int row = 0; row < rows.size(); row++) {
            int observed = rows.observed(row);
            if (!rows.isAnswered(row)) {
                block.refuse(first + row, tooFar());
            } else if (observed == 0) {
                tails[row] = Double.NaN;
                unknown++;
            } else {
                tails[row] = ChiSquare.tail(rows.squaredDistance(row), observed);
                ok++;
            }
        }
        counts.labelled(Status.OK, ok);
        counts.labelled(Status.NOTHING_OBSERVED, unknown);
    }

    /** Why a point that could be read has no label. */
    static RejectedPointException tooFar() {
        return new RejectedPointException(
                Reason.NOT_FINITE, "the point is so far from every cluster that its density is no finite number");
    }

    private static int learnable(RowResponsibilities rows) {
        int learnable = 0;
        for (int row = 0; row < rows.size(); row++) {
            learnable += rows.isLearnable(row) ? 1 : 0;
        }
        return learnable;
    }

    /** The answer to a block that met no model, whose points are reported as they are. */
    byte[] pass(Record<byte[], byte[]> input, long offset, TaskReports reports) {
        each(input, reports::passed);
        int passed = block.rows() - block.refused();
        counts.labelled(Status.NO_MODEL, passed);
        if (passed > 0) {
            clock.advance(clock.position(offset, time(input)));
        }
        return answers.withoutModel(offset, block);
    }

    /** Makes dead letters of the rows that are no points, when their block is answered: once, however long it was held. */
    void refuse(Record<byte[], byte[]> input, long offset, long now, Consumer<Record<byte[], Outgoing>> to) {
        int letters = block.refused();
        for (int row = 0; letters > 0 && row < block.rows(); row++) {
            RejectedPointException why = block.refusal(row);
            if (why != null) {
                counts.refused(why.reason());
                byte[] bytes = block.bytes(row, input.value());
                to.accept(deadLetters.letter(input, offset, row, bytes, letters, why, now));
            }
        }
    }
}
