package io.emstream.statistics;

/**
 * Loops over the first n elements of arrays, each of which the JIT compiler turns into vector instructions. Hence their shape:
 * one statement, and no more than four products in it (with eight, C2 of JDK 17 gives up). Vectors and scalars give the same
 * result, because each element is computed by itself.
 */
public final class Lanes {
    /** The exponential of less is nothing beside 1. */
    private static final double LEAST_EXPONENT = -40;

    private static final int SQUARINGS = 10;
    private static final double STEP = 1.0 / (1 << SQUARINGS);

    private Lanes() {}

    /** into = x − a. */
    public static void subtract(double[] x, double a, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = x[p] - a;
        }
    }

    /** into = x · y. */
    public static void multiply(double[] x, double[] y, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = x[p] * y[p];
        }
    }

    /** into = x − y. */
    public static void subtract(double[] x, double[] y, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = x[p] - y[p];
        }
    }

    /** into = a · x. */
    public static void multiply(double a, double[] x, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = a * x[p];
        }
    }

    /** into = into + a · x. */
    public static void add(double a, double[] x, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.fma(a, x[p], into[p]);
        }
    }

    /** into = into + a · x + b · y + c · z + d · u. */
    public static void add(
            double a,
            double[] x,
            double b,
            double[] y,
            double c,
            double[] z,
            double d,
            double[] u,
            double[] into,
            int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.fma(d, u[p], Math.fma(c, z[p], Math.fma(b, y[p], Math.fma(a, x[p], into[p]))));
        }
    }

    /** into = into + Σ a[offset + j] · x[j], for j from {@code from} up to but not {@code to}. */
    public static void addAll(double[] a, int offset, double[][] x, int from, int to, double[] into, int n) {
        int j = from;
        for (; j + 3 < to; j += 4) {
            int at = offset + j;
            add(a[at], x[j], a[at + 1], x[j + 1], a[at + 2], x[j + 2], a[at + 3], x[j + 3], into, n);
        }
        for (; j < to; j++) {
            add(a[offset + j], x[j], into, n);
        }
    }

    /** into = into + a · x². */
    public static void addSquares(double a, double[] x, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.fma(a * x[p], x[p], into[p]);
        }
    }

    /** into = a + b · into. */
    public static void affine(double a, double b, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.fma(b, into[p], a);
        }
    }

    /** into = the larger of x and into; {@code NaN} if one of them is. */
    public static void max(double[] x, double[] into, int n) {
        for (int p = 0; p < n; p++) {
            into[p] = Math.max(x[p], into[p]);
        }
    }

    /**
     * x = exp(x − peak), and sum = sum + x, for x ≤ peak. Off by less than 4·10⁻¹⁶ absolutely: the exponent is divided by
     * 1024, its exponential less 1 taken by Taylor's series, and squared ten times as (1 + e)² − 1 = e (2 + e), which keeps
     * the digits. No branches and no tables, so that it runs in vectors.
     */
    public static void exp(double[] peak, double[] x, double[] sum, int n) {
        for (int p = 0; p < n; p++) {
            double t = Math.max(x[p] - peak[p], LEAST_EXPONENT) * STEP;
            double e = Math.fma(t, 1.0 / 5040, 1.0 / 720);
            e = Math.fma(t, e, 1.0 / 120);
            e = Math.fma(t, e, 1.0 / 24);
            e = Math.fma(t, e, 1.0 / 6);
            e = Math.fma(t, e, 0.5);
            e = Math.fma(t, e, 1.0) * t;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            e *= 2 + e;
            x[p] = 1 + e;
            sum[p] += 1 + e;
        }
    }

    /** Σ x. */
    public static double sum(double[] x, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int p = 0;
        for (; p + 3 < n; p += 4) {
            a += x[p];
            b += x[p + 1];
            c += x[p + 2];
            d += x[p + 3];
        }
        for (; p < n; p++) {
            a += x[p];
        }
        return a + b + (c + d);
    }

    /** Σ x · y. */
    public static double dot(double[] x, double[] y, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int p = 0;
        for (; p + 3 < n; p += 4) {
            a = Math.fma(x[p], y[p], a);
            b = Math.fma(x[p + 1], y[p + 1], b);
            c = Math.fma(x[p + 2], y[p + 2], c);
            d = Math.fma(x[p + 3], y[p + 3], d);
        }
        for (; p < n; p++) {
            a = Math.fma(x[p], y[p], a);
        }
        return a + b + (c + d);
    }
}
