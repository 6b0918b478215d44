package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import java.util.List;

/**
 * Where every point of a sample stands under one mixture: its log-joint densities, the responsibilities that follow from
 * them, and its log-density. Made once, so that a few components can then be changed without looking at the others again.
 *
 * <p>Takes 2·K numbers per point.
 */
final class JointDensities {
    private final Mixture mixture;
    private final List<Point> sample;
    private final double[][] joint;
    private final double[][] parts;
    private final double[] noise;
    private final double[] logDensities;
    private final double weight;
    private final double meanLogDensity;

    /**
     * One E-step.
     *
     * @param sample points that can be learned from
     */
    JointDensities(Mixture mixture, List<Point> sample) {
        this.mixture = mixture;
        this.sample = sample;
        this.joint = new double[sample.size()][mixture.size()];
        this.parts = new double[sample.size()][];
        this.noise = new double[sample.size()];
        this.logDensities = new double[sample.size()];
        score(new CompiledMixture(mixture));
        double total = 0;
        double sum = 0;
        for (int i = 0; i < logDensities.length; i++) {
            if (!Double.isNaN(logDensities[i])) {
                total += sample.get(i).weight();
                sum += sample.get(i).weight() * logDensities[i];
            }
        }
        this.weight = total;
        this.meanLogDensity = sum / total;
    }

    private void score(CompiledMixture compiled) {
        BlockResponsibilities answer = new BlockResponsibilities(compiled);
        PointBlock block = new PointBlock(mixture.dimension());
        int[] indices = new int[PointBlock.CAPACITY];
        for (int i = 0; i < logDensities.length; i++) {
            Point point = sample.get(i);
            indices[block.size()] = i;
            if (!block.addIfComplete(point.values(), point.weight())) {
                score(compiled, i, point);
            } else if (block.isFull()) {
                score(block, indices, answer, compiled.noiseLogJoint());
            }
        }
        score(block, indices, answer, compiled.noiseLogJoint());
    }

    private void score(CompiledMixture compiled, int i, Point point) {
        compiled.logJoint(point.values(), point.observed(), joint[i]);
        parts[i] = joint[i].clone();
        noise[i] = compiled.noiseLogJoint(point.values(), point.observed());
        logDensities[i] =
                Expectation.normalise(mixture.family().assignment(), parts[i], Expectation.largest(parts[i]), noise[i]);
    }

    private void score(PointBlock block, int[] indices, BlockResponsibilities answer, double noiseLogJoint) {
        answer.logJoint(block);
        for (int p = 0; p < block.size(); p++) {
            answer.copy(p, joint[indices[p]]);
        }
        answer.normalise(block.size());
        for (int p = 0; p < block.size(); p++) {
            int i = indices[p];
            parts[i] = new double[mixture.size()];
            answer.copy(p, parts[i]);
            noise[i] = noiseLogJoint;
            logDensities[i] = answer.logDensity(p);
        }
        block.clear();
    }

    Mixture mixture() {
        return mixture;
    }

    int size() {
        return logDensities.length;
    }

    Point point(int i) {
        return sample.get(i);
    }

    /** The log-density of point i; {@code NaN} if it has no finite one. */
    double logDensity(int i) {
        return logDensities[i];
    }

    /** The sum of the weights of the points that have a density. */
    double weight() {
        return weight;
    }

    double meanLogDensity() {
        return meanLogDensity;
    }

    /** What part of point i component k is responsible for; 0 if the point has no finite density. */
    double part(int i, int k) {
        return Double.isNaN(logDensities[i]) ? 0 : parts[i][k];
    }

    /** What part of point i the noise is responsible for; 0 if the point has no finite density. */
    double outlier(int i) {
        return Double.isNaN(logDensities[i]) ? 0 : Math.exp(noise[i] - logDensities[i]);
    }

    /**
     * By how much the comparable mean log-likelihood would rise at once, if the noise took the weight of a component;
     * negative as a rule.
     */
    double gainOfDissolving(int k) {
        Noise all = mixture.noise();
        if (all == null) {
            return Double.NEGATIVE_INFINITY;
        }
        double growth = Math.exp(Noise.handicap(1)) * (1 + mixture.weight(k) / all.weight());
        double gain = 0;
        for (int i = 0; i < logDensities.length; i++) {
            if (!Double.isNaN(logDensities[i])) {
                double outlier = outlier(i);
                double rest = Math.max(0, 1 - parts[i][k] - outlier);
                gain += sample.get(i).weight() * (Math.log(rest + outlier * growth) - Noise.handicap(outlier));
            }
        }
        return gain / weight;
    }

    /** What part of point i these components are responsible for together. */
    double part(int i, int[] components) {
        double sum = 0;
        for (int k : components) {
            sum += part(i, k);
        }
        return sum;
    }

    /**
     * The log-density that point i has left without some components: what all others and the noise add up to, or under hard
     * assignment the best of them.
     */
    double logRest(int i, boolean[] without) {
        boolean hard = mixture.family().assignment() == Family.Assignment.HARD;
        double sum = Math.exp(noise[i] - logDensities[i]);
        double best = noise[i];
        for (int k = 0; k < without.length; k++) {
            if (!without[k]) {
                sum += parts[i][k];
                best = Math.max(best, joint[i][k]);
            }
        }
        // The responsibilities of far components are zeros when their densities are not.
        return hard || sum < 1e-200 ? best : logDensities[i] + Math.log(sum);
    }
}
