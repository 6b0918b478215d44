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
    private final Moments own;

    /**
     * For moments of this shape.
     *
     * @param negligible responsibilities of at most this much are left out
     */
    public BlockMoments(ScatterLayout layout, int dimension, double negligible) {
        boolean hasLongRows = layout == ScatterLayout.FULL && dimension >= LONG_ROWS;
        this.negligible = negligible;
        this.centred = new double[dimension][PointBlock.CAPACITY];
        this.points = new double[TILE][hasLongRows ? dimension : 0];
        this.rows = new double[hasLongRows ? dimension : 0][dimension];
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
            centre(block, n, weight, into);
            switch (own.layout()) {
                case FULL -> {
                    if (rows.length > 0) {
                        scatterByPoints(block, n);
                    } else {
                        scatterByFeatures(n);
                    }
                }
                case DIAGONAL -> squares(n);
                case NONE -> {}
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

    /** Takes the mean, and the chosen points less the mean. Far from 0 digits are kept by starting at the mean before. */
    private void centre(PointBlock block, int n, double weight, Moments before) {
        for (int j = 0; j < centred.length; j++) {
            double[] x = block.feature(j);
            double[] z = centred[j];
            double pivot = before.weight() > 0 ? before.mean(j) : x[chosen[0]];
            if (n == block.size()) {
                Lanes.subtract(x, pivot, z, n);
            } else {
                for (int q = 0; q < n; q++) {
                    z[q] = x[chosen[q]] - pivot;
                }
            }
            double shift = Lanes.dot(parts, z, n) / weight;
            own.mean()[j] = pivot + shift;
            Lanes.subtract(z, shift, z, n);
        }
    }

    private void squares(int n) {
        for (int j = 0; j < centred.length; j++) {
            Lanes.multiply(parts, centred[j], weighted, n);
            own.scatter()[j] = Lanes.dot(weighted, centred[j], n);
        }
    }

    /** Sums of products, two rows of the scatter by four columns at once. */
    private void scatterByFeatures(int n) {
        double[] scatter = own.scatter();
        int d = centred.length;
        int at = 0;
        for (int i = 0; i + 1 < d; i += 2) {
            Lanes.multiply(parts, centred[i], weighted, n);
            Lanes.multiply(parts, centred[i + 1], nextWeighted, n);
            int next = at + i + 1;
            int j = 0;
            for (; j + TILE <= i + 1; j += TILE) {
                products(j, n, at + j, next + j);
            }
            for (; j <= i; j++) {
                scatter[at + j] = Lanes.dot(weighted, centred[j], n);
                scatter[next + j] = Lanes.dot(nextWeighted, centred[j], n);
            }
            scatter[next + j] = Lanes.dot(nextWeighted, centred[j], n);
            at = next + i + 2;
        }
        if (d % 2 == 1) {
            Lanes.multiply(parts, centred[d - 1], weighted, n);
            for (int j = 0; j < d; j++) {
                scatter[at + j] = Lanes.dot(weighted, centred[j], n);
            }
        }
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

    /** Adds four points at once to each row of the scatter. */
    private void scatterByPoints(PointBlock block, int n) {
        int d = rows.length;
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
        double[] z0 = points[0];
        double[] z1 = points[1];
        double[] z2 = points[2];
        double[] z3 = points[3];
        for (int q = 0; q < n; q += TILE) {
            for (int e = 0; e < TILE; e++) {
                if (q + e < n) {
                    Lanes.subtract(block.point(chosen[q + e]), own.mean(), points[e], d);
                } else {
                    parts[q + e] = 0;
                }
            }
            for (int i = 0; i < d; i++) {
                Lanes.add(
                        parts[q] * z0[i],
                        z0,
                        parts[q + 1] * z1[i],
                        z1,
                        parts[q + 2] * z2[i],
                        z2,
                        parts[q + 3] * z3[i],
                        z3,
                        rows[i],
                        i + 1);
            }
        }
        int at = 0;
        for (int i = 0; i < d; i++) {
            System.arraycopy(rows[i], 0, own.scatter(), at, i + 1);
            at += i + 1;
        }
    }
}
