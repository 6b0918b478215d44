package io.emstream.streams;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.HeldRecord;
import io.emstream.codec.MalformedBytesException;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.TaskReportCodec;
import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.learn.TaskReport;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.streams.Outgoing.Destination;
import io.emstream.streams.StreamSettings.Warmup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The E-step of one partition: reads points and models, sends on one label or one dead letter per point, and at each commit
 * reports statistics to the learner.
 */
final class AssignPoints implements Processor<byte[], byte[], byte[], Outgoing> {
    private final ClusteringSettings settings;
    private final StreamSettings stream;
    private final PointDecoder decoder;
    private final byte[] name;
    private final boolean learns;
    private final Admission admission;
    private final WaitingPoints waiting = new WaitingPoints();

    private ProcessorContext<byte[], Outgoing> context;
    private CurrentModel model;
    private HeldPoints held;
    private TaskReports reports;
    private DeadLetters deadLetters;
    private TaskClock clock;
    private CommitHookCanary canary;
    private AssignmentJson labels;
    private BlockLabels blocks;
    private LabelSink sink;
    private Cancellable looking;
    private int partition;

    // The fields without a value here are given theirs in init, before anything else is called.
    @SuppressWarnings("NullAway.Init")
    AssignPoints(ClusteringSettings settings) {
        this.settings = settings;
        this.stream = settings.stream();
        this.admission = new Admission(stream);
        this.learns = settings.frozen().isEmpty();
        this.decoder = settings.decoders().get();
        this.name = settings.learner().name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> taskContext) {
        // A task that is revived comes here again with this same object: everything starts from the stores.
        context = taskContext;
        partition = context.taskId().partition();
        model = currentModel(context.getStateStore(ClusteringTopology.MODEL_STORE));
        deadLetters = new DeadLetters(stream.topics().points(), partition, stream.maxPointBytes());
        labels = new AssignmentJson(settings.responsibilities());
        sink = new LabelSink(context, stream.topics().assignments());
        clock = new TaskClock(
                partition,
                settings.learner().partitions(),
                stream.clock(),
                settings.learner().paneLength(),
                stream.lateness(),
                stream.idleTimeout(),
                context.currentSystemTimeMs());
        blocks = new BlockLabels(settings, partition, clock, deadLetters);
        held = new HeldPoints(
                context.getStateStore(ClusteringTopology.HELD_STORE),
                stream.holdMax(),
                stream.holdMaxWait(),
                blocks::points);
        canary = new CommitHookCanary(stream.commitInterval());
        startReports();
        CommitHook.attach(context, ClusteringTopology.ASSIGN_HOOK, this::beforeCommit, this::startReports);
        looking = context.schedule(lookInterval(), PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void close() {
        // Of a task that is revived the punctuations would go on beside those of its next life.
        looking.cancel();
    }

    private CurrentModel currentModel(KeyValueStore<String, byte[]> store) {
        return settings.frozen()
                .map(frozen -> CurrentModel.frozen(settings.learner(), store, frozen))
                .orElseGet(() -> new CurrentModel(settings.learner(), store));
    }

    private void startReports() {
        waiting.clear();
        reports = new TaskReports(partition, settings.learner(), stream.openPanes(), this::send);
    }

    private Duration lookInterval() {
        long shortest =
                Math.min(stream.idleTimeout().toMillis(), stream.holdMaxWait().toMillis());
        return Duration.ofMillis(Math.max(1, shortest / 2));
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has a topic, partition and offset"));
        if (metadata.topic().equals(stream.topics().modelBroadcast())) {
            receiveModel(input, metadata.offset());
        } else if (ControlRecords.isEndOfInput(input)) {
            clock.ended();
        } else {
            receivePoint(input, metadata.offset());
        }
    }

    private void receivePoint(Record<byte[], byte[]> input, long offset) {
        labelWhatWasHeldBefore();
        long now = context.currentSystemTimeMs();
        clock.heard(now);
        canary.processed(now);
        try {
            admission.checkSize(input);
            // The label has the record's time, which a topic refuses if it is too far ahead.
            if (blocks.isBlock(input.value())) {
                // Labels keep the order of points, and the rows of a block take the place of theirs.
                labelWaiting();
                blocks.decode(input, model);
                admission.checkTime(blocks.time(input), now);
                admission.checkTime(input.timestamp(), now);
                receiveBlock(input, offset);
            } else {
                Point point = decode(input);
                admission.checkTime(point.timestamp(), now);
                admission.checkTime(input.timestamp(), now);
                receivePoint(input, point, offset);
            }
        } catch (RejectedPointException rejected) {
            refuse(input, offset, rejected, now);
        }
    }

    private void receivePoint(Record<byte[], byte[]> input, Point point, long offset) throws RejectedPointException {
        if (!model.isAbsent()) {
            labelSoon(input, point, offset);
        } else if (holds()) {
            reports.held(point);
            hold(input, offset, 1);
        } else {
            releaseWithoutModel();
            pass(input, point, offset);
        }
    }

    private boolean holds() {
        return stream.warmup() == Warmup.HOLD && !held.isGivenUp();
    }

    /** The same of the block just decoded. */
    private void receiveBlock(Record<byte[], byte[]> input, long offset) throws RejectedPointException {
        if (!model.isAbsent()) {
            labelBlock(input, offset);
        } else if (holds()) {
            hold(input, offset, blocks.held(input, reports));
        } else {
            releaseWithoutModel();
            // The table has held other blocks in the meantime.
            blocks.decode(input, model);
            passBlock(input, offset);
        }
    }

    private void labelBlock(Record<byte[], byte[]> input, long offset) {
        sink.send(input, blocks.label(input, offset, model, reports));
        blocks.refuse(input, offset, context.currentSystemTimeMs(), record -> Outgoing.send(context, record));
    }

    private void passBlock(Record<byte[], byte[]> input, long offset) {
        sink.send(input, blocks.pass(input, offset, reports));
        blocks.refuse(input, offset, context.currentSystemTimeMs(), record -> Outgoing.send(context, record));
    }

    private void refuse(Record<byte[], byte[]> input, long offset, RejectedPointException why, long now) {
        settings.counts().refused(why.reason());
        Outgoing.send(context, deadLetters.letter(input, offset, why, now));
    }

    /** The point with its event time, which is its own or else the record's. */
    private Point decode(Record<byte[], byte[]> input) throws RejectedPointException {
        Point point = decoder.decode(input.value());
        return point.timestamp() == Point.NO_TIMESTAMP
                ? new Point(point.values(), point.weight(), input.timestamp())
                : point;
    }

    /** Labels a point together with others. */
    private void labelSoon(Record<byte[], byte[]> input, Point point, long offset) {
        waiting.add(input, point, offset);
        if (waiting.isFull()) {
            labelWaiting();
        }
    }

    private void labelWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        RowResponsibilities rows = model.rows();
        Responsibilities answer = model.responsibilities();
        waiting.answer(rows);
        boolean isLearned = waiting.place(rows, clock) && learns;
        if (isLearned) {
            reports.learned(rows, waiting.get(0).pane(), model.get().layoutEpoch());
        }
        for (int row = 0; row < rows.size(); row++) {
            WaitingPoints.Entry entry = waiting.get(row);
            if (answer.of(rows, row)) {
                if (learns && rows.isLearnable(row)) {
                    learn(answer, entry, isLearned);
                }
                sendLabel(entry.input(), entry.point(), answer, rows.squaredDistance(row), entry.offset());
            } else {
                refuse(entry.input(), entry.offset(), BlockLabels.tooFar(), context.currentSystemTimeMs());
            }
        }
        waiting.clear();
    }

    private void learn(Responsibilities answer, WaitingPoints.Entry entry, boolean isLearned) {
        Point point = entry.point();
        int epoch = model.get().layoutEpoch();
        if (entry.isLate()) {
            settings.counts().wasLate();
        }
        if (isLearned) {
            reports.sampled(answer.mixture(), point, entry.offset(), entry.pane(), epoch, entry.isLate());
        } else {
            reports.labelled(answer, point, entry.offset(), entry.pane(), epoch, entry.isLate());
        }
    }

    private void label(Record<byte[], byte[]> input, Point point, long offset) throws RejectedPointException {
        Responsibilities answer = model.responsibilities();
        if (!answer.of(point)) {
            throw BlockLabels.tooFar();
        }
        long position = clock.position(offset, point.timestamp());
        if (learns && point.isLearnable()) {
            boolean late = clock.isLate(position);
            if (late) {
                settings.counts().wasLate();
            }
            long pane = late ? clock.newestPane() : clock.pane(position);
            reports.labelled(answer, point, offset, pane, model.get().layoutEpoch(), late);
        }
        clock.advance(position);
        sendLabel(input, point, answer, answer.mixture().squaredDistance(point.values(), answer.component()), offset);
    }

    private void sendLabel(
            Record<byte[], byte[]> input, Point point, Responsibilities answer, double squaredDistance, long offset) {
        Assignment.Status status = answer.observed() == 0 ? Assignment.Status.NOTHING_OBSERVED : Assignment.Status.OK;
        double tail = answer.observed() == 0 ? Double.NaN : ChiSquare.tail(squaredDistance, answer.observed());
        settings.counts().labelled(status);
        settings.counts().sample().labelled(point, answer, model.get().version(), partition, offset);
        sink.send(input, labels.encode(offset, model.get(), answer, tail, status));
    }

    private void hold(Record<byte[], byte[]> input, long offset, int points) {
        held.add(input, offset, points, context.currentSystemTimeMs());
        if (held.isFull()) {
            held.giveUp();
            releaseWithoutModel();
        }
    }

    private void pass(Record<byte[], byte[]> input, Point point, long offset) {
        reports.passed(point);
        clock.advance(clock.position(offset, point.timestamp()));
        settings.counts().labelled(Assignment.Status.NO_MODEL);
        sink.send(input, labels.encodeWithoutModel(offset));
    }

    private void releaseWithoutModel() {
        if (held.isEmpty()) {
            return;
        }
        reports.releaseHeld();
        held.release(record -> {
            Record<byte[], byte[]> input = HeldPoints.input(record);
            try {
                if (blocks.isBlock(input.value())) {
                    blocks.decode(input, model);
                    passBlock(input, record.offset());
                } else {
                    pass(input, decode(input), record.offset());
                }
            } catch (RejectedPointException rejected) {
                // It was a point when it came in, but the settings may be others since.
                refuse(input, record.offset(), rejected, context.currentSystemTimeMs());
            }
        });
    }

    private void receiveModel(Record<byte[], byte[]> input, long offset) {
        // The broadcast of another model, if it should share the topic; or what a deletion leaves behind.
        if (!Arrays.equals(input.key(), name) || input.value() == null) {
            return;
        }
        try {
            labelWaiting();
            if (model.adopt(input.value())) {
                reports.labelHeld();
                held.release(this::labelHeld);
            }
        } catch (MalformedBytesException broken) {
            throw new StreamsException(
                    "offset " + offset + " of " + stream.topics().modelBroadcast() + "-" + partition
                            + " is no model that can be read: " + broken.getMessage());
        }
    }

    /** A learning processor may have held points back before a frozen one took over. */
    private void labelWhatWasHeldBefore() {
        if (!learns && !held.isEmpty()) {
            held.release(this::labelHeld);
        }
    }

    private void labelHeld(HeldRecord record) {
        Record<byte[], byte[]> input = HeldPoints.input(record);
        try {
            if (blocks.isBlock(input.value())) {
                blocks.decode(input, model);
                labelBlock(input, record.offset());
            } else {
                label(input, decode(input), record.offset());
            }
        } catch (RejectedPointException rejected) {
            refuse(input, record.offset(), rejected, context.currentSystemTimeMs());
        }
    }

    private void send(TaskReport report) {
        Outgoing.send(
                context,
                new Record<>(
                        name,
                        new Outgoing(Destination.STATISTICS, partition, TaskReportCodec.encode(report)),
                        context.currentSystemTimeMs()));
    }

    private void beforeCommit() {
        labelWaiting();
        canary.committed();
        settings.counts().assignCommitted();
        if (learns) {
            reports.send(clock.progress(model.isAbsent() && !held.isEmpty()));
        }
    }

    private void look(long ignored) {
        long now = context.currentSystemTimeMs();
        canary.check(now);
        clock.look(now);
        labelWhatWasHeldBefore();
        if (model.isAbsent() && !held.isEmpty() && (stream.warmup() == Warmup.PASS || held.isOverdue(now))) {
            held.giveUp();
            releaseWithoutModel();
        }
    }
}
