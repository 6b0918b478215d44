package io.emstream.app.plot;

import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The two directions that a picture shows: two features, or the two principal axes. A point x is at {@code A x}.
 *
 * <p>The principal axes are those of the mixture's own covariance, between and within its components, each feature in units of
 * its standard deviation, so that they do not depend on units, nor on whether there are points.
 */
public final class Plane {
    private final double[][] directions;
    private final List<String> names;

    private Plane(double[][] directions, List<String> names) {
        this.directions = directions;
        this.names = names;
    }

    /** Two features as they are; the same twice for a strip of one. */
    public static Plane ofFeatures(Model model, int first, int second) {
        int d = model.features().dimension();
        double[][] directions = new double[2][d];
        directions[0][first] = 1;
        directions[1][second] = 1;
        List<String> names = model.features().names();
        return new Plane(directions, List.of(names.get(first), names.get(second)));
    }

    /** The two directions in which the mixture is widest. */
    public static Plane principal(Model model) {
        Mixture mixture = model.mixture();
        int d = mixture.dimension();
        double[][] covariance = covariance(mixture);
        double[] sizes = IntStream.range(0, d)
                .mapToDouble(j -> covariance[j][j] > 0 ? Math.sqrt(covariance[j][j]) : 1)
                .toArray();
        DMatrixRMaj correlation = new DMatrixRMaj(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                correlation.set(i, j, covariance[i][j] / (sizes[i] * sizes[j]));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(correlation)) {
            return ofFeatures(model, 0, Math.min(1, d - 1));
        }
        int[] order = IntStream.range(0, d)
                .boxed()
                .sorted((i, j) -> Double.compare(eigen.getEigenvalue(j).real, eigen.getEigenvalue(i).real))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] directions = new double[2][];
        for (int axis = 0; axis < 2; axis++) {
            directions[axis] = direction(eigen.getEigenVector(order[axis]), sizes);
        }
        double total = IntStream.range(0, d)
                .mapToDouble(i -> eigen.getEigenvalue(i).real)
                .sum();
        return new Plane(
                directions,
                IntStream.range(0, 2)
                        .mapToObj(axis -> String.format(
                                Locale.ROOT,
                                "principal axis %d (%.0f%% of the variance)",
                                axis + 1,
                                100 * eigen.getEigenvalue(order[axis]).real / total))
                        .toList());
    }

    /** In the data's own units, its largest part positive, so that it does not turn over from version to version. */
    private static double[] direction(DMatrixRMaj vector, double[] sizes) {
        double[] direction = new double[sizes.length];
        int largest = 0;
        for (int j = 0; j < direction.length; j++) {
            direction[j] = vector.get(j) / sizes[j];
            largest = Math.abs(vector.get(j)) > Math.abs(vector.get(largest)) + 1e-9 ? j : largest;
        }
        if (vector.get(largest) < 0) {
            Arrays.setAll(direction, j -> -direction[j]);
        }
        return direction;
    }

    private static double[][] covariance(Mixture mixture) {
        int d = mixture.dimension();
        double total = Arrays.stream(mixture.weights()).sum();
        double[] mean = new double[d];
        for (int k = 0; k < mixture.size(); k++) {
            for (int j = 0; j < d; j++) {
                mean[j] += mixture.weight(k) / total * mixture.component(k).mean(j);
            }
        }
        double[][] covariance = new double[d][d];
        for (int k = 0; k < mixture.size(); k++) {
            Component component = mixture.component(k);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double between = (component.mean(i) - mean[i]) * (component.mean(j) - mean[j]);
                    covariance[i][j] += mixture.weight(k) / total * (component.covariance(i, j) + between);
                }
            }
        }
        return covariance;
    }

    /** The names of the axes. */
    List<String> names() {
        return names;
    }

    /** Where a point is; {@code NaN} where that depends on values that are missing. */
    double[] of(double[] point) {
        return new double[] {along(directions[0], point), along(directions[1], point)};
    }

    private static double along(double[] direction, double[] point) {
        double sum = 0;
        for (int j = 0; j < direction.length; j++) {
            sum += direction[j] == 0 ? 0 : direction[j] * point[j];
        }
        return sum;
    }

    /** Where the centre of a component is. */
    double[] centre(Component component) {
        double[] mean = new double[component.dimension()];
        Arrays.setAll(mean, component::mean);
        return of(mean);
    }

    /** The covariance of a component as it is seen: of the first axis, of both, of the second. */
    double[] covariance(Component component) {
        return new double[] {
            covariance(component, directions[0], directions[0]),
            covariance(component, directions[0], directions[1]),
            covariance(component, directions[1], directions[1])
        };
    }

    private static double covariance(Component component, double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < other.length; j++) {
                if (one[i] != 0 && other[j] != 0) {
                    sum += one[i] * component.covariance(i, j) * other[j];
                }
            }
        }
        return sum;
    }
}
