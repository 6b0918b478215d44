package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EM on the newest points of a stream that moves. */
class FollowingTest {
    private static Settings settings(int clusters) {
        Settings settings = new Settings("gaussian-full", clusters, 2);
        settings.forgetting = new Forgetting.Auto();
        settings.cpu = Double.POSITIVE_INFINITY;
        return settings;
    }

    /** Three clusters that overlap and go along together. */
    static List<Point> moving(int number) {
        Random random = new Random(6);
        List<Point> points = new ArrayList<>();
        for (Point point : TrueMixture.named("overlap").draw(number, random)) {
            double far = points.size() * 3e-5;
            points.add(Point.of(point.values()[0] + far, point.values()[1] - far));
        }
        return points;
    }

    @Test
    void aStreamThatMovesIsFollowedOnItsNewestPoints() {
        List<Point> points = moving(16_000);
        OnePass pass = new OnePass(settings(3).build()).feed(points).end();

        List<Model> following = pass.models().stream()
                .filter(model -> model.forgetting().startsWith("last-points:"))
                .toList();
        assertThat(following).isNotEmpty();
        // 17 free parameters and the weight of the noise; folds of 100.
        assertThat(following.get(0).forgetting()).isEqualTo("last-points:2125");
        assertThat(following).allMatch(model -> model.effectivePoints() == 2200);
        assertThat(size(pass)).isBetween(2125, 2225);
        assertThat(pass.state().newest().lastEntry().getValue()).isSubsetOf(points.subList(15_000, 16_000));
    }

    @Test
    void aStreamAtRestIsNotFittedAnew() {
        OnePass pass = new OnePass(settings(4).build())
                .feed(TrueMixture.named("well").draw(20_000, new Random(3)))
                .end();
        assertThat(pass.model().forgetting()).isEqualTo("none");
        assertThat(pass.models()).noneMatch(model -> model.forgetting().startsWith("last-points:"));
        // The few folds in which chance has another track published.
        assertThat(size(pass)).isLessThan(Following.capacity(24));
    }

    @Test
    void withoutChecksNothingIsFitted() {
        Settings settings = settings(3);
        settings.cpu = 0;
        OnePass pass = new OnePass(settings.build()).feed(moving(16_000)).end();
        assertThat(pass.models()).noneMatch(model -> model.forgetting().startsWith("last-points:"));
        assertThat(size(pass)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 2000", "29, 3625", "160, 20000", "10000, 20000", "10001, 0"})
    void manyParametersTakeManyPointsAsLongAsThatCanPay(int parameters, int points) {
        assertThat(Following.capacity(parameters)).isEqualTo(points);
    }

    private static int size(OnePass pass) {
        return pass.state().newest().values().stream().mapToInt(List::size).sum();
    }
}
