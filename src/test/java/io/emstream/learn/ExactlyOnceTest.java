package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.codec.LearnerStateCodec;
import io.emstream.family.Families;
import io.emstream.family.Prior;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * However tasks hold, pass and release points, however their reports interleave, whoever is restarted: with one component
 * and the plain running average the statistics are those of every point, once.
 */
class ExactlyOnceTest {
    private static final LearnerStateCodec CODEC = new LearnerStateCodec(Families::parse);

    /** What tasks do with points while there is no model. */
    enum WarmUps {
        HOLD,
        PASS,
        HOLD_AND_GIVE_UP,
        MIXED
    }

    @ParameterizedTest
    @EnumSource
    void everyPointIsLearnedOnce(WarmUps warmUps) {
        everyPointIsLearnedOnce(warmUps, 1);
    }

    @ParameterizedTest
    @EnumSource
    void everyRowOfABlockIsLearnedOnce(WarmUps warmUps) {
        everyPointIsLearnedOnce(warmUps, 5);
    }

    private static void everyPointIsLearnedOnce(WarmUps warmUps, int mostRows) {
        for (int seed = 1; seed <= 150; seed++) {
            Trial trial = new Trial(warmUps, mostRows, seed);
            trial.run();
            trial.check("seed " + seed);
        }
    }

    /** A stream of a few partitions, in an order of happenings that chance decides. */
    private static final class Trial {
        private final WarmUps warmUps;
        private final int records;
        private final int mostRows;
        private final Random random;
        private final LearnerSettings settings;
        private final List<SimulatedTask> tasks = new ArrayList<>();
        private final List<Queue<TaskReport>> reports = new ArrayList<>();
        private final List<Point> points = new ArrayList<>();
        private final Queue<Runnable> work = new ArrayDeque<>();
        private final Map<String, byte[]> store = new HashMap<>();
        private OnlineLearner learner;

        Trial(WarmUps warmUps, int mostRows, int seed) {
            this.warmUps = warmUps;
            this.mostRows = mostRows;
            random = new Random(seed);
            // Some streams end before there is a model, some while tasks have not read it yet, some long after.
            records = List.of(50, 100, 200, 600).get(random.nextInt(4));
            Settings chosen = new Settings("gaussian-full", 1, 2);
            chosen.prior = Prior.Kind.NONE;
            chosen.stepExponent = 1;
            chosen.partitions = 1 + random.nextInt(3);
            chosen.warmupPoints = 15 + random.nextInt(60);
            chosen.foldPoints = 1 + random.nextInt(30);
            chosen.paneLength = 1L + random.nextInt(20);
            settings = chosen.build();
            for (int partition = 0; partition < settings.partitions(); partition++) {
                boolean holds = warmUps == WarmUps.MIXED ? random.nextBoolean() : warmUps != WarmUps.PASS;
                tasks.add(new SimulatedTask(settings, partition, holds));
                reports.add(new ArrayDeque<>());
            }
            learner = new OnlineLearner(settings, new LearnerState(), work::add);
        }

        void run() {
            for (int i = 0; i < records; i++) {
                int partition = random.nextInt(tasks.size());
                List<Point> rows = Stream.generate(this::point)
                        .limit(1 + random.nextInt(mostRows))
                        .toList();
                points.addAll(rows);
                tasks.get(partition).process(rows);
                happen(partition);
            }
            for (int i = random.nextInt(60); i > 0; i--) {
                int partition = random.nextInt(tasks.size());
                tasks.get(partition).fallSilent();
                happen(partition);
            }
            for (int i = 0; i < 20; i++) {
                for (int partition = 0; partition < tasks.size(); partition++) {
                    tasks.get(partition).end();
                    commit(partition);
                    deliver(partition, Integer.MAX_VALUE);
                }
                while (!work.isEmpty()) {
                    work.remove().run();
                }
                advance(false);
                Model model = learner.state().model();
                if (model != null) {
                    tasks.forEach(task -> task.adopt(model));
                }
            }
        }

        private void happen(int partition) {
            if (random.nextInt(8) == 0) {
                commit(partition);
                if (random.nextInt(10) == 0) {
                    tasks.get(partition).restart();
                }
            }
            if (random.nextInt(80) == 0 && (warmUps == WarmUps.HOLD_AND_GIVE_UP || warmUps == WarmUps.MIXED)) {
                tasks.get(partition).giveUpHolding();
            }
            if (random.nextInt(5) == 0) {
                deliver(random.nextInt(tasks.size()), 1 + random.nextInt(4));
            }
            if (random.nextInt(10) == 0 && !work.isEmpty()) {
                work.remove().run();
            }
            if (random.nextInt(6) == 0) {
                advance(random.nextInt(20) == 0);
            }
            Model model = learner.state().model();
            if (model != null && random.nextInt(10) == 0) {
                tasks.get(random.nextInt(tasks.size())).adopt(model);
            }
        }

        private void commit(int partition) {
            reports.get(partition).addAll(tasks.get(partition).commit());
        }

        private void deliver(int partition, int most) {
            Queue<TaskReport> queue = reports.get(partition);
            for (int i = 0; i < most && !queue.isEmpty(); i++) {
                learner.receive(queue.remove());
            }
        }

        /** A commit of the learner, which may be its last: what was under way is then lost. */
        private void advance(boolean hurry) {
            learner.advance(hurry);
            for (String block : learner.state().takeChanges()) {
                byte[] bytes = CODEC.encode(learner.state(), block);
                if (bytes == null) {
                    store.remove(block);
                } else {
                    store.put(block, bytes);
                }
            }
            if (random.nextInt(20) == 0) {
                work.clear();
                learner = new OnlineLearner(settings, CODEC.decode(store.entrySet()), work::add);
            }
        }

        private Point point() {
            double weight = List.of(0.0, 0.5, 1.0, 1.0, 3.0).get(random.nextInt(5));
            double[] values = random.nextInt(20) == 0
                    ? new double[] {Double.NaN, Double.NaN}
                    : new double[] {10 + random.nextGaussian(), random.nextGaussian()};
            return new Point(values, weight, Point.NO_TIMESTAMP);
        }

        void check(String trial) {
            List<Point> learnable = points.stream().filter(Point::isLearnable).toList();
            Moments all = new Moments(settings.family().scatter(), 2);
            learnable.forEach(point -> all.observe(point.values(), point.weight()));

            LearnerState state = learner.state();
            Counters counters = state.counters();
            assertThat(counters.points()).as(trial).isEqualTo(learnable.size());
            assertThat(Learners.model(learner).points()).as(trial).isEqualTo(learnable.size());
            assertThat(counters.unlearned()).as(trial).isZero();
            assertThat(counters.late()).as(trial).isZero();
            assertThat(counters.learnedWeight()).as(trial).isCloseTo(all.weight(), within(1e-9));
            assertThat(state.open()).as(trial).isEmpty();
            assertThat(state.raw()).as(trial).isEmpty();
            Moments learned = Learners.statistics(learner).component(0).copy();
            learned.scale(all.weight());
            assertThat(learned.mean()).as(trial).containsExactly(all.mean(), within(1e-10));
            assertThat(learned.scatter()).as(trial).containsExactly(all.scatter(), within(1e-7));
        }
    }
}
