package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.Samples;
import io.emstream.em.Responsibilities;
import io.emstream.family.Families;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the dashboard is shown of the points. */
class LabelSampleTest {
    private static final int SEED = 4;

    private final LabelSample sample = new LabelSample(new SplittableRandom(SEED));

    private void label(int points, int dimension) {
        Random random = new Random(SEED);
        Mixture mixture = Samples.mixture(Families.parse("gaussian-diag"), 3, dimension, random);
        Responsibilities answer = new Responsibilities(new CompiledMixture(mixture));
        List<Point> drawn = Samples.draw(mixture, points, random);
        for (int i = 0; i < points; i++) {
            answer.of(drawn.get(i));
            sample.labelled(drawn.get(i), answer, 7, 1, i);
        }
    }

    @Test
    void nothingIsDrawnWhileNobodyLooksOn() {
        label(10, 2);
        assertThat(sample.take()).isEmpty();
        sample.watch(true);
        label(10, 2);
        sample.watch(false);
        sample.watch(true);
        assertThat(sample.take()).isEmpty();
    }

    @Test
    void aFewPointsAreAllThereWithTheirLabels() {
        sample.watch(true);
        label(10, 2);
        List<LabelSample.Labelled> taken = sample.take();
        assertThat(taken)
                .extracting(LabelSample.Labelled::offset)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(taken).allSatisfy(each -> {
            assertThat(each.model()).isEqualTo(7);
            assertThat(each.partition()).isEqualTo(1);
            assertThat(each.cluster()).isBetween(1L, 3L);
            assertThat(each.responsibility()).isBetween(1.0 / 3, 1.0);
            assertThat(each.values()).hasSize(2);
        });
        assertThat(sample.take()).as("until the next ones").isEmpty();
    }

    @Test
    void ofManyPointsAllAreEquallyLikely() {
        sample.watch(true);
        int rounds = 40;
        int points = 10_000;
        long[] byTenth = new long[10];
        for (int round = 0; round < rounds; round++) {
            label(points, 1);
            sample.take().forEach(each -> byTenth[(int) (each.offset() * 10 / points)]++);
        }
        // 40 · 500 draws into ten tenths: 2000 each, with a standard deviation of 42.
        assertThat(Arrays.stream(byTenth).boxed()).allMatch(number -> Math.abs(number - 2000) < 5 * 42);
    }

    @Test
    void widePointsAreFewer() {
        sample.watch(true);
        label(1000, 64);
        assertThat(sample.take()).hasSize(LabelSample.MOST_VALUES / 64);
        label(1000, 2);
        assertThat(sample.take().stream().collect(Collectors.toMap(LabelSample.Labelled::offset, Function.identity())))
                .as("each point once")
                .hasSize(LabelSample.MOST_POINTS);
    }
}
