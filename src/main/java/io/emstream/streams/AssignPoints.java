package io.emstream.streams;

import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.ModelCodec;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.TaskReportCodec;
import io.emstream.em.Responsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.family.Families;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.TaskReport;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.Outgoing.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The E-step of one partition: reads points and models, sends on one label or one dead letter per point, and at each commit
 * reports statistics to the learner.
 */
final class AssignPoints implements Processor<byte[], byte[], byte[], Outgoing> {
    /** The key of the only entry of the model store. */
    private static final String CURRENT = "current";

    private final ClusteringSettings settings;
    private final StreamSettings stream;
    private final PointDecoder decoder;
    private final DeadLetters deadLetters;
    private final ModelCodec models = new ModelCodec(Families::parse);
    private final PaneAccumulators panes = new PaneAccumulators();

    private ProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<String, byte[]> modelStore;
    private HeldPoints held;
    private WarmupReports warmup;
    private TaskClock clock;
    private CommitHookCanary canary;
    private AssignmentJson labels;
    private int partition;
    private TaskReport.@Nullable Progress reported;
    private @Nullable Model model;
    private @Nullable Responsibilities responsibilities;
    private boolean holding;
    private long heldSince;

    // The fields without a value here are given theirs in init, before anything else is called.
    @SuppressWarnings("NullAway.Init")
    AssignPoints(ClusteringSettings settings) {
        this.settings = settings;
        this.stream = settings.stream();
        this.decoder = settings.decoders().get();
        this.deadLetters = new DeadLetters(stream.maxDeadLetterBytes());
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> taskContext) {
        // A task that is revived comes here again with this same object: everything starts from the stores.
        context = taskContext;
        long now = context.currentSystemTimeMs();
        partition = context.taskId().partition();
        modelStore = context.getStateStore(ClusteringTopology.MODEL_STORE);
        held = new HeldPoints(context.getStateStore(ClusteringTopology.HELD_STORE));
        warmup = new WarmupReports(partition);
        labels = new AssignmentJson(settings.responsibilities());
        clock = new TaskClock(
                partition,
                settings.learner().partitions(),
                stream.clock(),
                settings.learner().paneLength(),
                stream.lateness(),
                stream.idleTimeout(),
                now);
        canary = new CommitHookCanary(stream.commitInterval());
        panes.clear();
        reported = null;
        model = null;
        responsibilities = null;
        holding = stream.warmup() == StreamSettings.Warmup.HOLD;
        heldSince = now;
        byte[] stored = modelStore.get(CURRENT);
        if (stored != null) {
            use(models.decode(stored));
        }
        CommitHook.attach(context, ClusteringTopology.ASSIGN_HOOK, this::report, this::forget);
        Duration look = stream.idleTimeout().dividedBy(2);
        context.schedule(
                look.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : look,
                PunctuationType.WALL_CLOCK_TIME,
                this::look);
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has a topic, partition and offset"));
        if (metadata.topic().equals(stream.topics().modelBroadcast())) {
            adopt(input.value());
            return;
        }
        long now = context.currentSystemTimeMs();
        if (ControlRecords.isEndOfInput(input)) {
            clock.ended();
            return;
        }
        clock.heard(now);
        canary.processed(now);
        try {
            Point point = decode(input);
            refuseFuture(point.timestamp(), now);
            if (model == null) {
                awaitModel(input, point, metadata.offset());
            } else {
                label(input, point, metadata.offset());
            }
        } catch (RejectedPointException rejected) {
            refuse(input, rejected, metadata);
        }
    }

    /** The point with its event time, which is its own or else the record's. */
    private Point decode(Record<byte[], byte[]> input) throws RejectedPointException {
        Point point = decoder.decode(input.value());
        return point.timestamp() == Point.NO_TIMESTAMP
                ? new Point(point.values(), point.weight(), input.timestamp())
                : point;
    }

    private void refuseFuture(long eventTime, long now) throws RejectedPointException {
        Duration maxAhead = stream.maxAhead();
        if (maxAhead != null && eventTime > now + maxAhead.toMillis()) {
            throw new RejectedPointException(
                    Reason.BAD_TIMESTAMP,
                    "the event time is " + Instant.ofEpochMilli(eventTime) + ", must be at most " + maxAhead
                            + " ahead of the clock, which says " + Instant.ofEpochMilli(now));
        }
    }

    private void label(Record<byte[], byte[]> input, Point point, long offset) throws RejectedPointException {
        Responsibilities answer = Objects.requireNonNull(responsibilities);
        Model current = Objects.requireNonNull(model);
        if (!answer.of(point)) {
            throw new RejectedPointException(
                    Reason.NOT_FINITE, "the point is so far from every cluster that its density is no finite number");
        }
        long position = clock.position(offset, point.timestamp());
        if (point.isLearnable()) {
            boolean late = clock.isLate(position);
            long pane = late ? clock.newestPane() : clock.pane(position);
            panes.observe(answer, point, pane, current.layoutEpoch(), point.timestamp(), late);
            if (panes.size() > stream.openPanes()) {
                context.commit();
            }
        }
        clock.advance(position);
        Assignment.Status status = answer.observed() == 0 ? Assignment.Status.NOTHING_OBSERVED : Assignment.Status.OK;
        double tail = answer.observed() == 0
                ? Double.NaN
                : ChiSquare.tail(
                        answer.mixture().squaredDistance(point.values(), answer.component()), answer.observed());
        send(input, labels.encode(offset, current, answer, tail, status));
    }

    private void awaitModel(Record<byte[], byte[]> input, Point point, long offset) {
        if (!holding) {
            warmup.passed(point);
            clock.advance(clock.position(offset, point.timestamp()));
            send(input, labels.encodeWithoutModel(offset));
            return;
        }
        if (held.size() == 0) {
            heldSince = context.currentSystemTimeMs();
        }
        warmup.held(point);
        held.add(input, offset);
        if (held.size() >= stream.holdMax()) {
            giveUpHolding();
        }
    }

    /** Lets the held points leave without a model, and those that follow as well. */
    private void giveUpHolding() {
        holding = false;
        warmup.release();
        held.release(record -> {
            Record<byte[], byte[]> input = HeldPoints.input(record);
            try {
                awaitModel(input, decode(input), record.offset());
            } catch (RejectedPointException rejected) {
                throw new IllegalStateException("a held record was a point when it came in", rejected);
            }
        });
    }

    private void adopt(byte[] bytes) {
        Model next = models.decode(bytes);
        if (model != null && next.version() <= model.version()) {
            return;
        }
        modelStore.put(CURRENT, bytes);
        use(next);
        warmup.forgetHeld();
        // The learner waits for what was held: it is to hear of this partition even if nothing of it can be learned.
        reported = null;
        held.release(record -> {
            Record<byte[], byte[]> input = HeldPoints.input(record);
            try {
                label(input, decode(input), record.offset());
            } catch (RejectedPointException rejected) {
                refuse(input, rejected, new HeldMetadata(stream.topics().points(), partition, record.offset()));
            }
        });
    }

    private void use(Model next) {
        model = next;
        responsibilities = new Responsibilities(new CompiledMixture(next.mixture()));
    }

    private void refuse(Record<byte[], byte[]> input, RejectedPointException why, RecordMetadata metadata) {
        Headers headers = deadLetters.headers(
                input.headers(),
                input.key(),
                input.value(),
                why,
                metadata.topic(),
                metadata.partition(),
                metadata.offset());
        byte[] value = deadLetters.value(input.headers(), input.key(), input.value());
        // The topic stamps the record itself; a timestamp that was refused must not keep the letter from being written.
        context.forward(new Record<>(
                input.key(),
                new Outgoing(Destination.DEAD_LETTERS, partition, value),
                context.currentSystemTimeMs(),
                headers));
    }

    private void send(Record<byte[], byte[]> input, byte[] label) {
        context.forward(input.withValue(new Outgoing(Destination.ASSIGNMENTS, partition, label)));
    }

    /** Tells the learner what has come since the commit before. */
    private void report(CommitHook.Forwarder<byte[], Outgoing> forwarder) {
        canary.committed();
        for (PaneStatistics pane : panes.take()) {
            send(forwarder, new TaskReport.Pane(partition, pane));
        }
        for (RawPoints raw : warmup.take()) {
            send(forwarder, raw);
        }
        TaskReport.Progress progress = clock.progress();
        if (!progress.equals(reported)) {
            reported = progress;
            send(forwarder, progress);
        }
    }

    private void send(CommitHook.Forwarder<byte[], Outgoing> forwarder, TaskReport report) {
        forwarder.forward(new Record<>(
                settings.learner().name().getBytes(StandardCharsets.UTF_8),
                new Outgoing(Destination.STATISTICS, partition, TaskReportCodec.encode(report)),
                context.currentSystemTimeMs()));
    }

    private void forget() {
        panes.clear();
        warmup = new WarmupReports(partition);
    }

    private void look(long ignored) {
        long now = context.currentSystemTimeMs();
        canary.check(now);
        clock.look(now);
        if (model == null
                && holding
                && held.size() > 0
                && now - heldSince >= stream.holdMaxWait().toMillis()) {
            giveUpHolding();
        }
    }

    /** Where a held record came from. */
    private record HeldMetadata(String topic, int partition, long offset) implements RecordMetadata {}
}
