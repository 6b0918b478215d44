package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.em.Expectation;
import io.emstream.family.Prior;
import io.emstream.point.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Old Faithful is shorter than a warm-up: the end of the input makes the first model and the only folds. */
class OldFaithfulOnlineTest {
    private static final List<Point> POINTS = points();

    private static OnePass learn(Prior.Kind prior, int seed) {
        Settings settings = new Settings("gaussian-full", 2, 2);
        settings.prior = prior;
        settings.seed = seed;
        return new OnePass(settings.build()).feed(POINTS).end();
    }

    @ParameterizedTest
    @EnumSource
    void onePassComesWithinOneNatOfBatchEm(Prior.Kind prior) {
        for (int seed = 1; seed <= 10; seed++) {
            OnePass pass = learn(prior, seed);
            assertThat(pass.models()).hasSize(2);
            assertThat(POINTS.size() * pass.meanLogLikelihood(POINTS))
                    .as("total log-likelihood with seed %d; its maximum is -1130.2640", seed)
                    .isGreaterThan(-1130.5);
        }
    }

    @Test
    void theFoldsAreTheNextIterationOfEm() {
        OnePass pass = learn(Prior.Kind.NONE, 1);
        assertThat(pass.model().effectivePoints()).isCloseTo(272, within(1e-9));
        assertThat(pass.model().points()).isEqualTo(272);
        assertThat(pass.meanLogLikelihood(POINTS))
                .isGreaterThanOrEqualTo(
                        Expectation.statistics(pass.models().get(0).mixture(), POINTS)
                                .meanLogLikelihood());
    }

    private static List<Point> points() {
        try (InputStream csv =
                Objects.requireNonNull(OldFaithfulOnlineTest.class.getResourceAsStream("/faithful/faithful.csv"))) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> Point.of(Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
