package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the learner does of itself: checks, alarms, the speed of forgetting and the number of clusters. */
class LookingAfterTest {
    private static Settings settings(int clusters) {
        Settings settings = new Settings("gaussian-full", clusters, 2);
        settings.forgetting = new Forgetting.Auto();
        settings.outliers = true;
        settings.cpu = Double.POSITIVE_INFINITY;
        return settings;
    }

    private static List<Point> shifted(List<Point> points, double by) {
        return points.stream()
                .map(point -> Point.of(point.values()[0] + by, point.values()[1]))
                .toList();
    }

    private static List<ModelEvent.Type> types(OnePass pass) {
        return pass.events().stream().map(ModelEvent::type).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aJumpIsNoticedAndLearnedAnewAndEveryStepIsAnEventWithItsNumbers(long seed) {
        TrueMixture truth = TrueMixture.named("well");
        Random random = new Random(seed);
        OnePass pass = new OnePass(settings(4).build())
                .feed(truth.draw(4000, random))
                .feed(shifted(truth.draw(3000, random), 30))
                .end();

        assertThat(types(pass)).contains(ModelEvent.Type.DRIFT, ModelEvent.Type.RESEEDED);
        ModelEvent drift = event(pass, ModelEvent.Type.DRIFT);
        assertThat(drift.numbers().get("statistic"))
                .isGreaterThan(drift.numbers().get("threshold"));
        assertThat(drift.numbers().get("foldMeanLogLikelihood"))
                .isLessThan(drift.numbers().get("referenceMeanLogLikelihood"));
        ModelEvent reseeded = event(pass, ModelEvent.Type.RESEEDED);
        assertThat(reseeded.numbers().get("likelihoodRatio"))
                .isGreaterThan(reseeded.numbers().get("threshold"));
        List<Point> unseen = shifted(truth.draw(4000, random), 30);
        double best = truth.meanLogLikelihood(shifted(unseen, -30));
        assertThat(pass.meanLogLikelihood(unseen)).isCloseTo(best, within(0.02));
    }

    /** The folds that made the alarm are the first points of the change; nothing waits for as many again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aClusterThatIsBornIsFoundInThePointsThatMadeTheAlarm(long seed) {
        TrueMixture three = TrueMixture.named("aniso");
        Random random = new Random(seed);
        List<Point> four = new ArrayList<>(three.draw(3000, random));
        for (int i = 0; i < four.size(); i += 5) {
            four.set(i, Point.of(random.nextGaussian(), 6 + random.nextGaussian()));
        }
        Settings settings = settings(1);
        settings.clusters = new ClusterRange(1, 8);
        OnePass pass = new OnePass(settings.build())
                .feed(three.draw(6000, random))
                .feed(four)
                .end();

        ModelEvent drift = event(pass, ModelEvent.Type.DRIFT);
        ModelEvent reseeded = event(pass, ModelEvent.Type.RESEEDED);
        assertThat(reseeded.model() - drift.model()).isLessThanOrEqualTo(2);
        assertThat(reseeded.numbers().get("points")).isBetween(300.0, 500.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void idsAreNeverUsedAgainAndEveryChangeOfThemIsTold(long seed) {
        TrueMixture truth = TrueMixture.named("well");
        Random random = new Random(seed);
        Settings settings = settings(4);
        settings.clusters = new ClusterRange(1, 8);
        OnePass pass = new OnePass(settings.build());
        for (int jump = 0; jump < 4; jump++) {
            pass.feed(shifted(truth.draw(3000, random), 12 * jump));
        }
        pass.end();

        Map<Long, ModelEvent> born = new HashMap<>();
        Set<Long> living = new HashSet<>();
        for (ModelEvent event : pass.events()) {
            event.to().forEach(id -> {
                if (living.add(id)) {
                    assertThat(born.put(id, event)).as("id %d is new", id).isNull();
                }
            });
            event.from().stream().filter(id -> !event.to().contains(id)).forEach(id -> {
                if (event.type() == ModelEvent.Type.DIED || event.type() == ModelEvent.Type.MERGED) {
                    assertThat(living.remove(id)).isTrue();
                }
            });
        }
        assertThat(born).hasSizeGreaterThan(4);
        Model last = pass.model();
        assertThat(LongStream.of(last.mixture().clusters()).boxed()).containsExactlyInAnyOrderElementsOf(living);
        assertThat(last.mixture().size()).isEqualTo(4);
    }

    @Test
    void aStreamAtRestGivesNoAlarmAndIsAveragedOverAllOfIt() {
        OnePass pass = new OnePass(settings(4).build())
                .feed(TrueMixture.named("well").draw(20_000, new Random(3)))
                .end();
        assertThat(types(pass))
                .doesNotContain(ModelEvent.Type.DRIFT, ModelEvent.Type.RESEEDED, ModelEvent.Type.CHECK_FAILED);
        assertThat(pass.model().forgetting()).isEqualTo("none");
        assertThat(pass.model().effectivePoints()).isGreaterThan(5000);
    }

    @Test
    void aStreamThatTurnsIsFollowedAtTheSpeedThatItTakes() {
        Random random = new Random(4);
        OnePass pass = new OnePass(settings(4).build());
        TrueMixture truth = TrueMixture.ring(0);
        for (int i = 0; i < 150; i++) {
            truth = TrueMixture.ring(i * 0.02);
            pass.feed(truth.draw(100, random));
        }
        pass.end();
        assertThat(pass.model().forgetting()).startsWith("points:");
        List<Point> unseen = truth.draw(5000, random);
        assertThat(pass.meanLogLikelihood(unseen)).isCloseTo(truth.meanLogLikelihood(unseen), within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"well, 4", "aniso, 3", "unequal, 4"})
    void theDataSayHowManyClustersThereAre(String stream, int clusters) {
        TrueMixture truth = TrueMixture.named(stream);
        Settings settings = settings(1);
        settings.clusters = ClusterRange.AUTO;
        OnePass pass = new OnePass(settings.build())
                .feed(truth.draw(12_000, new Random(5)))
                .end();
        assertThat(pass.model().mixture().size()).isEqualTo(clusters);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withAGivenNumberADeadClusterStaysDeadUntilOneIsBorn(long seed) {
        TrueMixture four = TrueMixture.named("well");
        TrueMixture three = TrueMixture.named("overlap");
        Random random = new Random(seed);
        OnePass pass = new OnePass(settings(4).build())
                .feed(four.draw(4000, random))
                .feed(shifted(three.draw(20_000, random), 30));

        Mixture mixture = pass.model().mixture();
        assertThat(mixture.size()).isEqualTo(4);
        assertThat(DeadClusters.living(mixture)).isEqualTo(3);
        List<Point> unseen = shifted(three.draw(5000, random), 30);
        double best = three.meanLogLikelihood(shifted(unseen, -30));
        assertThat(pass.meanLogLikelihood(unseen)).isCloseTo(best, within(0.01));

        pass.feed(shifted(four.draw(6000, random), 30)).end();

        assertThat(pass.model().mixture().size()).isEqualTo(4);
        assertThat(Arrays.stream(pass.model().mixture().weights()).min().orElseThrow())
                .isGreaterThan(0.2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNewLayoutLeavesNoPaneOfAnOldOneInASlidingWindow(long seed) {
        TrueMixture truth = TrueMixture.named("well");
        TrueMixture other = TrueMixture.named("overlap");
        Random random = new Random(seed);
        Settings settings = settings(1);
        settings.clusters = ClusterRange.AUTO;
        settings.forgetting = new Forgetting.Window(Duration.ofSeconds(5));
        OnePass pass = new OnePass(settings.build())
                .feed(everyMillisecond(0, truth.draw(4000, random)))
                .feed(everyMillisecond(4000, shifted(other.draw(4000, random), 30)))
                .end();

        assertThat(types(pass)).contains(ModelEvent.Type.RESEEDED);
        assertThat(pass.state().window().values())
                .isNotEmpty()
                .allMatch(pane -> pane.layoutEpoch() == pass.model().layoutEpoch());
        List<Point> unseen = shifted(other.draw(5000, random), 30);
        double best = other.meanLogLikelihood(shifted(unseen, -30));
        assertThat(pass.meanLogLikelihood(unseen)).isCloseTo(best, within(0.02));
    }

    private static List<Point> everyMillisecond(long start, List<Point> points) {
        List<Point> timed = new ArrayList<>();
        for (Point point : points) {
            timed.add(new Point(point.values(), point.weight(), start + timed.size()));
        }
        return timed;
    }

    @Test
    void withoutAShareOfACoreThereAreNoChecks() {
        TrueMixture truth = TrueMixture.named("well");
        Random random = new Random(6);
        Settings settings = settings(4);
        settings.cpu = 0;
        OnePass pass = new OnePass(settings.build())
                .feed(truth.draw(2000, random))
                .feed(shifted(truth.draw(2000, random), 30))
                .end();
        assertThat(types(pass)).containsExactly(ModelEvent.Type.INITIALISED);
    }

    @Test
    void whatASearchFindsIsTakenOverWhenItHasEnded() {
        List<Runnable> submitted = new ArrayList<>();
        // Two components where there are four clusters, one of them beside all.
        OnlineLearner learner =
                Learners.with(settings(2).build(), 0, submitted::add, new double[] {0, 0}, new double[] {9, 0});
        TrueMixture truth = TrueMixture.named("aniso");
        Random random = new Random(7);
        long pane = 0;
        while (submitted.isEmpty() && pane < 50) {
            Learners.fold(learner, pane++, truth.draw(100, random));
        }
        assertThat(submitted).hasSize(1);
        long version = Learners.model(learner).version();
        assertThat(learner.isBusy()).isTrue();
        assertThat(learner.advance(false).model()).isEmpty();

        submitted.get(0).run();
        OnlineLearner.Learned learned = learner.advance(false);

        assertThat(learner.isBusy()).isFalse();
        assertThat(learned.events()).extracting(ModelEvent::type).startsWith(ModelEvent.Type.REFIT);
        assertThat(learned.model().orElseThrow().version()).isEqualTo(version + 1);
    }

    private static ModelEvent event(OnePass pass, ModelEvent.Type type) {
        return pass.events().stream()
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow();
    }
}
