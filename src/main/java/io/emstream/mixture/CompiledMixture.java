package io.emstream.mixture;

import io.emstream.family.Family;
import io.emstream.family.Kernel;
import io.emstream.point.PointBlock;
import io.emstream.statistics.BlockMoments;
import io.emstream.statistics.Lanes;
import io.emstream.statistics.MixtureStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A mixture laid out for scoring many points: log-weights and the family's kernel. Holds scratch space, so each thread has
 * its own; nothing is allocated per complete point.
 */
public final class CompiledMixture {
    private final Mixture mixture;
    private final double[] logWeights;
    private final Kernel kernel;
    private final @Nullable Noise noise;
    private final double noiseLogWeight;
    private @Nullable BlockMoments blockMoments;

    /** Lays the mixture out; costs a factorisation per component. */
    public CompiledMixture(Mixture mixture) {
        this.mixture = mixture;
        this.kernel = mixture.family().compile(mixture.components());
        this.noise = mixture.noise();
        this.noiseLogWeight = noise == null ? Double.NEGATIVE_INFINITY : Math.log(noise.weight());
        this.logWeights = new double[mixture.size()];
        if (mixture.family().assignment() == Family.Assignment.SOFT) {
            for (int k = 0; k < logWeights.length; k++) {
                logWeights[k] = Math.log(mixture.weight(k));
            }
        }
    }

    /** What was compiled. */
    public Mixture mixture() {
        return mixture;
    }

    /** The number of components, K. */
    public int size() {
        return logWeights.length;
    }

    /**
     * The logarithm of mixing weight times density, by component. Families of hard assignment have fixed equal weights,
     * which are left out.
     *
     * @param x one value per feature, {@code NaN} where missing; if nothing is observed the weights alone remain
     * @param observed how many values are not missing
     */
    public void logJoint(double[] x, int observed, double[] into) {
        if (observed == 0) {
            System.arraycopy(logWeights, 0, into, 0, logWeights.length);
            return;
        }
        kernel.logDensities(x, into);
        for (int k = 0; k < logWeights.length; k++) {
            into[k] += logWeights[k];
        }
    }

    /**
     * The same for many points at once, none of which has a missing value.
     *
     * @param into by component, of {@link PointBlock#CAPACITY} each
     */
    public void logJoint(PointBlock block, double[][] into) {
        kernel.logDensities(block, into);
        for (int k = 0; k < logWeights.length; k++) {
            Lanes.affine(logWeights[k], 1, into[k], block.size());
        }
    }

    /** The same of the noise for a point without missing values. */
    public double noiseLogJoint() {
        return noise == null ? Double.NEGATIVE_INFINITY : noiseLogWeight + noise.logDensity();
    }

    /**
     * The same of the noise: the logarithm of its weight times its density, negatively infinite if there is none.
     *
     * @param observed how many values of x are not missing; if none is, the weight alone remains
     */
    public double noiseLogJoint(double[] x, int observed) {
        if (noise == null) {
            return Double.NEGATIVE_INFINITY;
        }
        return noiseLogWeight + (observed == x.length ? noise.logDensity() : noise.logDensity(x));
    }

    /** Adds a point to the moments of the components; see {@link Kernel#observe}. */
    public void observe(double[] x, double weight, double[] responsibilities, MixtureStatistics into) {
        kernel.observe(x, weight, responsibilities, into);
    }

    /**
     * Adds many points to the moments of the components, none of which has a missing value.
     *
     * @param responsibilities by component, one per point
     */
    public void observe(PointBlock block, double[][] responsibilities, MixtureStatistics into) {
        if (blockMoments == null) {
            blockMoments = new BlockMoments(mixture.family().scatter(), mixture.dimension(), Kernel.NEGLIGIBLE);
        }
        for (int k = 0; k < responsibilities.length; k++) {
            blockMoments.observe(block, responsibilities[k], into.component(k));
        }
    }

    /** The squared Mahalanobis distance from component k, or {@code NaN}; see {@link Kernel#squaredDistance}. */
    public double squaredDistance(double[] x, int k) {
        return kernel.squaredDistance(x, k);
    }

    /** Statistics of no points, of the shape that {@link #observe} adds to. */
    public MixtureStatistics emptyStatistics() {
        return new MixtureStatistics(mixture.family().scatter(), size(), mixture.dimension());
    }
}
