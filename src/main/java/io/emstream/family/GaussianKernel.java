package io.emstream.family;

import io.emstream.point.PointBlock;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores Gaussians with full covariances: ‖L⁻¹(x − μ)‖² over inverse Cholesky factors that stand one after the other in one
 * array. Components of equal covariance share a factor, so a tied mixture holds only one.
 *
 * <p>A complete point costs K·d²/2 multiplications and no memory. One with missing values goes through the
 * {@link Marginals}; in the statistics its missing values are filled in by their conditional means, and their conditional
 * covariance is added to the scatter (Little &amp; Rubin, <i>Statistical Analysis with Missing Data</i>, §11.2).
 */
final class GaussianKernel implements Kernel {
    /** How many columns of a factor are worked on at a time: a multiple of four, as many as {@link Lanes#addAll} adds at once. */
    private static final int COLUMNS = 16;

    private final int dimension;
    private final double[] means;
    private final double[] inverseFactors;
    private final int[] factorOf;
    private final double[] logNormalisers;
    private final Marginals marginals;
    private final double[] difference;
    private final double[] completed;
    private final double[][] differences;
    private final double[][] products;

    GaussianKernel(List<Component> components) {
        int size = components.size();
        this.dimension = components.get(0).dimension();
        this.means = Means.flat(components);
        this.factorOf = new int[size];
        this.logNormalisers = new double[size];
        List<Covariance> covariances = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            Covariance covariance = ((GaussianComponent) components.get(k)).covariance();
            factorOf[k] = indexOf(covariance, covariances);
            logNormalisers[k] = Gaussian.logNormaliser(dimension, covariance.logDeterminant(dimension));
        }
        int length = ScatterLayout.FULL.length(dimension);
        this.inverseFactors = new double[covariances.size() * length];
        for (int c = 0; c < covariances.size(); c++) {
            System.arraycopy(covariances.get(c).inverseFactor(), 0, inverseFactors, c * length, length);
        }
        this.marginals = new Marginals(covariances);
        this.difference = new double[dimension];
        this.completed = new double[dimension];
        this.differences = new double[dimension][PointBlock.CAPACITY];
        this.products = new double[isNarrow() ? 1 : dimension][PointBlock.CAPACITY];
    }

    private static int indexOf(Covariance covariance, List<Covariance> among) {
        for (int c = 0; c < among.size(); c++) {
            if (among.get(c) == covariance || Arrays.equals(among.get(c).elements(), covariance.elements())) {
                return c;
            }
        }
        among.add(covariance);
        return among.size() - 1;
    }

    @Override
    public void logDensities(double[] x, double[] into) {
        if (Means.isComplete(x)) {
            for (int k = 0; k < into.length; k++) {
                into[k] = logNormalisers[k] - 0.5 * completeSquaredDistance(x, k);
            }
        } else {
            Marginals.Pattern pattern = marginals.of(x);
            for (int k = 0; k < into.length; k++) {
                Marginal marginal = pattern.marginal(factorOf[k]);
                pattern.difference(x, means, k * dimension, difference);
                into[k] = Gaussian.logNormaliser(pattern.observed(), marginal.logDeterminant())
                        - 0.5 * marginal.squaredLength(difference);
            }
        }
    }

    @Override
    public void logDensities(PointBlock block, double[][] into) {
        int n = block.size();
        for (int k = 0; k < into.length; k++) {
            for (int j = 0; j < dimension; j++) {
                Lanes.subtract(block.feature(j), means[k * dimension + j], differences[j], n);
            }
            squaredLengths(factorOf[k] * ScatterLayout.FULL.length(dimension), into[k], n);
            Lanes.affine(logNormalisers[k], -0.5, into[k], n);
        }
    }

    /** Whether the differences of all features stay in the cache, so that one row of products at a time will do. */
    private boolean isNarrow() {
        return dimension <= COLUMNS + 1;
    }

    /** ‖L⁻¹ δ‖² of all differences. */
    private void squaredLengths(int factor, double[] into, int n) {
        Arrays.fill(into, 0, n, 0);
        if (isNarrow()) {
            rowByRow(factor, into, n);
        } else {
            byColumns(factor, into, n);
        }
    }

    private void rowByRow(int factor, double[] into, int n) {
        for (int i = 0; i < dimension; i++) {
            int at = factor + ScatterLayout.packed(i, 0);
            Lanes.multiply(inverseFactors[at], differences[0], products[0], n);
            Lanes.addAll(inverseFactors, at, differences, 1, i + 1, products[0], n);
            Lanes.addSquares(1, products[0], into, n);
        }
    }

    /** So many columns of the factor at a time that their differences stay in the cache: the same sums in the same order. */
    private void byColumns(int factor, double[] into, int n) {
        for (int i = 0; i < dimension; i++) {
            Lanes.multiply(inverseFactors[factor + ScatterLayout.packed(i, 0)], differences[0], products[i], n);
        }
        for (int from = 1; from < dimension; from += COLUMNS) {
            for (int i = from; i < dimension; i++) {
                int to = Math.min(i + 1, from + COLUMNS);
                Lanes.addAll(
                        inverseFactors, factor + ScatterLayout.packed(i, 0), differences, from, to, products[i], n);
            }
        }
        for (double[] product : products) {
            Lanes.addSquares(1, product, into, n);
        }
    }

    private double completeSquaredDistance(double[] x, int k) {
        int mean = k * dimension;
        for (int j = 0; j < dimension; j++) {
            difference[j] = x[j] - means[mean + j];
        }
        return Gaussian.squaredLength(
                inverseFactors, factorOf[k] * ScatterLayout.FULL.length(dimension), difference, dimension);
    }

    @Override
    public void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
        if (Means.isComplete(x)) {
            Means.observe(x, weight, responsibilities, into);
            return;
        }
        Marginals.Pattern pattern = marginals.of(x);
        for (int k = 0; k < responsibilities.length; k++) {
            if (responsibilities[k] > NEGLIGIBLE) {
                double r = weight * responsibilities[k];
                Marginal marginal = pattern.marginal(factorOf[k]);
                Moments moments = into.component(k);
                pattern.difference(x, means, k * dimension, difference);
                marginal.complete(x, means, k * dimension, difference, completed);
                moments.observe(completed, r);
                marginal.addConditional(r, moments);
            }
        }
    }

    @Override
    public double squaredDistance(double[] x, int component) {
        if (Means.isComplete(x)) {
            return completeSquaredDistance(x, component);
        }
        Marginals.Pattern pattern = marginals.of(x);
        pattern.difference(x, means, component * dimension, difference);
        return pattern.marginal(factorOf[component]).squaredLength(difference);
    }
}
