package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.Prior;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What commands leave in the learner's state. */
class SteeredLearnerTest {
    private static final long MINUTE = 60_000;
    private static final long START = 1_700_000_000_000L;

    private final Settings settings = new Settings("gaussian-full", 1, 1);

    private static Command command(Command.Action action) {
        return new Command("c1", "anna", action);
    }

    private OnlineLearner learner() {
        settings.foldPoints = 1;
        settings.prior = Prior.Kind.NONE;
        return Learners.with(settings.build(), new double[] {0});
    }

    private static List<Point> around(double centre, int points, long time) {
        return IntStream.range(0, points)
                .mapToObj(i -> new Point(new double[] {centre + (i % 2 == 0 ? 1 : -1)}, 1, time))
                .toList();
    }

    private static double mean(OnlineLearner learner) {
        return Learners.model(learner).mixture().component(0).mean(0);
    }

    @Test
    void aModelThatWasGivenCountsAsItsEffectiveSizeSays() {
        OnlineLearner learner = learner();
        Learners.fold(learner, 1, around(0, 100, START));
        Model zero = Learners.model(learner);
        Learners.fold(learner, 2, around(10, 1000, START + MINUTE));
        assertThat(learner.obey(command(new Command.Rollback(zero, 300))).model())
                .hasValueSatisfying(model -> assertThat(model.effectivePoints()).isEqualTo(300));
        settings.stepExponent = 1;
        // A learner of the same state, with the plain running average: 300 points at 0 and 100 at 10 make 2.5.
        OnlineLearner goesOn = new OnlineLearner(settings.build(), learner.state(), Runnable::run);
        Learners.fold(goesOn, 3, around(10, 100, START + 2 * MINUTE));
        assertThat(mean(goesOn)).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void aModelThatWasGivenLeavesASlidingWindowWithItsTime() {
        settings.forgetting = new Forgetting.Window(Duration.ofHours(1));
        OnlineLearner learner = learner();
        Learners.fold(learner, 1, around(0, 100, START));
        Model zero = Learners.model(learner);
        Learners.fold(learner, 2, around(50, 100, START + MINUTE));
        learner.obey(command(new Command.Rollback(zero, 100)));
        Learners.fold(learner, 3, around(10, 100, START + 30 * MINUTE));
        assertThat(mean(learner)).isCloseTo(5, within(1e-9));
        Learners.fold(learner, 4, around(10, 100, START + 70 * MINUTE));
        assertThat(mean(learner)).isCloseTo(10, within(1e-9));
    }

    @Test
    void aPinOutlastsARestart() {
        OnlineLearner learner = learner();
        Learners.fold(learner, 1, around(0, 100, START));
        long version = Learners.model(learner).version();
        learner.obey(command(new Command.Pin()));
        OnlineLearner restarted = new OnlineLearner(settings.build(), learner.state(), Runnable::run);
        Learners.fold(restarted, 2, around(10, 100, START + MINUTE));
        assertThat(Learners.model(restarted).version()).isEqualTo(version);
        assertThat(restarted.state().counters().points()).isEqualTo(200);
        assertThat(restarted.state().open()).isEmpty();
        restarted.obey(command(new Command.Unpin()));
        Learners.fold(restarted, 3, around(10, 100, START + 2 * MINUTE));
        assertThat(Learners.model(restarted).version()).isEqualTo(version + 1);
        assertThat(Objects.requireNonNull(restarted.state().model()).points()).isEqualTo(300);
    }

    @Test
    void whatASearchFindsForAModelThatWasGivenUpIsNotTakenOver() {
        OnlineLearner learner = learner();
        Learners.fold(learner, 1, around(0, 100, START));
        int epoch = Learners.model(learner).layoutEpoch();
        learner.obey(command(new Command.Rollback(Learners.model(learner), Command.BY_RULE)));
        assertThat(Learners.model(learner).layoutEpoch()).isEqualTo(epoch + 1);
        assertThat(learner.isBusy()).isFalse();
        assertThat(learner.state().reservoir()).isEmpty();
        assertThat(learner.state().checks().points()).isZero();
    }
}
