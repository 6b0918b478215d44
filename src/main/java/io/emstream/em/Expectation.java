package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;

/** The E-step. Densities stay logarithms until they are divided by their sum, so that nothing underflows far away. */
public final class Expectation {
    /** Nats, over a whole sample. */
    private static final double NEGLIGIBLE = 0.1;

    private Expectation() {}

    /**
     * Turns log-joint densities into responsibilities, in place.
     *
     * @param joint log(weight · density) by component; replaced by responsibilities that sum to 1, but for the noise's
     * @param best the index of the largest of them
     * @param noise the same of the noise, negatively infinite if there is none
     * @return the logarithm of the sum of the joint densities; {@code NaN} if no component's is finite, and then the array is
     *     left as it is
     */
    static double normalise(Family.Assignment assignment, double[] joint, int best, double noise) {
        double peak = joint[best];
        if (!(peak > Double.NEGATIVE_INFINITY && peak < Double.POSITIVE_INFINITY)) {
            return Double.NaN;
        }
        if (assignment == Family.Assignment.HARD) {
            Arrays.fill(joint, 0);
            joint[best] = 1;
            return peak;
        }
        peak = Math.max(peak, noise);
        double sum = Math.exp(noise - peak);
        for (int k = 0; k < joint.length; k++) {
            joint[k] = Math.exp(joint[k] - peak);
            sum += joint[k];
        }
        for (int k = 0; k < joint.length; k++) {
            joint[k] /= sum;
        }
        return peak + Math.log(sum);
    }

    /** The index of the largest value, the lowest among equals; {@code NaN} is never the largest. */
    static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            if (values[k] > values[best] || Double.isNaN(values[best])) {
                best = k;
            }
        }
        return best;
    }

    /**
     * The weighted mean log-density by which mixtures beside the same noise are compared: with {@link Noise#handicap} made
     * good. Otherwise one with a wide component in place of the noise would seem better than one with all clusters. Costs an
     * E-step.
     */
    public static double comparableLogLikelihood(Mixture mixture, List<Point> sample) {
        double[] sums = new double[2];
        each(new CompiledMixture(mixture), new SampleBlocks(sample, mixture.dimension()), new Answers() {
            @Override
            public void point(Point point, Responsibilities answer) {
                add(point.weight(), answer.logDensity(), answer.outlier());
            }

            @Override
            public void block(PointBlock block, BlockResponsibilities answer) {
                for (int p = 0; p < block.size(); p++) {
                    if (!Double.isNaN(answer.logDensity(p))) {
                        add(block.weight(p), answer.logDensity(p), answer.outlier(p));
                    }
                }
            }

            private void add(double weight, double logDensity, double outlier) {
                sums[0] += weight * (logDensity + Noise.handicap(outlier));
                sums[1] += weight;
            }
        });
        return sums[0] / sums[1];
    }

    /** The same of a fit to the sample, at no cost where the noise has next to nothing of it. */
    static double comparableLogLikelihood(Fit fit, List<Point> sample) {
        return fit.statistics().noise() * Noise.handicap(1) < NEGLIGIBLE
                ? fit.meanLogLikelihood()
                : comparableLogLikelihood(fit.mixture(), sample);
    }

    /** The statistics of a sample under a mixture; points without a finite density are left out. */
    public static MixtureStatistics statistics(Mixture mixture, List<Point> sample) {
        return statistics(mixture, new SampleBlocks(sample, mixture.dimension()));
    }

    /** The same of a sample that many E-steps go over. */
    static MixtureStatistics statistics(Mixture mixture, SampleBlocks sample) {
        CompiledMixture compiled = new CompiledMixture(mixture);
        MixtureStatistics statistics = compiled.emptyStatistics();
        each(compiled, sample, new Answers() {
            @Override
            public void point(Point point, Responsibilities answer) {
                answer.observe(point, statistics);
            }

            @Override
            public void block(PointBlock block, BlockResponsibilities answer) {
                answer.observe(block, statistics);
            }
        });
        return statistics;
    }

    /** Who takes the answers of the E-step for a sample. */
    private interface Answers {
        /** For a point with missing values. */
        void point(Point point, Responsibilities answer);

        /** For complete points, of which some may have no finite density. */
        void block(PointBlock block, BlockResponsibilities answer);
    }

    /** The E-step for all points that can be learned: first for the complete ones, in blocks. */
    private static void each(CompiledMixture mixture, SampleBlocks sample, Answers answers) {
        BlockResponsibilities many = new BlockResponsibilities(mixture);
        for (PointBlock block : sample.blocks()) {
            many.of(block);
            answers.block(block, many);
        }
        Responsibilities one = new Responsibilities(mixture);
        for (Point point : sample.others()) {
            if (one.of(point)) {
                answers.point(point, one);
            }
        }
    }
}
