package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.em.Expectation;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning from streams whose truth is known: twenty thousand points in panes of a hundred. */
class StationaryStreamsTest {
    private static final int POINTS = 20_000;

    @ParameterizedTest
    @CsvSource({"well, 0.003", "overlap, 0.01", "aniso, 0.003"})
    void theTruthIsFoundFromAGoodStart(String stream, double largestGap) {
        TrueMixture truth = TrueMixture.named(stream);
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Settings settings = new Settings("gaussian-full", truth.clusters(), truth.dimension());
            settings.seed = seed;
            OnePass pass = new OnePass(settings.build())
                    .feed(truth.draw(POINTS, random))
                    .end();

            List<Point> unseen = truth.draw(POINTS, random);
            assertThat(truth.meanLogLikelihood(unseen) - pass.meanLogLikelihood(unseen))
                    .as("gap of %s with seed %d", stream, seed)
                    .isLessThan(largestGap);
            assertThat(pass.models()).allMatch(Learners::isFinite);
            long version = 0;
            for (Model model : pass.models()) {
                assertThat(model.parent()).isEqualTo(version);
                assertThat(model.version()).isEqualTo(++version);
                assertThat(model.mixture().clusters())
                        .isEqualTo(pass.models().get(0).mixture().clusters());
            }
            assertThat(pass.model().points()).isEqualTo(POINTS);
        }
    }

    @Test
    void aVersionIsHardlyEverWorseThanTheFirst() {
        TrueMixture truth = TrueMixture.named("well");
        Random random = new Random(8);
        OnePass pass = new OnePass(new Settings("gaussian-full", 4, 2).build())
                .feed(truth.draw(3000, random))
                .end();
        List<Point> unseen = truth.draw(POINTS, random);
        double first = meanLogLikelihood(pass.models().get(0), unseen);
        for (Model model : pass.models()) {
            assertThat(meanLogLikelihood(model, unseen))
                    .as("version %d", model.version())
                    .isGreaterThan(first - 0.002);
        }
    }

    private static double meanLogLikelihood(Model model, List<Point> points) {
        return Expectation.statistics(model.mixture(), points).meanLogLikelihood();
    }

    /** Four clusters that begin to turn after a quarter of the stream. */
    static List<Point> turning(int points, Random random) {
        List<Point> drawn = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double turned = Math.max(0, (double) i / points - 0.25);
            drawn.add(
                    TrueMixture.ring(Math.PI / 4 + 2 * Math.PI * 0.75 * turned).draw(random));
        }
        return drawn;
    }

    @Test
    void whatDriftsIsFollowedByForgetting() {
        for (int seed = 1; seed <= 2; seed++) {
            List<Point> points = turning(POINTS, new Random(seed));
            Settings settings = new Settings("gaussian-full", 4, 2);
            double kept = prequential(settings, points);
            settings.forgetting = new Forgetting.ByPoints(500);
            assertThat(prequential(settings, points)).as("seed %d", seed).isGreaterThan(kept + 0.05);
        }
    }

    private static double prequential(Settings settings, List<Point> points) {
        return new OnePass(settings.build()).feed(points).end().model().prequentialMeanLogLikelihood();
    }
}
