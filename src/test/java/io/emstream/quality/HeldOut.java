package io.emstream.quality;

import io.emstream.em.Responsibilities;
import io.emstream.learn.TrueMixture;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.quality.QualityStream.Drawn;

/** A mixture on the held-out points of a stream, against the truth at its end. */
final class HeldOut {
    private final double[] gaps;
    private final double clusterGap;
    private final int found;
    private final int clusters;

    private HeldOut(double[] gaps, double clusterGap, Contingency labels) {
        this.gaps = gaps;
        this.clusterGap = clusterGap;
        this.found = labels.found();
        this.clusters = labels.seconds();
    }

    /** How a model does. */
    static HeldOut of(QualityStream stream, Mixture mixture) {
        Responsibilities answer = new Responsibilities(new CompiledMixture(mixture));
        double[] gaps = new double[QualityStream.HELD_OUT];
        double[] clusterGaps = new double[QualityStream.HELD_OUT];
        Contingency labels = new Contingency();
        Noise noise = mixture.noise();
        double logClusters = noise == null ? 0 : Math.log1p(-noise.weight());
        for (int i = 0; i < gaps.length; i++) {
            Drawn drawn = stream.heldOut(i);
            answer.of(drawn.point());
            gaps[i] = drawn.trueLogDensity() - answer.logDensity();
            clusterGaps[i] = gaps[i] - Math.log1p(-Math.min(answer.outlier(), 1 - 1e-12)) + logClusters;
            labels.add(answer.component(), drawn.component());
        }
        return new HeldOut(gaps, mean(clusterGaps), labels);
    }

    /** How another program's model does. */
    static HeldOut of(QualityStream stream, TrueMixture mixture) {
        double[] gaps = new double[QualityStream.HELD_OUT];
        Contingency labels = new Contingency();
        for (int i = 0; i < gaps.length; i++) {
            Drawn drawn = stream.heldOut(i);
            double[] joint = mixture.logJoint(drawn.point().values());
            gaps[i] = drawn.trueLogDensity() - TrueMixture.logSum(joint);
            labels.add(QualityStream.largest(joint), drawn.component());
        }
        return new HeldOut(gaps, mean(gaps), labels);
    }

    /** Nats per point from the true mixture's mean log-likelihood. */
    double gap() {
        return mean(gaps);
    }

    /** The same of the clusters alone, without the component for outliers. */
    double clusterGap() {
        return clusterGap;
    }

    /** How many of the true clusters have a component of their own; see {@link Contingency#found}. */
    int found() {
        return found;
    }

    /** How many true clusters there are. */
    int clusters() {
        return clusters;
    }

    /** By how much the gap is larger than another's: a mean over pairs. */
    double above(HeldOut other) {
        return mean(differences(other));
    }

    /** The standard error of {@link #above}. */
    double standardError(HeldOut other) {
        double[] differences = differences(other);
        double mean = mean(differences);
        double squares = 0;
        for (double each : differences) {
            squares += (each - mean) * (each - mean);
        }
        return Math.sqrt(squares / (differences.length - 1.0) / differences.length);
    }

    private double[] differences(HeldOut other) {
        double[] differences = gaps.clone();
        for (int i = 0; i < differences.length; i++) {
            differences[i] -= other.gaps[i];
        }
        return differences;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
