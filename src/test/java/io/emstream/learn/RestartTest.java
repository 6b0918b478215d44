package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.ModelCodec;
import io.emstream.family.Families;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A learner that is started anew at every commit, from what a store holds, learns what one that was never stopped does. */
class RestartTest {
    private static final LearnerStateCodec STATES = new LearnerStateCodec(Families::parse);
    private static final ModelCodec MODELS = new ModelCodec(Families::parse);

    /** A store into which only the blocks go that have changed. */
    private static final class Store implements UnaryOperator<LearnerState> {
        private final Map<String, byte[]> blocks = new HashMap<>();

        @Override
        public LearnerState apply(LearnerState state) {
            for (String block : state.takeChanges()) {
                byte[] bytes = STATES.encode(state, block);
                if (bytes == null) {
                    blocks.remove(block);
                } else {
                    blocks.put(block, bytes);
                }
            }
            return STATES.decode(blocks.entrySet());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, auto, true, 100",
        "gaussian-full, auto, false, 250",
        "kmeans, auto, false, 37",
        "gaussian-diag, points:2000, true, 80",
        "gaussian-full, none, true, 100",
        "gaussian-full, none, false, 37",
        "gaussian-full, points:500, true, 37",
        "gaussian-full, window:PT20S, true, 250",
        "gaussian-full, PT10S, false, 100",
        "gaussian-tied, none, true, 37",
        "gaussian-diag, window:PT20S, false, 100",
        "gaussian-spherical, points:500, true, 250",
        "kmeans, PT10S, true, 100"
    })
    void aRebuiltLearnerGoesOnBitForBit(String family, String forgetting, boolean holds, int pointsPerCommit) {
        Settings settings = new Settings(family, 4, 2);
        settings.forgetting = Forgetting.parse(forgetting);
        settings.paneLength = 80;
        // Checks and alarms are part of what goes on.
        settings.cpu = forgetting.equals("none") ? 0 : Double.POSITIVE_INFINITY;
        settings.outliers = forgetting.equals("auto") && family.startsWith("gaussian");
        assertSameWhenRebuilt(settings, points(), holds, pointsPerCommit);
    }

    /** The points that it is fitted to, and where the fit stands, are part of what goes on. */
    @Test
    void soDoesOneThatFollowsAStreamThatMoves() {
        Settings settings = new Settings("gaussian-full", 3, 2);
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        OnePass pass = assertSameWhenRebuilt(settings, FollowingTest.moving(16_000), true, 700);
        assertThat(pass.models()).anyMatch(model -> model.forgetting().startsWith("last-points:"));
    }

    private static OnePass assertSameWhenRebuilt(
            Settings settings, List<Point> points, boolean holds, int pointsPerCommit) {
        LearnerSettings built = settings.build();
        OnePass whole = new OnePass(built, holds, pointsPerCommit, same -> same)
                .feed(points)
                .end();
        Store store = new Store();
        OnePass rebuilt =
                new OnePass(built, holds, pointsPerCommit, store).feed(points).end();

        assertThat(whole.models()).hasSizeGreaterThan(10);
        assertThat(rebuilt.models().stream().map(MODELS::encode).toList())
                .usingElementComparator(Arrays::compare)
                .isEqualTo(whole.models().stream().map(MODELS::encode).toList());
        assertThat(rebuilt.events()).isEqualTo(whole.events());
        assertThat(rebuilt.state().counters())
                .usingRecursiveComparison()
                .isEqualTo(whole.state().counters());
        // The whole pass was never asked for changes, so that these are all blocks it ever had.
        LearnerState state = whole.state();
        assertThat(store.blocks.keySet())
                .isEqualTo(state.takeChanges().stream()
                        .filter(block -> STATES.encode(state, block) != null)
                        .collect(Collectors.toSet()));
        return whole;
    }

    /** A few missing values and weights, a point every twentieth of a second. */
    private static List<Point> points() {
        Random random = new Random(31);
        List<Point> points = new ArrayList<>();
        for (Point point : TrueMixture.named("well").draw(4000, random)) {
            double[] values = point.values();
            // Half of the way there is a jump.
            values[0] += points.size() < 2000 ? 0 : 7;
            if (random.nextInt(10) == 0) {
                values[random.nextInt(2)] = Double.NaN;
            }
            points.add(new Point(values, 0.5 + random.nextDouble(), 1_000_000 + 50L * points.size()));
        }
        return points;
    }
}
