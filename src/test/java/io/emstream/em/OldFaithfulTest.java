package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.family.Families;
import io.emstream.family.Prior;
import io.emstream.point.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Maximum likelihood on Old Faithful, two components: what mclust 6.0 and scikit-learn agree on. The data are R's
 * {@code datasets::faithful}.
 */
class OldFaithfulTest {
    private static final List<Point> POINTS = points();
    private static final Prior NONE = Prior.of(Prior.Kind.NONE, POINTS);

    @ParameterizedTest
    @CsvSource({
        "gaussian-full, -1130.263960",
        "gaussian-tied, -1140.186759",
        "gaussian-diag, -1147.806353",
        "gaussian-spherical, -1709.529282"
    })
    void theTotalLogLikelihoodIsThatOfOtherPrograms(String family, double expected) {
        for (int seed = 1; seed <= 5; seed++) {
            Fit fit = BatchEm.fit(POINTS, Families.parse(family), 2, NONE, Schedule.THOROUGH, new Random(seed));
            assertThat(fit.converged()).isTrue();
            assertThat(fit.statistics().logLikelihood()).as("seed %d", seed).isCloseTo(expected, within(1e-5));
        }
    }

    static List<Point> points() {
        try (InputStream csv = OldFaithfulTest.class.getResourceAsStream("/faithful/faithful.csv")) {
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
