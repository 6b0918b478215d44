package io.emstream.learn;

import io.emstream.point.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Gaussian mixture that streams are drawn from and held to: written apart from the families under test. */
public final class TrueMixture {
    private final double[] weights;
    private final double[][] means;
    private final double[][][] factors;
    private final double[] logFactors;

    /**
     * A mixture; a weight may be 0.
     *
     * @param covariances one per weight, positive definite
     */
    public TrueMixture(double[] weights, double[][] means, double[][]... covariances) {
        this(
                weights,
                means,
                Arrays.stream(covariances).map(TrueMixture::cholesky).toArray(double[][][]::new),
                new double[weights.length]);
        for (int k = 0; k < weights.length; k++) {
            logFactors[k] = Math.log(weights[k]) - 0.5 * dimension() * Math.log(2 * Math.PI);
            for (int i = 0; i < dimension(); i++) {
                logFactors[k] -= Math.log(factors[k][i][i]);
            }
        }
    }

    private TrueMixture(double[] weights, double[][] means, double[][][] factors, double[] logFactors) {
        this.weights = weights;
        this.means = means;
        this.factors = factors;
        this.logFactors = logFactors;
    }

    /** The same weights and covariances about other means. */
    public TrueMixture withMeans(double[][] others) {
        return new TrueMixture(weights, others, factors, logFactors);
    }

    /** The streams by the names under which their required gaps are known. */
    public static TrueMixture named(String name) {
        double[][] unit = diagonal(1, 1);
        return switch (name) {
            case "well" ->
                new TrueMixture(equal(4), new double[][] {{5, 5}, {5, -5}, {-5, 5}, {-5, -5}}, unit, unit, unit, unit);
            case "overlap" ->
                new TrueMixture(
                        new double[] {.3, .3, .4},
                        new double[][] {{0, 0}, {2, 0}, {1, 2}},
                        unit,
                        new double[][] {{1, .5}, {.5, 1}},
                        diagonal(.5, .5));
            case "unequal" ->
                new TrueMixture(
                        new double[] {.01, .09, .3, .6},
                        new double[][] {{6, 6}, {-4, 4}, {-4, -4}, {4, -4}},
                        diagonal(.25, .25),
                        unit,
                        unit,
                        diagonal(2, 2));
            case "aniso" ->
                new TrueMixture(
                        equal(3),
                        new double[][] {{0, -2}, {0, 0}, {0, 2}},
                        diagonal(16, .1),
                        diagonal(16, .1),
                        diagonal(16, .1));
            case "aniso45" -> {
                double[][] turned = {{4.545, 4.455}, {4.455, 4.545}};
                yield new TrueMixture(
                        new double[] {.3, .3, .4}, new double[][] {{-3, 0}, {0, 0}, {3, 0}}, turned, turned, turned);
            }
            case "grid25" -> grid();
            case "highd" -> high();
            case "mcar" -> shifted(1.6, .6, .3, -.5);
            case "balls" -> shifted(2.5, 0, 0, 0);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Four clusters on a circle, turned by an angle. */
    public static TrueMixture ring(double angle) {
        double[][] means = IntStream.range(0, 4)
                .mapToObj(k ->
                        new double[] {4.5 * Math.cos(angle + k * Math.PI / 2), 4.5 * Math.sin(angle + k * Math.PI / 2)})
                .toArray(double[][]::new);
        double[][] unit = diagonal(1, 1);
        return new TrueMixture(equal(4), means, unit, unit, unit, unit);
    }

    private static TrueMixture grid() {
        double[][] means = IntStream.range(0, 25)
                .mapToObj(k -> new double[] {4 * Math.floor(k / 5.0), 4.0 * (k % 5)})
                .toArray(double[][]::new);
        double[][][] covariances =
                IntStream.range(0, 25).mapToObj(k -> diagonal(.5, .5)).toArray(double[][][]::new);
        return new TrueMixture(equal(25), means, covariances);
    }

    private static TrueMixture high() {
        double[][] means = new double[16][32];
        double[][][] covariances = new double[16][][];
        for (int k = 0; k < 16; k++) {
            for (int j = 0; j < 32; j++) {
                means[k][j] = .75 * hadamard(k, j);
            }
            covariances[k] = decaying(k == 0 ? 0 : .05 * k, 32);
        }
        return new TrueMixture(equal(16), means, covariances);
    }

    /** Three clusters in six dimensions, with means along rows of a Hadamard matrix. */
    private static TrueMixture shifted(double distance, double... correlations) {
        double[][] means = new double[3][6];
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j < 6; j++) {
                means[k][j] = distance * hadamard(k + 1, j);
            }
        }
        return new TrueMixture(
                new double[] {.2, .3, .5},
                means,
                Arrays.stream(correlations)
                        .mapToObj(correlation -> decaying(correlation, 6))
                        .toArray(double[][][]::new));
    }

    /** An element of Sylvester's matrices. */
    private static int hadamard(int row, int column) {
        return Integer.bitCount(row & column) % 2 == 0 ? 1 : -1;
    }

    private static double[][] decaying(double correlation, int dimension) {
        double[][] matrix = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                matrix[i][j] = i == j ? 1 : Math.pow(correlation, Math.abs(i - j));
            }
        }
        return matrix;
    }

    private static double[] equal(int clusters) {
        double[] weights = new double[clusters];
        Arrays.fill(weights, 1.0 / clusters);
        return weights;
    }

    private static double[][] diagonal(double... variances) {
        double[][] matrix = new double[variances.length][variances.length];
        for (int j = 0; j < variances.length; j++) {
            matrix[j][j] = variances[j];
        }
        return matrix;
    }

    /** The number of components. */
    public int clusters() {
        return weights.length;
    }

    /** The number of features. */
    public int dimension() {
        return means[0].length;
    }

    /** The mean of component k; a copy. */
    public double[] mean(int k) {
        return means[k].clone();
    }

    /** The weight of component k. */
    public double weight(int k) {
        return weights[k];
    }

    Point draw(Random random) {
        int k = component(random.nextDouble());
        return Point.of(place(k, gaussians(random, dimension())));
    }

    /** The component that a uniform number falls to: the first whose cumulative weight exceeds it. */
    public int component(double u) {
        double cumulative = weights[0];
        int k = 0;
        while (k < weights.length - 1 && u >= cumulative) {
            cumulative += weights[++k];
        }
        return k;
    }

    /** The point of component k that stands where z stands under the standard normal distribution. */
    public double[] place(int k, double[] z) {
        double[] x = means[k].clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j <= i; j++) {
                x[i] += factors[k][i][j] * z[j];
            }
        }
        return x;
    }

    private static double[] gaussians(Random random, int number) {
        double[] z = new double[number];
        for (int j = 0; j < number; j++) {
            z[j] = random.nextGaussian();
        }
        return z;
    }

    List<Point> draw(int number, Random random) {
        return IntStream.range(0, number).mapToObj(i -> draw(random)).collect(Collectors.toList());
    }

    /** The log-density. */
    public double logDensity(double[] x) {
        return logSum(logJoint(x));
    }

    /** The logarithm of weight times density, by component; −∞ where the weight is 0. */
    public double[] logJoint(double[] x) {
        double[] joint = logFactors.clone();
        double[] z = new double[x.length];
        for (int k = 0; k < joint.length; k++) {
            double[][] factor = factors[k];
            double distance = 0;
            for (int i = 0; i < x.length; i++) {
                double rest = x[i] - means[k][i];
                for (int j = 0; j < i; j++) {
                    rest -= factor[i][j] * z[j];
                }
                z[i] = rest / factor[i][i];
                distance += z[i] * z[i];
            }
            joint[k] -= 0.5 * distance;
        }
        return joint;
    }

    /** The logarithm of the sum of what these are the logarithms of. */
    public static double logSum(double[] logarithms) {
        double peak = Arrays.stream(logarithms).max().orElseThrow();
        return peak
                + Math.log(
                        Arrays.stream(logarithms).map(l -> Math.exp(l - peak)).sum());
    }

    double meanLogLikelihood(List<Point> points) {
        return points.stream()
                .mapToDouble(point -> logDensity(point.values()))
                .average()
                .orElseThrow();
    }

    private static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int l = 0; l < j; l++) {
                    sum -= lower[i][l] * lower[j][l];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return lower;
    }
}
