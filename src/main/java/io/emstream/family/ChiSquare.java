package io.emstream.family;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/** The chi-square distribution, which squared Mahalanobis distances follow. */
public final class ChiSquare {
    private ChiSquare() {}

    /**
     * The probability of a larger squared distance.
     *
     * @param squaredDistance 0 or more; {@code NaN} gives {@code NaN}
     * @param degreesOfFreedom how many features are observed; with none the distance is always 0, and this is 1
     */
    public static double tail(double squaredDistance, int degreesOfFreedom) {
        if (degreesOfFreedom == 0) {
            return 1;
        }
        return RegularizedGamma.Q.value(0.5 * degreesOfFreedom, 0.5 * squaredDistance);
    }
}
