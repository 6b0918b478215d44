package io.emstream.em;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * EM in which a few components take the place of a few others, and all the rest stay as they are (Ueda, Nakano, Ghahramani
 * &amp; Hinton, <i>SMEM Algorithm for Mixture Models</i>, 2000, §3.3).
 *
 * <p>Only points count of which the old ones had a part, so an iteration costs about (n/K)² of one over all, for n of K
 * components. Full EM from here can only be more likely.
 */
final class PartialEm {
    /** Points of which the changing components have less than this are left as they are. */
    private static final double ACTIVE = 1e-2;

    private static final int PATIENCE = 2;
    /** A new component of fewer points is none. */
    private static final double FEWEST = 2;

    private final JointDensities densities;
    private final Prior prior;
    private final int[] active;
    private final double[] logRest;
    private final double share;
    private final List<Moments> unchanged;

    /**
     * Lets some components go.
     *
     * @param replaced their indices
     */
    PartialEm(JointDensities densities, MixtureStatistics statistics, Prior prior, int... replaced) {
        this.densities = densities;
        this.prior = prior;
        this.active = IntStream.range(0, densities.size())
                .filter(i -> densities.part(i, replaced) > ACTIVE)
                .toArray();
        boolean[] without = new boolean[densities.mixture().size()];
        double sum = 0;
        for (int k : replaced) {
            without[k] = true;
            sum += densities.mixture().weight(k);
        }
        this.share = sum;
        this.unchanged = pooled(statistics, without);
        this.logRest = Arrays.stream(active)
                .mapToDouble(i -> densities.logRest(i, without))
                .toArray();
    }

    /** The moments within the components that stay, as if they were one; nothing if there are none. */
    private static List<Moments> pooled(MixtureStatistics statistics, boolean[] without) {
        Moments first = statistics.component(0);
        double weight = 0;
        double[] featureWeights = new double[first.featureWeights().length];
        double[] scatter = new double[first.scatter().length];
        for (int k = 0; k < without.length; k++) {
            if (!without[k]) {
                Moments moments = statistics.component(k);
                weight += moments.weight();
                add(moments.featureWeights(), featureWeights);
                add(moments.scatter(), scatter);
            }
        }
        return weight > 0 && scatter.length > 0
                ? List.of(Moments.of(first.layout(), weight, featureWeights, new double[first.dimension()], scatter))
                : List.of();
    }

    private static void add(double[] values, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }

    /**
     * What the new components came to.
     *
     * @param weights mixing weights, which add up to those of the components that were replaced
     * @param gain by how much the mean log-likelihood of the whole sample is now larger; {@code NaN} if one of them is
     *     of hardly any points
     */
    record Result(List<Component> components, List<Double> weights, double gain) {}

    /**
     * Iterates from some components, and gives up when twice their pace would not take them as far as wanted.
     *
     * @param proportions of the points, one per component
     * @param wanted a gain
     */
    Result iterate(List<Component> start, List<Double> proportions, int iterations, double wanted) {
        Family family = densities.mixture().family();
        List<Component> components = start;
        double[] weights =
                normalised(proportions.stream().mapToDouble(Double::doubleValue).toArray());
        Step step = step(components, weights);
        for (int iteration = 0; iteration < iterations; iteration++) {
            List<Component> next = estimate(step.statistics, components);
            double[] nextWeights = normalised(Maximization.mixingWeights(family, step.statistics.components()));
            Step after = step(next, nextWeights);
            double pace = after.gain - step.gain;
            components = next;
            weights = nextWeights;
            step = after;
            if (iteration >= PATIENCE && !(step.gain + 2 * pace * (iterations - iteration) > wanted)) {
                break;
            }
        }
        boolean empty = step.statistics.components().stream().anyMatch(moments -> moments.weight() < fewest());
        return new Result(components, Arrays.stream(weights).boxed().toList(), empty ? Double.NaN : step.gain);
    }

    /** Without a prior, a Gaussian of fewer points than it takes to span its features is a spike, not a cluster. */
    private double fewest() {
        Mixture mixture = densities.mixture();
        boolean spikes = prior.kind() == Prior.Kind.NONE && mixture.family().scatter() != ScatterLayout.NONE;
        return spikes ? mixture.dimension() + 2 : FEWEST;
    }

    /** The M-step, with what is common to all components measured on all of them. */
    private List<Component> estimate(MixtureStatistics statistics, List<Component> previous) {
        Family family = densities.mixture().family();
        if (unchanged.isEmpty()) {
            return family.estimate(statistics.components(), previous, prior);
        }
        List<Moments> all = new ArrayList<>(statistics.components());
        List<Component> allPrevious = new ArrayList<>(previous);
        all.addAll(unchanged);
        allPrevious.add(previous.get(0));
        return family.estimate(all, allPrevious, prior).subList(0, previous.size());
    }

    private double[] normalised(double[] proportions) {
        double total = Arrays.stream(proportions).sum();
        return Arrays.stream(proportions)
                .map(each -> share * (total > 0 ? each / total : 1.0 / proportions.length))
                .toArray();
    }

    private record Step(MixtureStatistics statistics, double gain) {}

    private Step step(List<Component> components, double[] weights) {
        long[] ids = IntStream.range(0, weights.length).mapToLong(c -> c + 1).toArray();
        Sums sums = new Sums(new CompiledMixture(new Mixture(densities.mixture().family(), weights, components, ids)));
        for (int a = 0; a < active.length; a++) {
            sums.add(a);
        }
        sums.takeBlock();
        return new Step(sums.statistics, sums.gain / densities.weight());
    }

    /** What an E-step of the changing components adds up: complete points in blocks, the others one by one. */
    private final class Sums {
        private final CompiledMixture changing;
        private final MixtureStatistics statistics;
        private final BlockResponsibilities many;
        private final PointBlock block;
        private final int[] indices = new int[PointBlock.CAPACITY];
        private final double[] rest = new double[PointBlock.CAPACITY];
        private double gain;

        Sums(CompiledMixture changing) {
            this.changing = changing;
            this.statistics = changing.emptyStatistics();
            this.many = new BlockResponsibilities(changing);
            this.block = new PointBlock(densities.mixture().dimension());
        }

        void add(int a) {
            Point point = densities.point(active[a]);
            indices[block.size()] = active[a];
            rest[block.size()] = logRest[a];
            if (!block.addIfComplete(point.values(), point.weight())) {
                takeAlone(a, point);
            } else if (block.isFull()) {
                takeBlock();
            }
        }

        void takeBlock() {
            many.logJoint(block);
            many.normaliseBeside(rest, block.size());
            many.observe(block, statistics);
            for (int p = 0; p < block.size(); p++) {
                gain += block.weight(p) * (many.logDensity(p) - densities.logDensity(indices[p]));
            }
            block.clear();
        }

        private void takeAlone(int a, Point point) {
            int size = changing.size();
            double[] joint = new double[size];
            changing.logJoint(point.values(), point.observed(), joint);
            double[] beside = Arrays.copyOf(joint, size + 1);
            beside[size] = logRest[a];
            double logDensity = Expectation.normalise(
                    changing.mixture().family().assignment(),
                    beside,
                    Expectation.largest(beside),
                    Double.NEGATIVE_INFINITY);
            System.arraycopy(beside, 0, joint, 0, size);
            changing.observe(point.values(), point.weight(), joint, statistics);
            gain += point.weight() * (logDensity - densities.logDensity(active[a]));
        }
    }
}
