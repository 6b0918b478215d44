package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.point.PointBlock;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;

/**
 * The answer of the E-step for a block of complete points: what {@link Responsibilities} are for one point, several times as
 * fast. Mutable, and used again for the next block; each thread has its own.
 */
public final class BlockResponsibilities {
    private final CompiledMixture mixture;
    private final double[][] values;
    private final double[] outliers = new double[PointBlock.CAPACITY];
    private final double[] logDensities = new double[PointBlock.CAPACITY];
    private final double[] peaks = new double[PointBlock.CAPACITY];
    private final double[] sums = new double[PointBlock.CAPACITY];
    private boolean isFinite = true;

    /** Answers for this mixture. */
    public BlockResponsibilities(CompiledMixture mixture) {
        this.mixture = mixture;
        this.values = new double[mixture.size()][PointBlock.CAPACITY];
    }

    /** Answers for the points of a block; where one has no finite density, its log-density is {@code NaN}. */
    public void of(PointBlock block) {
        logJoint(block);
        normalise(block.size());
    }

    /** Puts the log-joint densities of a block in the place of the responsibilities, which {@link #normalise} makes of them. */
    void logJoint(PointBlock block) {
        mixture.logJoint(block, values);
    }

    /** Divides the joint densities of so many points by their sums. */
    void normalise(int n) {
        findPeaks(n);
        if (isHard()) {
            harden(n);
        } else {
            leaveOutInfinite(n);
            double noise = mixture.noiseLogJoint();
            Arrays.fill(outliers, 0, n, noise);
            soften(n, noise > Double.NEGATIVE_INFINITY);
        }
    }

    /**
     * The same where each point has a density beside that of the mixture, of components that are not in it: what those have
     * of a point is its {@link #outlier}.
     *
     * @param rest the logarithm of that density by point
     */
    void normaliseBeside(double[] rest, int n) {
        findPeaks(n);
        if (isHard()) {
            for (int p = 0; p < n; p++) {
                // Among equals the components of the mixture come first.
                peaks[p] = rest[p] > peaks[p] || Double.isNaN(peaks[p]) ? rest[p] : peaks[p];
            }
            harden(n);
        } else {
            System.arraycopy(rest, 0, outliers, 0, n);
            Lanes.max(outliers, peaks, n);
            leaveOutInfinite(n);
            soften(n, true);
        }
    }

    private boolean isHard() {
        return mixture.mixture().family().assignment() == Family.Assignment.HARD;
    }

    private void findPeaks(int n) {
        System.arraycopy(values[0], 0, peaks, 0, n);
        for (int k = 1; k < values.length; k++) {
            Lanes.max(values[k], peaks, n);
        }
    }

    /** The lowest component among the best has all of the point, if it is as good as the peak. */
    private void harden(int n) {
        Arrays.fill(outliers, 0, n, 0);
        for (int p = 0; p < n; p++) {
            boolean isFree = isFinite(peaks[p]);
            logDensities[p] = isFree ? peaks[p] : Double.NaN;
            for (double[] value : values) {
                boolean isBest = isFree && value[p] == peaks[p];
                value[p] = isBest ? 1 : 0;
                isFree &= !isBest;
            }
        }
    }

    private void leaveOutInfinite(int n) {
        isFinite = true;
        for (int p = 0; p < n; p++) {
            if (!isFinite(peaks[p])) {
                isFinite = false;
                peaks[p] = Double.NaN;
            }
        }
    }

    /** From logarithms to parts; what is beside the components, if there is anything, stands in the place of its parts. */
    private void soften(int n, boolean hasRest) {
        Lanes.max(outliers, peaks, n);
        Arrays.fill(sums, 0, n, 0);
        if (hasRest) {
            Lanes.exp(peaks, outliers, sums, n);
        } else {
            Arrays.fill(outliers, 0, n, 0);
        }
        for (double[] value : values) {
            Lanes.exp(peaks, value, sums, n);
        }
        takeLogarithms(n);
        Lanes.multiply(sums, outliers, outliers, n);
        for (double[] value : values) {
            Lanes.multiply(sums, value, value, n);
        }
        if (!isFinite) {
            leaveOut(n);
        }
    }

    /** Of the sums of the densities, which turn into what to multiply by. */
    private void takeLogarithms(int n) {
        for (int p = 0; p < n; p++) {
            logDensities[p] = peaks[p] + Math.log(sums[p]);
            sums[p] = 1 / sums[p];
        }
    }

    private void leaveOut(int n) {
        for (int p = 0; p < n; p++) {
            if (Double.isNaN(logDensities[p])) {
                outliers[p] = 0;
                for (double[] value : values) {
                    value[p] = 0;
                }
            }
        }
    }

    private static boolean isFinite(double value) {
        return value > Double.NEGATIVE_INFINITY && value < Double.POSITIVE_INFINITY;
    }

    /** What part of each point component k is responsible for; not a copy. */
    public double[] values(int k) {
        return values[k];
    }

    /** Copies what there is of point p, by component. */
    void copy(int p, double[] into) {
        for (int k = 0; k < values.length; k++) {
            into[k] = values[k][p];
        }
    }

    /** What part of point p none of the components is responsible for but the noise. */
    public double outlier(int p) {
        return outliers[p];
    }

    /** The log-density of point p under the mixture, or {@code NaN}. */
    public double logDensity(int p) {
        return logDensities[p];
    }

    /** Adds the block just answered to statistics under the same mixture; points of weight 0 or without a density are not. */
    public void observe(PointBlock block, MixtureStatistics into) {
        mixture.observe(block, values, into);
        into.count(block.weights(), outliers, logDensities, block.size());
    }
}
