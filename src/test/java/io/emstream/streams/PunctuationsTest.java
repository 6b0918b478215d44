package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.ModelJson;
import io.emstream.family.Families;
import io.emstream.learn.LearnerState;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * A task that is revived keeps its punctuations: what a processor does not cancel goes on beside what it schedules in its
 * next life. Kafka's test driver never revives a task, so this is a context of our own.
 */
class PunctuationsTest {
    private final TestSettings settings = new TestSettings();
    private final List<Scheduled> schedules = new ArrayList<>();
    private final List<Outgoing> sent = new ArrayList<>();
    /** What the learner has stored. */
    private final Map<String, byte[]> stored = new HashMap<>();

    private final ProcessorContext<byte[], Outgoing> context = context();
    private long now = 1_700_000_000_000L;

    private static final class Scheduled implements Cancellable {
        private final Duration interval;
        private final Punctuator punctuator;
        private boolean cancelled;

        Scheduled(Duration interval, Punctuator punctuator) {
            this.interval = interval;
            this.punctuator = punctuator;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void aTaskThatAssignsPointsLeavesNoPunctuationBehind() {
        assertOnePunctuationEach(new AssignPoints(settings.build()), 1);
    }

    @Test
    void aLearnerThatWarmsUpLeavesNoPunctuationBehind() {
        LearnerState state = new LearnerState();
        state.addRaw(0, new RawPoints(0, RawPoints.Kind.HELD, List.of(Point.of(1, 2))));
        write(state, LearnerState.RAW + "0000000000000000");
        assertOnePunctuationEach(new UpdateModel(settings.build(), Runnable::run), 2);
    }

    @Test
    void theModelIsAnnouncedSoonAfterAStart() {
        Model model = model();
        LearnerState state = new LearnerState();
        state.model(model);
        write(state, LearnerState.MODEL);
        new UpdateModel(settings.build(), Runnable::run).init(context);
        Scheduled announcing = schedules.get(0);
        assertThat(announcing.interval).isLessThanOrEqualTo(Duration.ofHours(1));
        now += announcing.interval.toMillis();
        announcing.punctuator.punctuate(now);
        assertThat(sent)
                .singleElement()
                .satisfies(each ->
                        assertThat(ModelJson.decode(each.value()).version()).isEqualTo(model.version()));
        now += announcing.interval.toMillis();
        announcing.punctuator.punctuate(now);
        assertThat(sent).as("once a day is enough").hasSize(1);
    }

    private void assertOnePunctuationEach(Processor<byte[], byte[], byte[], Outgoing> processor, int punctuations) {
        for (int life = 1; life <= 3; life++) {
            processor.init(context);
            assertThat(schedules.stream().filter(each -> !each.cancelled)).hasSize(punctuations);
            processor.close();
            assertThat(schedules).hasSize(life * punctuations).allMatch(each -> each.cancelled);
        }
    }

    private static Model model() {
        try (Driven driven = new Driven(new TestSettings())) {
            Blobs blobs = new Blobs(9);
            for (int i = 0; i < 100; i++) {
                driven.feed(blobs.next());
            }
            return driven.models().get(0);
        }
    }

    private void write(LearnerState state, String block) {
        stored.put(block, Objects.requireNonNull(new LearnerStateCodec(Families::parse).encode(state, block)));
    }

    /** The little of a context that init and punctuations need. */
    @SuppressWarnings("unchecked")
    private ProcessorContext<byte[], Outgoing> context() {
        return (ProcessorContext<byte[], Outgoing>) proxy(
                (self, method, arguments) -> switch (method.getName()) {
                    case "currentSystemTimeMs" -> now;
                    case "taskId" -> new TaskId(0, 0);
                    case "metrics" -> new MockProcessorContext<>().metrics();
                    case "getStateStore" -> store((String) arguments[0]);
                    case "schedule" -> {
                        schedules.add(new Scheduled((Duration) arguments[0], (Punctuator) arguments[2]));
                        yield schedules.get(schedules.size() - 1);
                    }
                    case "forward" -> sent.add(((Record<byte[], Outgoing>) arguments[0]).value());
                    // No node is current, and no label is sent.
                    default -> null;
                },
                InternalProcessorContext.class,
                RecordCollector.Supplier.class);
    }

    private Object store(String name) {
        return name.endsWith("hook")
                ? new CommitHook(name)
                : proxy(
                        (self, method, arguments) -> switch (method.getName()) {
                            case "all", "range" ->
                                iterator(
                                        name.equals(ClusteringTopology.LEARNER_STORE)
                                                ? stored
                                                : Map.<String, byte[]>of());
                            // Nothing is stored under a single key.
                            default -> null;
                        },
                        KeyValueStore.class);
    }

    private static Object iterator(Map<String, byte[]> entries) {
        Iterator<KeyValue<String, byte[]>> each = entries.entrySet().stream()
                .map(entry -> KeyValue.pair(entry.getKey(), entry.getValue()))
                .iterator();
        return proxy(
                (self, method, arguments) -> switch (method.getName()) {
                    case "hasNext" -> each.hasNext();
                    case "next" -> each.next();
                    default -> null;
                },
                KeyValueIterator.class);
    }

    private static Object proxy(InvocationHandler handler, Class<?>... types) {
        return Proxy.newProxyInstance(types[0].getClassLoader(), types, handler);
    }
}
