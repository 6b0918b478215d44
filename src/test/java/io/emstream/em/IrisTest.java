package io.emstream.em;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Csv;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Five EM iterations on Fisher's iris, number by number against scikit-learn; {@code src/test/python/iris.py} made the
 * golden file.
 */
class IrisTest {
    private static final int DIMENSION = 4;
    private static final List<Point> POINTS = Csv.points("/iris/iris.csv");

    @ParameterizedTest
    @ValueSource(strings = {"full", "tied", "diag", "spherical"})
    void everyDensityAndEveryResponsibilityIsThatOfScikitLearn(String covariance) {
        Mixture start = start(Families.parse("gaussian-" + covariance));
        Mixture mixture = BatchEm.iterate(start, POINTS, Prior.of(Prior.Kind.NONE, POINTS), 5, 0)
                .mixture();
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(mixture));
        int compared = 0;
        for (String[] row : Csv.rows("/iris/scikit-learn.csv")) {
            if (row[0].equals(covariance)) {
                assertThat(responsibilities.of(POINTS.get(Integer.parseInt(row[1]))))
                        .isTrue();
                assertThat(responsibilities.logDensity()).isCloseTo(Double.parseDouble(row[2]), within(1e-9));
                for (int k = 0; k < 3; k++) {
                    assertThat(responsibilities.value(k)).isCloseTo(Double.parseDouble(row[3 + k]), within(1e-9));
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(POINTS.size());
    }

    /** The species' means, unit covariances, equal weights. */
    private static Mixture start(Family family) {
        List<Component> components = new ArrayList<>();
        for (int species = 0; species < 3; species++) {
            double[] mean = new double[DIMENSION];
            for (Point point : POINTS.subList(50 * species, 50 * species + 50)) {
                for (int j = 0; j < DIMENSION; j++) {
                    mean[j] += point.values()[j] / 50;
                }
            }
            double[] identity = new double[DIMENSION * DIMENSION];
            double[] ones = new double[DIMENSION];
            Arrays.fill(ones, 1);
            for (int j = 0; j < DIMENSION; j++) {
                identity[j * DIMENSION + j] = 1;
            }
            components.add(family.component(
                    Map.of(
                            "mean", Parameter.vector("mean", mean),
                            "covariance", Parameter.matrix("covariance", identity),
                            "variances", Parameter.vector("variances", ones),
                            "variance", Parameter.scalar("variance", 1)),
                    DIMENSION));
        }
        return new Mixture(family, new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, components, new long[] {1, 2, 3});
    }
}
