package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/** What families of independent counts of successes in n trials have in common. */
interface Counted extends Family {
    /** Pseudo-trials of the prior, with the success rate of all points. */
    double PSEUDO_TRIALS = 1;

    /** The success rate of all points is not believed to be closer to 0 or 1 than this. */
    double RAREST = 0.005;

    /** No probability is closer to 0 or 1 than this, so that logarithms stay finite. */
    double SMALLEST_PROBABILITY = 1e-12;

    /** n, the number of trials of each feature. */
    int trials();

    @Override
    default ScatterLayout scatter() {
        return ScatterLayout.NONE;
    }

    @Override
    default Support support() {
        return Support.counts(trials());
    }

    @Override
    default int parameters(int clusters, int dimension) {
        return clusters - 1 + clusters * dimension;
    }

    /**
     * Refuses mixtures with more parameters than there are different points to tell them by, for d = 1 that is n &lt; 2K − 1
     * (Blischke 1964), and the two that are known to be no better though the numbers match (Catalisano, Geramita &amp;
     * Gimigliano 2005, 2011).
     */
    @Override
    default Optional<String> refusal(int clusters, int dimension) {
        double different = Math.pow(trials() + 1.0, dimension);
        boolean exception = clusters == 3 && ((trials() == 1 && dimension == 4) || (trials() == 2 && dimension == 2));
        if (clusters == 1 || (different >= clusters * (dimension + 1.0) && !exception)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%d clusters of %d %s of 0 to %d are not identifiable: many different mixtures of %s give the same "
                        + "probability to each of the %.0f different points; use fewer clusters or more %s",
                clusters,
                dimension,
                dimension == 1 ? "count" : "counts",
                trials(),
                name(),
                different,
                trials() == 1 ? "features" : "features or trials"));
    }

    @Override
    default List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior) {
        List<Component> components = new ArrayList<>();
        for (int k = 0; k < statistics.size(); k++) {
            Moments moments = statistics.get(k);
            double[] probabilities = new double[moments.dimension()];
            for (int j = 0; j < probabilities.length; j++) {
                double rate = Math.max(RAREST, Math.min(1 - RAREST, prior.mean()[j] / trials()));
                if (moments.weight(j) >= Shrinkage.DEAD) {
                    probabilities[j] =
                            probability(moments, j, prior.kind() == Prior.Kind.MAP ? PSEUDO_TRIALS : 0, rate);
                } else {
                    probabilities[j] = previous == null ? rate : ((Counts) previous.get(k)).probability(j);
                }
            }
            components.add(new Counts(trials(), probabilities));
        }
        return components;
    }

    private double probability(Moments moments, int feature, double pseudoTrials, double rate) {
        double weight = moments.weight(feature);
        double probability =
                (weight * moments.mean(feature) + pseudoTrials * rate) / (weight * trials() + pseudoTrials);
        return Math.max(SMALLEST_PROBABILITY, Math.min(1 - SMALLEST_PROBABILITY, probability));
    }

    @Override
    default Kernel compile(List<Component> components) {
        return new CountKernel(trials(), components);
    }

    @Override
    default Component component(Map<String, Parameter> parameters, int dimension) {
        double[] probabilities = Parameters.vector(parameters, "probabilities", dimension);
        for (int j = 0; j < dimension; j++) {
            if (!(probabilities[j] > 0 && probabilities[j] < 1)) {
                throw new IllegalArgumentException(
                        "probabilities: value " + (j + 1) + " is " + probabilities[j] + ", must be between 0 and 1");
            }
        }
        return new Counts(trials(), probabilities);
    }

    @Override
    default double distance(Component one, Component other) {
        double sum = 0;
        for (int j = 0; j < one.dimension(); j++) {
            double p = ((Counts) one).probability(j);
            double q = ((Counts) other).probability(j);
            sum -= Math.log(Math.sqrt(p * q) + Math.sqrt((1 - p) * (1 - q)));
        }
        return Math.max(0, trials() * sum);
    }

    @Override
    default Component merged(double wi, Component ci, double wj, Component cj) {
        double share = wj / (wi + wj);
        double[] probabilities = new double[ci.dimension()];
        for (int j = 0; j < probabilities.length; j++) {
            double p = ((Counts) ci).probability(j);
            probabilities[j] = p + share * (((Counts) cj).probability(j) - p);
        }
        return new Counts(trials(), probabilities);
    }

    @Override
    default double mergeCost(double wi, Component ci, double wj, Component cj) {
        Counts merged = (Counts) merged(wi, ci, wj, cj);
        double cost = wi * ((Counts) ci).divergence(merged) + wj * ((Counts) cj).divergence(merged);
        return Math.max(0, cost);
    }

    /** Independent binomial counts. */
    final class Counts implements Component {
        private final int trials;
        private final double[] probabilities;

        Counts(int trials, double[] probabilities) {
            this.trials = trials;
            this.probabilities = probabilities;
        }

        double probability(int feature) {
            return probabilities[feature];
        }

        /** The Kullback-Leibler divergence of another from this. */
        double divergence(Counts other) {
            double sum = 0;
            for (int j = 0; j < probabilities.length; j++) {
                double p = probabilities[j];
                double q = other.probabilities[j];
                sum += p * Math.log(p / q) + (1 - p) * (Math.log1p(-p) - Math.log1p(-q));
            }
            return trials * sum;
        }

        @Override
        public int dimension() {
            return probabilities.length;
        }

        @Override
        public double mean(int feature) {
            return trials * probabilities[feature];
        }

        @Override
        public double variance(int feature) {
            return trials * probabilities[feature] * (1 - probabilities[feature]);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.vector("probabilities", probabilities.clone()));
        }

        /** log P(most probable count) − log P(count), 0 or more. */
        @Override
        public double[] contributions(double[] x) {
            return Means.contributions(x, j -> {
                double p = probabilities[j];
                double mode = Math.min(trials, Math.floor((trials + 1) * p));
                return Math.max(0, logProbability(mode, p) - logProbability(x[j], p));
            });
        }

        /** But for log n!, which is the same for all counts. */
        private double logProbability(double successes, double p) {
            return successes * Math.log(p)
                    + (trials - successes) * Math.log1p(-p)
                    - LogGamma.value(successes + 1)
                    - LogGamma.value(trials - successes + 1);
        }

        @Override
        public void sample(RandomGenerator random, double[] into) {
            for (int j = 0; j < into.length; j++) {
                int successes = 0;
                for (int trial = 0; trial < trials; trial++) {
                    if (random.nextDouble() < probabilities[j]) {
                        successes++;
                    }
                }
                into[j] = successes;
            }
        }
    }
}
