package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Expectation maximisation over a sample in memory.
 *
 * <p>An iteration costs one E-step: K·d² flops per point for full covariances. Everything is decided by the generator, so
 * that the same seed gives the same fit.
 */
public final class BatchEm {
    private BatchEm() {}

    /** {@link #fit} as a stream needs it, by {@link Schedule#QUICK}. */
    public static Fit initialise(List<Point> sample, Family family, int clusters, Prior prior, RandomGenerator random) {
        return initialise(sample, family, clusters, prior, null, random);
    }

    /** The same with noise beside the components, unless it is {@code null}. */
    public static Fit initialise(
            List<Point> sample,
            Family family,
            int clusters,
            Prior prior,
            @Nullable Noise noise,
            RandomGenerator random) {
        return fit(sample, family, clusters, prior, noise, Schedule.QUICK, random);
    }

    /** {@link #fit(List, Family, int, Prior, Noise, Schedule, RandomGenerator)} without noise. */
    public static Fit fit(
            List<Point> sample, Family family, int clusters, Prior prior, Schedule schedule, RandomGenerator random) {
        return fit(sample, family, clusters, prior, null, schedule, random);
    }

    /**
     * Fits a mixture: short runs of EM from several starts ({@link Seeding}), the best of them to its end, and then on from
     * one local optimum to the next as long as {@link SplitMerge} finds a better one. Noise joins the components in EM;
     * every other round of starts is made of the points that lie within {@link Fences} then, because the farther a point,
     * the surer k-means++ takes it for a centre.
     *
     * @param sample points; those of no weight, or with nothing observed, are left out
     * @param noise what to begin with beside the components; {@code null} for a mixture without
     * @return a mixture with cluster ids 1 to K, always finite; fewer distinct points than clusters are no obstacle
     * @throws IllegalArgumentException if there is no point to learn from
     */
    public static Fit fit(
            List<Point> sample,
            Family family,
            int clusters,
            Prior prior,
            @Nullable Noise noise,
            Schedule schedule,
            RandomGenerator random) {
        List<Point> learnable = sample.stream().filter(Point::isLearnable).toList();
        if (learnable.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of " + sample.size() + " points has a weight and an observed value to learn from");
        }
        Seeding seeding = new Seeding(learnable, family, clusters, prior);
        Seeding fenced = noise == null ? seeding : new Seeding(Fences.within(learnable), family, clusters, prior);
        List<Seeding.Start> kinds = Seeding.Start.of(family);
        Fit best = null;
        double largest = Double.NaN;
        for (int start = 0; start < schedule.starts(); start++) {
            Seeding from = start / kinds.size() % 2 == 0 ? seeding : fenced;
            Mixture mixture = from.mixture(kinds.get(start % kinds.size()), random);
            Fit trial = iterate(
                    mixture.withNoise(noise), learnable, prior, schedule.trialIterations(), schedule.tolerance());
            // Turned round, so that a fit without a likelihood gives way to one that has it.
            double likelihood = Expectation.comparableLogLikelihood(trial, learnable);
            if (best == null || !(largest >= likelihood)) {
                best = trial;
                largest = likelihood;
            }
        }
        Objects.requireNonNull(best);
        Fit fit = best.converged() ? best : resume(best, learnable, prior, schedule.iterations(), schedule.tolerance());
        SplitMerge.Effort effort = new SplitMerge.Effort(schedule.candidates(), 2 * clusters);
        SplitMerge.Result improved = SplitMerge.improve(fit, learnable, prior, effort, random);
        return improved.moves().isEmpty()
                ? fit
                : resume(improved.fit(), learnable, prior, schedule.iterations(), schedule.tolerance());
    }

    /**
     * Iterates EM from a mixture.
     *
     * @param iterations the most
     * @param tolerance as in {@link Schedule}
     */
    public static Fit iterate(Mixture mixture, List<Point> sample, Prior prior, int iterations, double tolerance) {
        SampleBlocks blocks = new SampleBlocks(sample, mixture.dimension());
        MixtureStatistics statistics = Expectation.statistics(mixture, blocks);
        Fit start = new Fit(mixture, statistics, List.of(statistics.meanLogLikelihood()), false);
        return resume(start, blocks, prior, iterations, tolerance);
    }

    /** Goes on with a fit to the same sample. */
    static Fit resume(Fit start, List<Point> sample, Prior prior, int iterations, double tolerance) {
        return resume(start, new SampleBlocks(sample, start.mixture().dimension()), prior, iterations, tolerance);
    }

    private static Fit resume(Fit start, SampleBlocks sample, Prior prior, int iterations, double tolerance) {
        Mixture mixture = start.mixture();
        MixtureStatistics statistics = start.statistics();
        List<Double> trace = new ArrayList<>(start.trace());
        boolean converged = false;
        for (int iteration = 0; iteration < iterations && !converged; iteration++) {
            double before = statistics.meanLogLikelihood();
            mixture = Maximization.nextMixture(mixture, statistics, prior);
            statistics = Expectation.statistics(mixture, sample);
            double after = statistics.meanLogLikelihood();
            trace.add(after);
            boolean relative = mixture.family().assignment() == Family.Assignment.HARD;
            converged = Math.abs(after - before) <= tolerance * (relative ? Math.abs(after) : 1);
        }
        return new Fit(mixture, statistics, trace, converged);
    }
}
