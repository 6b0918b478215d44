package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emstream.family.Component;
import io.emstream.family.DiagonalGaussian;
import io.emstream.family.Family;
import io.emstream.family.Kernel;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.family.Support;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.learn.TaskReport.RawPoints;
import io.emstream.learn.TaskReport.RawPoints.Kind;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stream outlives a first model that cannot be made. */
class FailedStartTest {
    private static final List<Point> POINTS = TrueMixture.named("well").draw(4000, new Random(4));

    /** Diagonal Gaussians that cannot be estimated as long as there is something to throw. */
    private static final class Failing implements Family {
        private final Family gaussian = new DiagonalGaussian();
        private @Nullable Supplier<Throwable> failure;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public ScatterLayout scatter() {
            return gaussian.scatter();
        }

        @Override
        public Support support() {
            return gaussian.support();
        }

        @Override
        public int parameters(int clusters, int dimension) {
            return gaussian.parameters(clusters, dimension);
        }

        @Override
        public List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
            if (failure != null) {
                Throwable thrown = failure.get();
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
            return gaussian.estimate(statistics, previous, prior);
        }

        @Override
        public Kernel compile(List<Component> components) {
            return gaussian.compile(components);
        }

        @Override
        public Component component(Map<String, Parameter> parameters, int dimension) {
            return gaussian.component(parameters, dimension);
        }

        @Override
        public double distance(Component one, Component other) {
            return gaussian.distance(one, other);
        }

        @Override
        public Component merged(double wi, Component ci, double wj, Component cj) {
            return gaussian.merged(wi, ci, wj, cj);
        }

        @Override
        public double mergeCost(double wi, Component ci, double wj, Component cj) {
            return gaussian.mergeCost(wi, ci, wj, cj);
        }
    }

    private final Failing family = new Failing();

    private OnlineLearner learner(LearnerState state, int warmupPoints) {
        LearnerSettings settings = new LearnerSettings(
                "test",
                Features.ofDimension(2),
                family,
                ClusterRange.of(4),
                Prior.Kind.MAP,
                false,
                new Forgetting.None(),
                0.9,
                warmupPoints,
                100,
                1,
                100,
                1,
                Double.POSITIVE_INFINITY);
        return new OnlineLearner(settings, state, Runnable::run);
    }

    private static void receive(OnlineLearner learner, Kind kind, int from, int to) {
        learner.receive(new RawPoints(0, kind, POINTS.subList(from, to)));
    }

    @Test
    void itIsTriedAgainWithTwiceThePoints() {
        for (Kind kind : List.of(Kind.HELD, Kind.PASSED)) {
            family.failure = () -> new ArithmeticException("singular");
            OnlineLearner learner = learner(new LearnerState(), 500);
            receive(learner, kind, 0, 500);

            Learned failed = learner.advance(false);
            assertThat(failed.model()).isEmpty();
            assertThat(failed.events()).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo(ModelEvent.Type.INITIALISATION_FAILED);
                assertThat(event.model()).isZero();
                assertThat(event.numbers()).containsEntry("points", 500.0);
            });
            assertThat(learner.failure()).get().hasToString("java.lang.ArithmeticException: singular");
            assertThat(learner.isBusy()).isFalse();

            family.failure = null;
            receive(learner, kind, 500, 999);
            for (boolean hurry : new boolean[] {false, true}) {
                assertThat(learner.advance(hurry)).isEqualTo(Learned.NOTHING);
            }
            receive(learner, kind, 999, 1000);
            Learned learned = learner.advance(false);
            assertThat(learned.model().orElseThrow().effectivePoints()).isEqualTo(1000);
            assertThat(learner.state().counters().points()).isEqualTo(kind == Kind.PASSED ? 1000 : 0);
        }
    }

    @Test
    void aLearnerThatIsStartedAnewTriesAtOnce() {
        family.failure = () -> new IllegalStateException("no");
        LearnerState state = new LearnerState();
        OnlineLearner learner = learner(state, 500);
        receive(learner, Kind.PASSED, 0, 600);
        learner.advance(false);
        family.failure = null;
        assertThat(learner(state, 500).advance(false).model()).isPresent();
    }

    @Test
    void whenThereIsNoRoomForMorePointsOthersAreGathered() {
        family.failure = () -> new IllegalStateException("no");
        OnlineLearner learner = learner(new LearnerState(), 1000);
        for (int from = 0; from < 100_000; from += 4000) {
            receive(learner, Kind.PASSED, 0, 4000);
        }
        for (int attempt = 1; attempt < 20 && learner.state().rawPoints() > 0; attempt++) {
            assertThat(learner.advance(false).events()).hasSize(1);
        }
        assertThat(learner.state().rawPoints()).isZero();
        assertThat(learner.state().counters().unlearned()).isEqualTo(100_000);

        family.failure = null;
        receive(learner, Kind.PASSED, 0, 1000);
        assertThat(learner.advance(false).model()).isPresent();
        assertThat(learner.state().counters().points()).isEqualTo(1000);
    }

    @Test
    void aModelWithoutAFiniteLikelihoodIsNone() {
        OnlineLearner learner = learner(new LearnerState(), 2);
        learner.receive(new RawPoints(
                0, Kind.PASSED, List.of(Point.of(Double.NaN, Double.NaN), Point.of(Double.NaN, Double.NaN))));
        assertThat(learner.advance(false).events())
                .extracting(ModelEvent::type)
                .containsExactly(ModelEvent.Type.INITIALISATION_FAILED);
    }

    @Test
    void anErrorOfTheMachineIsNotOutlived() {
        family.failure = () -> new OutOfMemoryError("heap");
        OnlineLearner learner = learner(new LearnerState(), 500);
        receive(learner, Kind.PASSED, 0, 500);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> learner.advance(false));
    }
}
