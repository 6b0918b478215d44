package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;

/**
 * A Gaussian covariance seen through one pattern of missing values: the density of the observed features o, and what they
 * tell of the missing ones m, which is their regression Σ_mo Σ_oo⁻¹ and their conditional covariance
 * C = Σ_mm − Σ_mo Σ_oo⁻¹ Σ_om.
 *
 * <p>With the observed features first, Σ = L Lᵀ falls into L_oo, L_mo and L_mm; the regression is L_mo L_oo⁻¹ and
 * C = L_mm L_mmᵀ, so nothing is subtracted. Those two are made when they are first asked for: scoring needs neither.
 */
final class Marginal {
    private final int[] order;
    private final int observed;
    private final Covariance covariance;
    private final double logDeterminant;
    private double[] regression = {};
    private double[] conditional = {};

    /**
     * The covariance of the features in this order.
     *
     * @param order all features, those observed first
     * @param observed how many are observed
     */
    Marginal(Covariance covariance, int[] order, int observed) {
        this.order = order;
        this.observed = observed;
        this.covariance = covariance.permuted(order);
        this.logDeterminant = this.covariance.logDeterminant(observed);
    }

    /** log |Σ_oo|. */
    double logDeterminant() {
        return logDeterminant;
    }

    /**
     * The squared Mahalanobis length of a difference in the observed features.
     *
     * @param difference one per observed feature, in order
     */
    double squaredLength(double[] difference) {
        return Gaussian.squaredLength(covariance.inverseFactor(), 0, difference, observed);
    }

    /**
     * Fills in the missing values of a point by their conditional means.
     *
     * @param x the point
     * @param means where the component's mean begins at {@code offset}
     * @param difference x − mean of the observed features, in order
     * @param into the complete point
     */
    void complete(double[] x, double[] means, int offset, double[] difference, double[] into) {
        if (regression.length == 0) {
            regress();
        }
        for (int i = 0; i < observed; i++) {
            into[order[i]] = x[order[i]];
        }
        int at = 0;
        for (int i = observed; i < order.length; i++) {
            double sum = means[offset + order[i]];
            for (int j = 0; j < observed; j++) {
                sum += regression[at++] * difference[j];
            }
            into[order[i]] = sum;
        }
    }

    /** Adds r·C, the spread of the values that were filled in, to a full scatter. */
    void addConditional(double r, Moments moments) {
        int at = 0;
        for (int i = observed; i < order.length; i++) {
            for (int j = observed; j <= i; j++) {
                moments.addScatter(order[i], order[j], r * conditional[at++]);
            }
        }
    }

    private void regress() {
        int missing = order.length - observed;
        double[] factor = covariance.factor();
        double[] inverse = covariance.inverseFactor();
        regression = new double[missing * observed];
        conditional = new double[ScatterLayout.FULL.length(missing)];
        for (int i = 0; i < missing; i++) {
            int row = ScatterLayout.packed(observed + i, 0);
            for (int j = 0; j < observed; j++) {
                double sum = 0;
                for (int l = j; l < observed; l++) {
                    sum += factor[row + l] * inverse[ScatterLayout.packed(l, j)];
                }
                regression[i * observed + j] = sum;
            }
            for (int j = 0; j <= i; j++) {
                int other = ScatterLayout.packed(observed + j, 0);
                double sum = 0;
                for (int l = observed; l <= observed + j; l++) {
                    sum += factor[row + l] * factor[other + l];
                }
                conditional[ScatterLayout.packed(i, j)] = sum;
            }
        }
    }
}
