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
