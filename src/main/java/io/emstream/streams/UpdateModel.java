package io.emstream.streams;

import io.emstream.codec.CommandJson;
import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.ModelCodec;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.codec.TaskReportCodec;
import io.emstream.family.Families;
import io.emstream.learn.Command;
import io.emstream.learn.ModelEvent;
import io.emstream.learn.OnlineLearner;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Model;
import io.emstream.streams.Outgoing.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's place in the topology: takes reports and commands in, and at each commit writes what has changed of its state and sends on
 * the new model, if there is one, and events.
 */
final class UpdateModel implements Processor<byte[], byte[], byte[], Outgoing> {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateModel.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ANNOUNCE = Duration.ofDays(1);
    private static final Duration ANNOUNCE_LOOK = Duration.ofHours(1);
    private static final long NEVER = Long.MAX_VALUE;

    private final ClusteringSettings settings;
    private final Executor executor;
    private final byte[] key;
    private final LearnerStateCodec states = new LearnerStateCodec(Families::parse);
    private final ModelCodec models = new ModelCodec(Families::parse);

    private ProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<String, byte[]> store;
    private OnlineLearner learner;
    private @Nullable Cancellable looking;
    private Cancellable announcing;
    private long reportedPutOff;
    private long warmingSince;
    private long announced;

    // The fields without a value here are given theirs in init, before anything else is called.
    @SuppressWarnings("NullAway.Init")
    UpdateModel(ClusteringSettings settings, Executor executor) {
        this.settings = settings;
        this.executor = executor;
        this.key = settings.learner().name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> taskContext) {
        // A task that is revived comes here again with this same object: everything starts from the store.
        context = taskContext;
        store = context.getStateStore(ClusteringTopology.LEARNER_STORE);
        learner = new OnlineLearner(settings.learner(), states.decode(blocks()), executor);
        learner.goOnBehind(settings.lineage());
        Model model = learner.state().model();
        if (model != null) {
            ModelMismatchException.check(settings.learner(), model);
        }
        warmingSince = NEVER;
        // Nothing says how long ago the model was announced before the start.
        announced = context.currentSystemTimeMs() - ANNOUNCE.toMillis();
        looking = null;
        lookWhileNeeded();
        CommitHook.attach(context, ClusteringTopology.LEARNER_HOOK, this::beforeCommit, () -> {});
        reportedPutOff = 0;
        settings.counts().learnerCame();
        announcing = context.schedule(ANNOUNCE_LOOK, PunctuationType.WALL_CLOCK_TIME, this::announce);
    }

    @Override
    public void close() {
        // Of a task that is revived the punctuations would go on beside those of its next life.
        announcing.cancel();
        stopLooking();
        settings.counts().learnerLeft();
    }

    private List<Map.Entry<String, byte[]>> blocks() {
        List<Map.Entry<String, byte[]>> blocks = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<String, byte[]> entry = stored.next();
                blocks.add(Map.entry(entry.key, entry.value));
            }
        }
        return blocks;
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has a topic, partition and offset"));
        if (metadata.topic().equals(settings.stream().topics().commands())) {
            obey(input, metadata.offset());
        } else {
            receive(input);
        }
    }

    private void obey(Record<byte[], byte[]> input, long offset) {
        // The command to another model, if it should share the topic.
        if (input.key() != null && !Arrays.equals(input.key(), key)) {
            return;
        }
        try {
            OnlineLearner.Learned done = learner.obey(command(input, offset));
            learner.state().obeyed(offset + 1);
            done.model().ifPresent(this::publish);
            done.events().forEach(this::publish);
        } catch (IllegalArgumentException noCommand) {
            publish(new ModelEvent(
                    ModelEvent.Type.COMMAND_REFUSED,
                    learner.state().lastVersion(),
                    learner.state().counters().eventTime(),
                    List.of(),
                    List.of(),
                    Map.of("offset", (double) offset),
                    Map.of(ModelEvent.REASON, String.valueOf(noCommand.getMessage()))));
        }
        lookWhileNeeded();
    }

    private Command command(Record<byte[], byte[]> input, long offset) {
        long next = learner.state().obeyed();
        if (offset < next) {
            throw new IllegalArgumentException("the command at offset " + offset + " comes before " + next
                    + ", where commands go on: the group has lost its offsets, and this was carried out before; or the topic"
                    + " was made anew, and then `emstream reset` helps");
        }
        if (input.key() == null) {
            throw new IllegalArgumentException("the record has no key, must have the name of the model, "
                    + settings.learner().name());
        }
        if (input.value() == null) {
            throw new IllegalArgumentException("the record has no value, must have a command");
        }
        return CommandJson.decode(input.value());
    }

    private void receive(Record<byte[], byte[]> input) {
        TaskReport report = TaskReportCodec.decode(input.value());
        if (report instanceof TaskReport.Pane && learner.state().model() == null) {
            throw ModelMismatchException.foreign(settings.stream().topics().modelBroadcast());
        }
        learner.receive(report);
        lookWhileNeeded();
    }

    private void beforeCommit() {
        long start = System.nanoTime();
        OnlineLearner.Learned learned = learner.advance(isOverdue());
        count(System.nanoTime() - start);
        for (String block : learner.state().takeChanges()) {
            byte[] bytes = states.encode(learner.state(), block);
            if (bytes == null) {
                store.delete(block);
            } else {
                store.put(block, bytes);
            }
        }
        learned.model().ifPresent(this::publish);
        learned.events().forEach(this::publish);
        lookWhileNeeded();
    }

    private void count(long nanos) {
        long putOff = learner.putOffChecks();
        settings.counts()
                .learned(
                        nanos,
                        putOff - reportedPutOff,
                        learner.state().detector().sum());
        reportedPutOff = putOff;
    }

    private void publish(Model model) {
        if (model.parent() == 0) {
            LOG.info("the first model is made, of {} points", Math.round(model.effectivePoints()));
        }
        // Event time, so that a task which catches up reads the model before the points that come after it.
        send(Destination.MODEL_BROADCAST, models.encode(model), model.eventTime());
        send(Destination.MODELS, ModelJson.encode(model), model.eventTime());
        announced = context.currentSystemTimeMs();
    }

    private void publish(ModelEvent event) {
        if (event.type() == ModelEvent.Type.INITIALISATION_FAILED) {
            LOG.warn(
                    "the first model could not be made of {} points; it will be tried again with more",
                    Math.round(event.numbers().getOrDefault("points", 0.0)),
                    learner.failure().orElse(null));
        } else if (event.type() == ModelEvent.Type.CHECK_FAILED) {
            LOG.warn(
                    "a check of the model failed; the model stays as it was",
                    learner.failure().orElse(null));
        } else if (event.type() == ModelEvent.Type.COMMAND_REFUSED) {
            LOG.warn("a command was refused: {}", event.notes().get(ModelEvent.REASON));
        } else if (event.type() != ModelEvent.Type.INITIALISED) {
            LOG.info("model {}: {} {} {}", event.model(), event.type(), event.from(), event.to());
        }
        send(Destination.EVENTS, ModelEventJson.encode(settings.learner().name(), event), event.eventTime());
    }

    private void send(Destination destination, byte[] value, long eventTime) {
        Outgoing.send(context, new Record<>(key, new Outgoing(destination, 0, value), Math.max(0, eventTime)));
    }

    /** While something may come of no report at all, a punctuation keeps the commits going. */
    private void lookWhileNeeded() {
        boolean needed = learner.isWarmingUp() || learner.isBusy();
        if (learner.isWarmingUp() && warmingSince == NEVER) {
            warmingSince = context.currentSystemTimeMs();
            LOG.info(
                    "gathering {} points for the first model; labels begin with it",
                    settings.learner().warmupPoints());
        }
        if (needed && looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> lookWhileNeeded());
        } else if (!needed) {
            stopLooking();
        }
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private boolean isOverdue() {
        return warmingSince != NEVER
                && context.currentSystemTimeMs() - warmingSince
                        >= settings.stream().warmupMaxWait().toMillis();
    }

    /** Says the current model again, and that it is pinned, so that their topics never lose it to their retention. */
    private void announce(long ignored) {
        long now = context.currentSystemTimeMs();
        Model model = learner.state().model();
        if (model != null && now - announced >= ANNOUNCE.toMillis()) {
            announced = now;
            send(Destination.MODELS, ModelJson.encode(model), model.eventTime());
            learner.pinned().ifPresent(this::publish);
        }
    }
}
