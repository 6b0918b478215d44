package io.emstream.learn;

import io.emstream.em.BatchEm;
import io.emstream.em.ClusterCount;
import io.emstream.em.Expectation;
import io.emstream.em.Fit;
import io.emstream.em.Schedule;
import io.emstream.em.SplitMerge;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A search for a better mixture on a sample. Heavy work that touches nothing of the learner's state. */
final class Search {
    private static final int REFIT_ITERATIONS = 50;
    private static final int RESEED_ITERATIONS = 30;
    private static final double TOLERANCE = 1e-5;
    /** Pairs of a split and a merger that are tried for each move. */
    private static final int CANDIDATES = 20;

    private Search() {}

    /** Why a search is made. */
    enum Kind {
        /** To see whether the model is stuck, as it may be from its start. */
        REPAIR,
        /** Because of an alarm, on what has come since. */
        RESEED
    }

    /**
     * What is to be searched.
     *
     * @param layoutEpoch of the model
     * @param sample to fit
     * @param published the mixture to improve on
     * @param effective how many points that is estimated from
     * @param random of this search alone
     */
    record Order(
            Kind kind,
            int layoutEpoch,
            List<Point> sample,
            Mixture published,
            Prior prior,
            double effective,
            RandomGenerator random) {}

    /**
     * What was found.
     *
     * @param fit the best mixture with as many clusters, or after an alarm with any number
     * @param other a mixture with another number of clusters that the information criterion prefers
     * @param prior that goes with it
     * @param gain the likelihood ratio 2·n·(LL − LL₀) to the published mixture, after an alarm less what more parameters cost
     * @param limit what the gain must exceed
     * @param fall by how much the other mixture lowers the information criterion
     */
    record Found(Order order, Fit fit, @Nullable Fit other, Prior prior, double gain, double limit, double fall) {
        boolean isBetter() {
            return gain > limit;
        }
    }

    static Found of(LearnerSettings settings, Order order) {
        return switch (order.kind()) {
            case REPAIR -> repair(settings, order);
            case RESEED -> reseed(settings, order);
        };
    }

    private static Found repair(LearnerSettings settings, Order order) {
        List<Point> sample = order.sample();
        MixtureStatistics before = Expectation.statistics(order.published(), sample);
        Fit refit = BatchEm.iterate(order.published(), sample, order.prior(), REFIT_ITERATIONS, TOLERANCE);
        SplitMerge.Effort effort =
                new SplitMerge.Effort(CANDIDATES, 2 * order.published().size());
        Fit moved = SplitMerge.improve(refit, sample, order.prior(), effort, order.random())
                .fit();
        Fit other = null;
        double fall = 0;
        ClusterRange clusters = settings.clusters();
        if (!clusters.isFixed()) {
            ClusterCount.Result climbed = new ClusterCount(
                            sample, order.prior(), clusters.fewest(), clusters.most(), order.random())
                    .climb(moved, CANDIDATES);
            if (climbed.fit().mixture().size() == moved.mixture().size()) {
                moved = climbed.fit();
            } else {
                other = climbed.fit();
                fall = climbed.gain();
            }
        }
        return new Found(order, moved, other, order.prior(), gain(order, before, moved), limit(order, before), fall);
    }

    private static Found reseed(LearnerSettings settings, Order order) {
        List<Point> sample = order.sample();
        MixtureStatistics before = Expectation.statistics(order.published(), sample);
        Fit continued = BatchEm.iterate(order.published(), sample, order.prior(), RESEED_ITERATIONS, TOLERANCE);
        Initialisation first = Initialisation.of(settings, sample, Schedule.QUICK, order.random());
        Fit anew = first.fit();
        double continuedGain = gain(order, before, continued);
        double anewGain = gain(order, before, anew) - cost(settings, order, anew, before.weight());
        boolean isAnew = !(continuedGain >= anewGain);
        return new Found(
                order,
                isAnew ? anew : continued,
                null,
                first.prior(),
                Math.max(continuedGain, anewGain),
                limit(order, before),
                0);
    }

    private static double gain(Order order, MixtureStatistics before, Fit fit) {
        double unit = Gains.unit(order.published(), before.meanLogLikelihood());
        List<Point> sample = order.sample();
        double rise = Expectation.comparableLogLikelihood(fit.mixture(), sample)
                - Expectation.comparableLogLikelihood(order.published(), sample);
        return 2 * before.weight() * rise / unit;
    }

    private static double limit(Order order, MixtureStatistics before) {
        return Gains.limit(parameters(order.published()), before.weight(), order.effective());
    }

    /** What the information criterion charges for parameters that the published mixture does not have. */
    private static double cost(LearnerSettings settings, Order order, Fit anew, double weight) {
        return settings.clusters().isFixed()
                ? 0
                : Math.max(0, parameters(anew.mixture()) - parameters(order.published())) * Math.log(weight);
    }

    private static double parameters(Mixture mixture) {
        return mixture.parameters();
    }
}
