package io.emstream.family;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/** The chi-square distribution, which squared Mahalanobis distances follow. */
public final class ChiSquare {
    /** Up to so many degrees of freedom the finite sum is cheaper than the incomplete gamma function. */
    private static final int FEW = 64;
    /** Beyond it e^-h, with which the sum begins, loses digits. */
    private static final double FAR = 700;

    private static final double SQRT_PI = Math.sqrt(Math.PI);

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
        double half = 0.5 * squaredDistance;
        return degreesOfFreedom <= FEW && half < FAR
                ? sum(half, degreesOfFreedom)
                : RegularizedGamma.Q.value(0.5 * degreesOfFreedom, half);
    }

    /**
     * Q(d/2, h) for a whole d, whose terms are all positive (Abramowitz &amp; Stegun 26.4.4 and 26.4.5): with d even e^-h Σ hⁱ/i!
     * for i below d/2; with d odd erfc(√h) + e^-h Σ h^(i−½)/Γ(i+½) for i from 1 to (d−1)/2.
     */
    private static double sum(double half, int degreesOfFreedom) {
        boolean isOdd = degreesOfFreedom % 2 == 1;
        double term = Math.exp(-half);
        double sum = isOdd ? 0 : term;
        double divisor = isOdd ? 1.5 : 1;
        if (isOdd) {
            double root = Math.sqrt(half);
            // The term of i = 1, whose Γ(3/2) is √π/2.
            term *= 2 * root / SQRT_PI;
            sum = Erfc.value(root) + (degreesOfFreedom > 1 ? term : 0);
        }
        for (int terms = 1; terms < degreesOfFreedom / 2; terms++) {
            term *= half / divisor;
            sum += term;
            divisor++;
        }
        return sum;
    }
}
