package io.emstream.statistics;

import io.emstream.point.PointBlock;
import java.util.Arrays;

/**
 * Adds blocks of points to {@link Moments}: the moments of a block by two passes, first the mean and then what is centred on
 * it, merged into those before. As exact as point by point, and several times as fast.
 *
 * <p>Holds scratch space, so each thread has its own; nothing is allocated per block.
 */
public final class BlockMoments {
    /** From so many features on, the rows of a scatter are long enough to be worked on as vectors. */
    private static final int LONG_ROWS = 12;

    private static final int TILE = 4;

    private final double negligible;
    private final int[] chosen = new int[PointBlock.CAPACITY];
    private final double[] parts = new double[PointBlock.CAPACITY + TILE];
    private final double[] weighted = new double[PointBlock.CAPACITY];
    private final double[] nextWeighted = new double[PointBlock.CAPACITY];
    private final double[][] centred;
    private final double[][] points;
    private final double[][] rows;
    private final double[] sums;
    private final Moments own;

    /**
     * For moments of this shape.
     *
     * @param negligible responsibilities of at most this much are left out
     */
    public BlockMoments(ScatterLayout layout, int dimension, double negligible) {
        boolean hasLongRows = layout == ScatterLayout.FULL && dimension >= LONG_ROWS;
        this.negligible = negligible;
        this.centred = new double[dimension][hasLongRows ? 0 : PointBlock.CAPACITY];
        this.points = new double[TILE][hasLongRows ? dimension : 0];
        this.rows = new double[hasLongRows ? dimension : 0][dimension];
        this.sums = new double[dimension];
        this.own = new Moments(layout, dimension);
    }

    /**
     * Adds what part of a block belongs to a component.
     *
     * @param responsibilities by point, from 0 to 1
     * @param into of the shape that this was made for
     */
    public void observe(PointBlock block, double[] responsibilities, Moments into) {
        int n = choose(block, responsibilities);
        double weight = Lanes.sum(parts, n);
        if (weight > 0) {
            own.restart(weight);
            startAtMean(block, into);
            if (rows.length > 0) {
                centreByPoints(block, n, weight);
                scatterByPoints(block, n);
            } else {
                centreByFeatures(block, n, weight);
                switch (own.layout()) {
                    case FULL -> scatterByFeatures(n);
                    case DIAGONAL -> squares(n);
                    case NONE -> {}
                }
            }
            into.merge(own);
        }
    }

    /** Notes which points have a part here, and how much that weighs; how many there are. */
    private int choose(PointBlock block, double[] responsibilities) {
        double[] weights = block.weights();
        int n = 0;
        for (int p = 0; p < block.size(); p++) {
            double part = responsibilities[p];
            chosen[n] = p;
            parts[n] = part * weights[p];
            // Without a branch, which could not be foreseen.
            n += part > negligible ? 1 : 0;
        }
        return n;
    }

    /** Far from 0 digits are kept by starting at the mean before. */
    private void startAtMean(PointBlock block, Moments before) {
        double[] mean = before.weight() > 0 ? before.mean() : block.point(chosen[0]);
        System.arraycopy(mean, 0, own.mean(), 0, mean.length);
    }

    /** Takes the mean, and the chosen points less the mean. */
    private void centreByFeatures(PointBlock block, int n, double weight) {
        double[] mean = own.mean();
        int j = 0;
        for (; j + TILE <= centred.length; j += TILE) {
            gather(block, j, n);
        }
        for (; j < centred.length; j++) {
            gather(block.feature(j), j, n);
        }
        for (j = 0; j < centred.length; j++) {
            double shift = sums[j] / weight;
            mean[j] += shift;
            Lanes.subtract(centred[j], shift, centred[j], n);
        }
    }

    /** The chosen points less where the mean starts, and their weighted sum. */
    private void gather(double[] x, int j, int n) {
        double[] z = centred[j];
        double pivot = own.mean()[j];
        for (int q = 0; q < n; q++) {
            z[q] = x[chosen[q]] - pivot;
        }
        sums[j] = Lanes.dot(parts, z, n);
    }

    /** The same of four features at once, whose sums do not wait for each other. */
    private void gather(PointBlock block, int j, int n) {
        double[] x0 = block.feature(j);
        double[] x1 = block.feature(j + 1);
        double[] x2 = block.feature(j + 2);
        double[] x3 = block.feature(j + 3);
        double[] z0 = centred[j];
        double[] z1 = centred[j + 1];
        double[] z2 = centred[j + 2];
        double[] z3 = centred[j + 3];
        double pivot0 = own.mean()[j];
        double pivot1 = own.mean()[j + 1];
        double pivot2 = own.mean()[j + 2];
        double pivot3 = own.mean()[j + 3];
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int q = 0; q < n; q++) {
            int p = chosen[q];
            double part = parts[q];
            double value0 = x0[p] - pivot0;
            double value1 = x1[p] - pivot1;
            double value2 = x2[p] - pivot2;
            double value3 = x3[p] - pivot3;
            z0[q] = value0;
            z1[q] = value1;
            z2[q] = value2;
            z3[q] = value3;
            sum0 = Math.fma(part, value0, sum0);
            sum1 = Math.fma(part, value1, sum1);
            sum2 = Math.fma(part, value2, sum2);
            sum3 = Math.fma(part, value3, sum3);
        }
        sums[j] = sum0;
        sums[j + 1] = sum1;
        sums[j + 2] = sum2;
        sums[j + 3] = sum3;
    }

    private void squares(int n) {
        for (int j = 0; j < centred.length; j++) {
            Lanes.multiply(parts, centred[j], weighted, n);
            own.scatter()[j] = Lanes.dot(weighted, centred[j], n);
        }
    }

    /** Sums of products, many of them in one loop: four rows of the scatter at a time, then two, then one. */
    private void scatterByFeatures(int n) {
        double[] scatter = own.scatter();
        int d = centred.length;
        int i = 0;
        for (; i + TILE <= d; i += TILE) {
            if (i > 0) {
                twoRows(i, i, n);
                twoRows(i + 2, i, n);
            }
            triangle(i, n);
        }
        if (i + 1 < d) {
            twoRows(i, i, n);
            scatter[ScatterLayout.packed(i, i)] = Lanes.dot(weighted, centred[i], n);
            scatter[ScatterLayout.packed(i + 1, i)] = Lanes.dot(nextWeighted, centred[i], n);
            scatter[ScatterLayout.packed(i + 1, i + 1)] = Lanes.dot(nextWeighted, centred[i + 1], n);
            i += 2;
        }
        if (i < d) {
            Lanes.multiply(parts, centred[i], weighted, n);
            for (int j = 0; j <= i; j++) {
                scatter[ScatterLayout.packed(i, j)] = Lanes.dot(weighted, centred[j], n);
            }
        }
    }

    /** Weighs the features of two rows, and multiplies them by so many columns before them, a multiple of four. */
    private void twoRows(int i, int columns, int n) {
        Lanes.multiply(parts, centred[i], weighted, n);
        Lanes.multiply(parts, centred[i + 1], nextWeighted, n);
        for (int j = 0; j < columns; j += TILE) {
            products(j, n, ScatterLayout.packed(i, j), ScatterLayout.packed(i + 1, j));
        }
    }

    /** Four features by each other: ten sums. */
    private void triangle(int i, int n) {
        double[] z0 = centred[i];
        double[] z1 = centred[i + 1];
        double[] z2 = centred[i + 2];
        double[] z3 = centred[i + 3];
        double a00 = 0;
        double a10 = 0;
        double a11 = 0;
        double a20 = 0;
        double a21 = 0;
        double a22 = 0;
        double a30 = 0;
        double a31 = 0;
        double a32 = 0;
        double a33 = 0;
        for (int q = 0; q < n; q++) {
            double part = parts[q];
            double x0 = z0[q];
            double x1 = z1[q];
            double x2 = z2[q];
            double x3 = z3[q];
            double y1 = part * x1;
            double y2 = part * x2;
            double y3 = part * x3;
            a00 = Math.fma(part * x0, x0, a00);
            a10 = Math.fma(y1, x0, a10);
            a11 = Math.fma(y1, x1, a11);
            a20 = Math.fma(y2, x0, a20);
            a21 = Math.fma(y2, x1, a21);
            a22 = Math.fma(y2, x2, a22);
            a30 = Math.fma(y3, x0, a30);
            a31 = Math.fma(y3, x1, a31);
            a32 = Math.fma(y3, x2, a32);
            a33 = Math.fma(y3, x3, a33);
        }
        double[] scatter = own.scatter();
        int at = ScatterLayout.packed(i, i);
        scatter[at] = a00;
        at += i + 1;
        scatter[at] = a10;
        scatter[at + 1] = a11;
        at += i + 2;
        scatter[at] = a20;
        scatter[at + 1] = a21;
        scatter[at + 2] = a22;
        at += i + 3;
        scatter[at] = a30;
        scatter[at + 1] = a31;
        scatter[at + 2] = a32;
        scatter[at + 3] = a33;
    }

    /** Eight sums, which do not wait for each other. */
    private void products(int j, int n, int at, int next) {
        double[] z0 = centred[j];
        double[] z1 = centred[j + 1];
        double[] z2 = centred[j + 2];
        double[] z3 = centred[j + 3];
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double b0 = 0;
        double b1 = 0;
        double b2 = 0;
        double b3 = 0;
        for (int q = 0; q < n; q++) {
            double a = weighted[q];
            double b = nextWeighted[q];
            a0 = Math.fma(a, z0[q], a0);
            a1 = Math.fma(a, z1[q], a1);
            a2 = Math.fma(a, z2[q], a2);
            a3 = Math.fma(a, z3[q], a3);
            b0 = Math.fma(b, z0[q], b0);
            b1 = Math.fma(b, z1[q], b1);
            b2 = Math.fma(b, z2[q], b2);
            b3 = Math.fma(b, z3[q], b3);
        }
        double[] scatter = own.scatter();
        scatter[at] = a0;
        scatter[at + 1] = a1;
        scatter[at + 2] = a2;
        scatter[at + 3] = a3;
        scatter[next] = b0;
        scatter[next + 1] = b1;
        scatter[next + 2] = b2;
        scatter[next + 3] = b3;
    }

    /** Takes the mean alone. */
    private void centreByPoints(PointBlock block, int n, double weight) {
        Arrays.fill(sums, 0);
        for (int q = 0; q < n; q += TILE) {
            takePoints(block, q, n);
            addTo(sums, sums.length, parts[q], parts[q + 1], parts[q + 2], parts[q + 3]);
        }
        for (int j = 0; j < sums.length; j++) {
            own.mean()[j] += sums[j] / weight;
        }
    }

    /** Adds four points at once to each row of the scatter. */
    private void scatterByPoints(PointBlock block, int n) {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
        for (int q = 0; q < n; q += TILE) {
            takePoints(block, q, n);
            for (int i = 0; i < rows.length; i++) {
                addTo(
                        rows[i],
                        i + 1,
                        parts[q] * points[0][i],
                        parts[q + 1] * points[1][i],
                        parts[q + 2] * points[2][i],
                        parts[q + 3] * points[3][i]);
            }
        }
        int at = 0;
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, own.scatter(), at, i + 1);
            at += i + 1;
        }
    }

    /** Takes the next four of the chosen points less the mean; those that there are not have no part. */
    private void takePoints(PointBlock block, int q, int n) {
        for (int e = 0; e < TILE; e++) {
            if (q + e < n) {
                Lanes.subtract(block.point(chosen[q + e]), own.mean(), points[e], sums.length);
            } else {
                parts[q + e] = 0;
            }
        }
    }

    private void addTo(double[] row, int length, double a, double b, double c, double d) {
        Lanes.add(a, points[0], b, points[1], c, points[2], d, points[3], row, length);
    }
}
