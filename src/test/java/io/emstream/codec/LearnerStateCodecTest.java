package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.learn.Counters;
import io.emstream.learn.LearnerState;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The learner continues after a restart with the very state it had. */
class LearnerStateCodecTest {
    private static final LearnerStateCodec CODEC = new LearnerStateCodec(AnyFamily::parse);

    @Test
    void aStateReadBackIsTheSameToTheLastBit() {
        Random random = new Random(7);
        LearnerState state = BinarySamples.state();
        for (ScatterLayout layout : ScatterLayout.values()) {
            for (int pane = -3; pane < 3; pane++) {
                state.addOpen(new PaneStatistics(
                        pane, 10 + layout.length(4), statistics(layout, random), pane, 0, sample(random)));
                state.addWindow(
                        random.nextLong(),
                        new PaneStatistics(pane, 0, statistics(layout, random), 0, pane, sample(random)));
            }
        }
        state.progress(new TaskReport.Progress(Integer.MAX_VALUE, Long.MAX_VALUE, TaskReport.Activity.ENDED));
        state.addRaw(-1, new TaskReport.RawPoints(2, TaskReport.RawPoints.Kind.HELD, List.of()));
        state.addRaw(
                1,
                new TaskReport.RawPoints(
                        2,
                        TaskReport.RawPoints.Kind.PASSED,
                        List.of(new Point(numbers(3, random), random.nextDouble(), random.nextLong()))));

        Map<String, byte[]> blocks = changedBlocks(state, new TreeMap<>());
        LearnerState copy = CODEC.decode(blocks.entrySet());

        BinarySamples.assertSame(copy, state);
        assertThat(blocks)
                .allSatisfy(
                        (block, bytes) -> assertThat(CODEC.encode(copy, block)).isEqualTo(bytes));
    }

    @Test
    void aStateReadBackHasNoChanges() {
        assertThat(CODEC.decode(GoldenBytesTest.stateBlocks().entrySet()).takeChanges())
                .isEmpty();
    }

    @Test
    void aStateIsMadeOfItsChangesFromCommitToCommit() {
        LearnerState state = BinarySamples.state();
        Map<String, byte[]> store = changedBlocks(state, new TreeMap<>());
        state.removeOpen(new LearnerState.PaneKey(978307260, 2));
        state.removeWindow(17);
        state.removeRaw(255);
        state.counters(new Counters());
        state.addWindow(18, BinarySamples.nonePane());
        changedBlocks(state, store);

        assertThat(store)
                .containsOnlyKeys(
                        "counters",
                        "model",
                        "prior",
                        "checks",
                        "detector",
                        "pin",
                        "lineage",
                        "reservoir",
                        "reservoir/0000000000000100",
                        "alarm/0000000000000101",
                        "newest/0000000000000102",
                        "track/0000000000000000",
                        "track/0000000000000001",
                        "partition/0000000000000003",
                        "window/0000000000000012");
        BinarySamples.assertSame(CODEC.decode(store.entrySet()), state);
    }

    @Test
    void aNewStateIsMadeOfNoBlocks() {
        LearnerState fresh = new LearnerState();
        BinarySamples.assertSame(CODEC.decode(List.of()), fresh);
        for (String block : List.of(
                "model", "prior", "track/0000000000000000", "partition/0000000000000000", "raw/0000000000000000")) {
            assertThat(CODEC.encode(fresh, block)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Counters",
                "counters/1",
                "open/0000000000000000",
                "open/0000000000000000/0000000000000000/0000000000000000",
                "window/11",
                "window/000000000000001g",
                "window/-000000000000001",
                "window/000000000000001A",
                "raw/",
                "partition/0000000100000000",
                "open/0000000000000000/0000000080000000",
            })
    void otherNamesAreNoBlocks(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.encode(BinarySamples.state(), name))
                .withMessageContaining(name);
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> CODEC.decode(
                        Map.of(name, Golden.bytes("state-partition-v1")).entrySet()))
                .withMessageContaining(name);
    }

    @Test
    void aBlockIsThereOnce() {
        Map.Entry<String, byte[]> counters = Map.entry("counters", Golden.bytes("state-counters-v1"));
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> CODEC.decode(List.of(counters, counters)))
                .withMessage("byte 0: counters: is there twice");
    }

    private static Map<String, byte[]> changedBlocks(LearnerState state, Map<String, byte[]> store) {
        for (String block : state.takeChanges()) {
            byte[] bytes = CODEC.encode(state, block);
            if (bytes == null) {
                store.remove(block);
            } else {
                store.put(block, bytes);
            }
        }
        return store;
    }

    private static MixtureStatistics statistics(ScatterLayout layout, Random random) {
        MixtureStatistics statistics = new MixtureStatistics(layout, 3, 4);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            points.add(numbers(4, random));
            for (int k = 0; k < 3; k++) {
                statistics.component(k).observe(points.get(i), random.nextDouble());
            }
            statistics.count(random.nextDouble(), random.nextDouble(), random.nextGaussian());
        }
        // A copy, because scratch space is no part of the state.
        return statistics.copy();
    }

    private static PointSample sample(Random random) {
        double[] priorities = DoubleStream.generate(random::nextDouble)
                .filter(priority -> priority > 0)
                .limit(7)
                .sorted()
                .toArray();
        List<Point> points = DoubleStream.of(priorities)
                .mapToObj(priority -> new Point(numbers(4, random), random.nextDouble(), Point.NO_TIMESTAMP))
                .toList();
        return PointSample.of(PointSample.FOLD_CAPACITY, 1, priorities, points);
    }

    private static double[] numbers(int count, Random random) {
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }
}
