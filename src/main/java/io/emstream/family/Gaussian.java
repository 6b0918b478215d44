package io.emstream.family;

/** Formulas of the normal distribution that its families share. */
final class Gaussian {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private Gaussian() {}

    /** The log-density at the mean, −½(d log 2π + log |Σ|). */
    static double logNormaliser(int features, double logDeterminant) {
        return -0.5 * (features * LOG_TWO_PI + logDeterminant);
    }

    /**
     * ‖L⁻¹ δ‖², the squared Mahalanobis length of a difference. Two rows are done at once, because a sum alone waits for
     * itself: a quarter faster than row by row.
     *
     * @param inverseFactor where the packed L⁻¹ begins at {@code offset}
     * @param difference δ, one per feature
     */
    static double squaredLength(double[] inverseFactor, int offset, double[] difference, int features) {
        double length = 0;
        int row = offset;
        int i = 0;
        for (; i + 1 < features; i += 2) {
            int next = row + i + 1;
            double sum = 0;
            double nextSum = 0;
            for (int j = 0; j <= i; j++) {
                sum += inverseFactor[row + j] * difference[j];
                nextSum += inverseFactor[next + j] * difference[j];
            }
            nextSum += inverseFactor[next + i + 1] * difference[i + 1];
            length += sum * sum + nextSum * nextSum;
            row = next + i + 2;
        }
        if (i < features) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += inverseFactor[row + j] * difference[j];
            }
            length += sum * sum;
        }
        return length;
    }

    /**
     * What merging two Gaussians loses, ½((w_i + w_j) log |Σ_ij| − w_i log |Σ_i| − w_j log |Σ_j|), for a Σ_ij that keeps
     * their common spread (Runnalls, <i>Kullback-Leibler approach to Gaussian mixture reduction</i>, 2007, eq. 20).
     */
    static double mergeCost(
            double wi, double logDeterminant, double wj, double otherLogDeterminant, double mergedLogDeterminant) {
        // Differences first: nothing is lost when the determinants are tiny.
        double cost = wi * (mergedLogDeterminant - logDeterminant) + wj * (mergedLogDeterminant - otherLogDeterminant);
        return Math.max(0, 0.5 * cost);
    }

    /**
     * The Bhattacharyya distance, ⅛ δᵀ Σ̄⁻¹ δ + ½ log(|Σ̄| / √(|Σ₁| |Σ₂|)) with Σ̄ the average covariance.
     *
     * @param squaredDistance δᵀ Σ̄⁻¹ δ
     */
    static double bhattacharyya(
            double squaredDistance, double logDeterminant, double logDeterminantOne, double logDeterminantOther) {
        double distance =
                squaredDistance / 8 + 0.5 * (logDeterminant - 0.5 * (logDeterminantOne + logDeterminantOther));
        return Math.max(0, distance);
    }
}
