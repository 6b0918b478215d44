package io.emstream.em;

import io.emstream.family.Prior;
import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;

/**
 * A sample in several coordinates, for distances only: a missing value stands at the mean of its feature, and the data's
 * own units are kept for everything else.
 */
final class Coordinates {
    /** What keeps the overall correlations from being singular. */
    private static final double RIDGE = 1e-6;

    private final double[][] raw;
    private final double[] weights;
    private final double[] mean;
    private final double[] deviations;

    Coordinates(List<Point> sample, Prior prior) {
        this.mean = prior.mean();
        this.deviations = Arrays.stream(prior.variance()).map(Math::sqrt).toArray();
        this.weights = sample.stream().mapToDouble(Point::weight).toArray();
        this.raw = sample.stream().map(point -> filled(point.values())).toArray(double[][]::new);
    }

    private double[] filled(double[] x) {
        double[] filled = x.clone();
        for (int j = 0; j < x.length; j++) {
            if (Double.isNaN(x[j])) {
                filled[j] = mean[j];
            }
        }
        return filled;
    }

    int dimension() {
        return mean.length;
    }

    /** One per point, positive. */
    double[] weights() {
        return weights;
    }

    /** The values as they are. */
    double[][] raw() {
        return raw;
    }

    /** Centred, and in units of the standard deviation of each feature. */
    double[][] standardised() {
        return Arrays.stream(raw).map(this::standardised).toArray(double[][]::new);
    }

    private double[] standardised(double[] x) {
        double[] z = new double[x.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = (x[j] - mean[j]) / deviations[j];
        }
        return z;
    }

    /** Standardised, and then with the overall correlation made the identity. */
    double[][] whitened() {
        double[][] points = standardised();
        DMatrixRMaj correlation = correlation(points);
        CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
        if (!cholesky.decompose(correlation)) {
            return points;
        }
        DMatrixRMaj lower = cholesky.getT(null);
        TriangularSolver_DDRM.invertLower(lower.data, dimension());
        return Arrays.stream(points).map(z -> times(lower, z)).toArray(double[][]::new);
    }

    private DMatrixRMaj correlation(double[][] points) {
        DMatrixRMaj correlation = new DMatrixRMaj(dimension(), dimension());
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < points.length; i++) {
            addProducts(weights[i] / total, points[i], correlation.data);
        }
        for (int j = 0; j < dimension(); j++) {
            correlation.add(j, j, RIDGE);
        }
        return correlation;
    }

    private static void addProducts(double share, double[] z, double[] into) {
        for (int row = 0; row < z.length; row++) {
            double part = share * z[row];
            for (int column = 0; column < z.length; column++) {
                into[row * z.length + column] += part * z[column];
            }
        }
    }

    private static double[] times(DMatrixRMaj lower, double[] z) {
        double[] product = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j <= i; j++) {
                product[i] += lower.unsafe_get(i, j) * z[j];
            }
        }
        return product;
    }
}
