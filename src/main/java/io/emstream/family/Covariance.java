package io.emstream.family;

import io.emstream.statistics.ScatterLayout;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;

/**
 * A symmetric positive definite matrix Σ = L Lᵀ with its Cholesky factor L, the inverse of L, and log |Σ|. Immutable; all
 * three triangles are packed as {@link ScatterLayout#FULL} says.
 *
 * <p>The first rows of L and of its inverse belong to the first features alone, because both are triangular: a prefix of
 * either array is the factor of the marginal.
 */
final class Covariance {
    /** A pivot smaller than this part of its variance is rounding, not information. */
    private static final double SMALLEST_PIVOT = 1e-14;

    private static final double FIRST_JITTER = 1e-10;
    private static final int JITTERS = 8;

    private final int dimension;
    private final double[] elements;
    private final double[] factor;
    private final double[] inverseFactor;
    private final double logDeterminant;

    private Covariance(int dimension, double[] elements, DMatrixRMaj lower) {
        this.dimension = dimension;
        this.elements = elements;
        this.factor = pack(lower);
        TriangularSolver_DDRM.invertLower(lower.data, dimension);
        this.inverseFactor = pack(lower);
        this.logDeterminant = logDeterminant(factor, dimension);
    }

    /**
     * Factors a matrix.
     *
     * @param elements the packed lower triangle, taken over
     * @return nothing if it is not positive definite by more than rounding
     */
    static Optional<Covariance> of(int dimension, double[] elements) {
        CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
        if (!cholesky.decompose(unpacked(dimension, elements))) {
            return Optional.empty();
        }
        DMatrixRMaj lower = cholesky.getT(null);
        return isInformed(lower, elements) ? Optional.of(new Covariance(dimension, elements, lower)) : Optional.empty();
    }

    private static DMatrixRMaj unpacked(int dimension, double[] elements) {
        DMatrixRMaj matrix = new DMatrixRMaj(dimension, dimension);
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.data[i * dimension + j] = elements[at];
                matrix.data[j * dimension + i] = elements[at++];
            }
        }
        return matrix;
    }

    /** Whether no pivot is only rounding. */
    private static boolean isInformed(DMatrixRMaj lower, double[] elements) {
        for (int i = 0; i < lower.numRows; i++) {
            double pivot = lower.unsafe_get(i, i);
            double variance = elements[ScatterLayout.packed(i, i)];
            // Turned round, so that NaN does not pass.
            if (!(pivot * pivot > SMALLEST_PIVOT * variance && variance < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Factors a matrix that may be singular, adding a growing part of each variance to itself, from 1e-10 to 1e-3, until it
     * can be done. Each feature is measured by its own variance, so that a small one beside a large one is not drowned.
     *
     * @param elements the packed lower triangle, taken over
     * @return nothing if that does not help: a variance is zero, or the matrix is far from being a covariance
     */
    static Optional<Covariance> repaired(int dimension, double[] elements) {
        Optional<Covariance> covariance = of(dimension, elements);
        double jitter = FIRST_JITTER;
        for (int attempt = 0; covariance.isEmpty() && attempt < JITTERS; attempt++) {
            double[] repaired = elements.clone();
            for (int i = 0; i < dimension; i++) {
                repaired[ScatterLayout.packed(i, i)] *= 1 + jitter;
            }
            covariance = of(dimension, repaired);
            jitter *= 10;
        }
        return covariance;
    }

    /**
     * The diagonal matrix of these variances.
     *
     * @param variances positive
     */
    static Covariance diagonal(double[] variances) {
        double[] elements = new double[ScatterLayout.FULL.length(variances.length)];
        for (int i = 0; i < variances.length; i++) {
            elements[ScatterLayout.packed(i, i)] = variances[i];
        }
        return of(variances.length, elements).orElseThrow();
    }

    /** The same covariance of the same features in another order. */
    Covariance permuted(int[] order) {
        double[] permuted = new double[elements.length];
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                permuted[at++] = element(order[i], order[j]);
            }
        }
        return repaired(dimension, permuted)
                .orElseThrow(
                        () -> new ArithmeticException("a covariance is singular in another order of its features"));
    }

    /** log |Σ| of the first features alone. */
    double logDeterminant(int features) {
        return features == dimension ? logDeterminant : logDeterminant(factor, features);
    }

    /** ‖L⁻¹ δ‖², the squared Mahalanobis length of a difference. */
    double squaredLength(double[] difference) {
        return Gaussian.squaredLength(inverseFactor, 0, difference, dimension);
    }

    double element(int row, int column) {
        return elements[row >= column ? ScatterLayout.packed(row, column) : ScatterLayout.packed(column, row)];
    }

    int dimension() {
        return dimension;
    }

    /** The packed lower triangle of Σ itself, not a copy. */
    double[] elements() {
        return elements;
    }

    /** L itself, not a copy. */
    double[] factor() {
        return factor;
    }

    /** L⁻¹ itself, not a copy. */
    double[] inverseFactor() {
        return inverseFactor;
    }

    private static double logDeterminant(double[] factor, int features) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += Math.log(factor[ScatterLayout.packed(i, i)]);
        }
        return 2 * sum;
    }

    private static double[] pack(DMatrixRMaj lower) {
        double[] packed = new double[ScatterLayout.FULL.length(lower.numRows)];
        int at = 0;
        for (int i = 0; i < lower.numRows; i++) {
            for (int j = 0; j <= i; j++) {
                packed[at++] = lower.unsafe_get(i, j);
            }
        }
        return packed;
    }
}
