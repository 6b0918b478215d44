package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many rows at once have the answers that each has alone. */
class RowResponsibilitiesTest {
    private static final double TOLERANCE = 1e-12;

    static Stream<Family> families() {
        return Samples.families();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aRowHasTheAnswerThatItsPointHasAlone(Family family) {
        Random random = new Random(17);
        Mixture mixture = Samples.mixture(family, 4, 3, random);
        if (Noise.suits(family)) {
            mixture = mixture.withNoise(Noise.of(Samples.draw(mixture, 50, random), 0.05));
        }
        List<Point> points = new ArrayList<>(Samples.draw(mixture, 100, random));
        points.add(Point.of(Double.NaN, points.get(0).values()[1], points.get(0).values()[2]));
        points.add(Point.of(Double.NaN, Double.NaN, Double.NaN));
        if (Noise.suits(family)) {
            // Of these nothing is left to any component, and yet one of them is the best.
            points.add(Point.of(1e3, 1e3, -1e3));
            points.add(Point.of(-1e6, 1e5, 1e5));
        }
        CompiledMixture compiled = new CompiledMixture(mixture);
        RowResponsibilities rows = new RowResponsibilities(compiled);
        points.forEach(point -> rows.add(point.values(), point.observed(), point.weight()));
        rows.answer();
        Responsibilities alone = new Responsibilities(compiled);
        Responsibilities ofRows = new Responsibilities(compiled);
        for (int row = 0; row < points.size(); row++) {
            assertThat(ofRows.of(rows, row)).as("row %d", row).isEqualTo(alone.of(points.get(row)));
            assertThat(ofRows.component()).as("row %d", row).isEqualTo(alone.component());
            assertThat(ofRows.observed()).isEqualTo(alone.observed());
            assertThat(ofRows.logDensity())
                    .isCloseTo(alone.logDensity(), within(TOLERANCE * (1 + Math.abs(alone.logDensity()))));
            assertThat(ofRows.outlier()).isCloseTo(alone.outlier(), within(TOLERANCE));
            assertThat(ofRows.values()).containsExactly(alone.values(), within(TOLERANCE));
        }
    }
}
