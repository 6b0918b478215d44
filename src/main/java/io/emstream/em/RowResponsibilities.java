package io.emstream.em;

import io.emstream.mixture.CompiledMixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;

/**
 * The answer of the E-step for up to {@value PointBlock#CAPACITY} rows in order, of which some may miss values and some may be
 * no points: complete points are answered as a block, the others one by one. Mutable, and used again for the next rows; each
 * thread has its own. For complete points nothing is allocated.
 */
public final class RowResponsibilities {
    private static final int NOWHERE = -1;

    private final CompiledMixture mixture;
    private final PointBlock block;
    private final BlockResponsibilities complete;
    private final Responsibilities single;
    /** Which rows the block holds. */
    private final int[] rows = new int[PointBlock.CAPACITY];
    /** Where the responsibilities of a row are: complete points stand first. */
    private final int[] places = new int[PointBlock.CAPACITY];

    private final double[][] values = new double[PointBlock.CAPACITY][];
    private final int[] observed = new int[PointBlock.CAPACITY];
    private final double[] weights = new double[PointBlock.CAPACITY];
    private final double[] logDensities = new double[PointBlock.CAPACITY];
    private final double[] outliers = new double[PointBlock.CAPACITY];
    private final int[] components = new int[PointBlock.CAPACITY];
    private final double[] peaks = new double[PointBlock.CAPACITY];
    /** The log-joint density of each component at its mean. */
    private final double[] summits;

    private final double[] squaredDistances = new double[PointBlock.CAPACITY];
    private final int[] best = new int[PointBlock.CAPACITY];
    private final double[] scratch;
    private int size;

    /** Answers for this mixture. */
    public RowResponsibilities(CompiledMixture mixture) {
        this.mixture = mixture;
        this.block = new PointBlock(mixture.mixture().dimension());
        this.complete = new BlockResponsibilities(mixture);
        this.single = new Responsibilities(mixture);
        this.scratch = new double[mixture.size()];
        this.summits = new double[mixture.size()];
        for (int k = 0; k < summits.length; k++) {
            summits[k] = summit(k);
        }
    }

    /** {@code NaN} where the family has no distances. */
    private double summit(int k) {
        double[] mean = new double[block.dimension()];
        Arrays.setAll(mean, mixture.mixture().components().get(k)::mean);
        mixture.logJoint(mean, mean.length, scratch);
        return scratch[k] + mixture.squaredDistance(mean, k);
    }

    /** Makes room for other rows. */
    public void clear() {
        block.clear();
        size = 0;
    }

    /**
     * Adds a row.
     *
     * @param x one value per feature, {@code NaN} where missing; not copied, and not to be changed before the next
     *     {@link #clear}
     * @param known how many values are not missing
     * @param weight how many times the point counts, 0 or more
     */
    public void add(double[] x, int known, double weight) {
        values[size] = x;
        observed[size] = known;
        weights[size] = weight;
        places[size] = NOWHERE;
        if (known == x.length) {
            rows[block.size()] = size;
            places[size] = block.size();
            block.add(x, weight);
        }
        size++;
    }

    /** Adds a row that is no point. */
    public void skip() {
        observed[size] = NOWHERE;
        weights[size] = 0;
        places[size] = NOWHERE;
        size++;
    }

    /** The E-step of all rows. */
    public void answer() {
        complete.logJoint(block);
        rank(block.size());
        complete.normalise(block.size());
        for (int p = 0; p < block.size(); p++) {
            int row = rows[p];
            logDensities[row] = complete.logDensity(p);
            outliers[row] = complete.outlier(p);
            components[row] = best[p];
            // What the density of a Gaussian falls short of that at its mean is half of the squared distance.
            squaredDistances[row] = Math.max(0, 2 * (summits[best[p]] - peaks[p]));
            if (Double.isNaN(logDensities[row])) {
                places[row] = NOWHERE;
            }
        }
        if (block.size() < size) {
            answerOthers();
        }
    }

    /** Finds the most responsible component of each point of the block, the lowest among equals. */
    private void rank(int n) {
        System.arraycopy(complete.values(0), 0, peaks, 0, n);
        Arrays.fill(best, 0, n, 0);
        for (int k = 1; k < mixture.size(); k++) {
            double[] joint = complete.values(k);
            for (int p = 0; p < n; p++) {
                boolean isBetter = joint[p] > peaks[p];
                peaks[p] = isBetter ? joint[p] : peaks[p];
                best[p] = isBetter ? k : best[p];
            }
        }
    }

    private void answerOthers() {
        int place = block.size();
        for (int row = 0; row < size; row++) {
            if (observed[row] != NOWHERE && observed[row] < block.dimension()) {
                if (single.of(point(row))) {
                    logDensities[row] = single.logDensity();
                    outliers[row] = single.outlier();
                    components[row] = single.component();
                    squaredDistances[row] = mixture.squaredDistance(values[row], single.component());
                    for (int k = 0; k < mixture.size(); k++) {
                        complete.values(k)[place] = single.value(k);
                    }
                    places[row] = place++;
                }
            }
        }
    }

    private Point point(int row) {
        return new Point(values[row], weights[row], Point.NO_TIMESTAMP);
    }

    /** Adds the rows just answered to statistics under the same mixture, those from which something can be learned. */
    public void observe(MixtureStatistics into) {
        complete.observe(block, into);
        if (block.size() < size) {
            observeOthers(into);
        }
    }

    private void observeOthers(MixtureStatistics into) {
        for (int row = 0; row < size; row++) {
            if (isLearnable(row) && observed[row] < block.dimension()) {
                complete.copy(places[row], scratch);
                mixture.observe(values[row], weights[row], scratch, into);
                into.count(weights[row], outliers[row], logDensities[row]);
            }
        }
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** The mixture that these are responsibilities under. */
    public CompiledMixture mixture() {
        return mixture;
    }

    /** Whether a row has an answer; if not, it is no point or has no finite density, and nothing else of it means anything. */
    public boolean isAnswered(int row) {
        return places[row] != NOWHERE;
    }

    /** Whether a row has an answer and something can be learned from it. */
    public boolean isLearnable(int row) {
        return places[row] != NOWHERE && weights[row] > 0 && observed[row] > 0;
    }

    /** What part of a row component k is responsible for; these and {@link #outlier} sum to 1. */
    public double value(int row, int k) {
        return complete.values(k)[places[row]];
    }

    /** Copies what there is of a row, by component. */
    public void copy(int row, double[] into) {
        complete.copy(places[row], into);
    }

    /** What part of a row none of the components is responsible for but the noise. */
    public double outlier(int row) {
        return outliers[row];
    }

    /** The log-density of a row's observed features under the mixture. */
    public double logDensity(int row) {
        return logDensities[row];
    }

    /** The index of the component of the largest responsibility, the lowest one among equals. */
    public int component(int row) {
        return components[row];
    }

    /**
     * The squared Mahalanobis distance of a row's observed features from that component; {@code NaN} in families that have
     * none.
     */
    public double squaredDistance(int row) {
        return squaredDistances[row];
    }

    /** How many features of a row are observed. */
    public int observed(int row) {
        return observed[row];
    }

    /** The values of a row; not a copy. */
    public double[] values(int row) {
        return values[row];
    }

    /** How many times a row counts. */
    public double weight(int row) {
        return weights[row];
    }
}
