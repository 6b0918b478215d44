package io.emstream.learn;

import io.emstream.em.BatchEm;
import io.emstream.em.ClusterCount;
import io.emstream.em.Expectation;
import io.emstream.em.Fit;
import io.emstream.em.Schedule;
import io.emstream.em.SplitMerge;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Noise;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A search for a better mixture on a sample. Heavy work that touches nothing of the learner's state. */
final class Search {
    private static final int REFIT_ITERATIONS = 50;
    private static final int RESEED_ITERATIONS = 30;
    private static final int FOLLOW_ITERATIONS = 10;
    private static final double TOLERANCE = 1e-5;
    /** Pairs of a split and a merger that are tried for each move. */
    private static final int CANDIDATES = 20;

    private Search() {}

    /** Why a search is made. */
    enum Kind {
        /** To see whether the model is stuck, as it may be from its start. */
        REPAIR,
        /** Because of an alarm, on what has come since. */
        RESEED,
        /** To go with a stream that moves, on its newest points. */
        FOLLOW
    }

    /**
     * What is to be searched.
     *
     * @param layoutEpoch of the model
     * @param sample to fit
     * @param published the mixture to improve on
     * @param effective how many points that is estimated from
     * @param isChanged whether the stream has changed since the first model, so that clusters may have died
     * @param random of this search alone
     */
    record Order(
            Kind kind,
            int layoutEpoch,
            List<Point> sample,
            Mixture published,
            Prior prior,
            double effective,
            boolean isChanged,
            RandomGenerator random) {
        /**
         * The same with the noise in another box. That of a stream as it was may be so small beside what has come since that
         * noise, being of one density wherever a point lies, would seem to explain it.
         */
        Order within(@Nullable Noise box) {
            Noise noise = published.noise();
            return box == null || noise == null
                    ? this
                    : new Order(
                            kind,
                            layoutEpoch,
                            sample,
                            published.withNoise(box.withWeight(noise.weight())),
                            prior,
                            effective,
                            isChanged,
                            random);
        }
    }

    /**
     * What was found.
     *
     * @param fit the best mixture with as many clusters, or after an alarm with any number
     * @param other a mixture with another number of living clusters that the information criterion prefers
     * @param prior that goes with it
     * @param gain the likelihood ratio 2·n·(LL − LL₀) to the published mixture, after an alarm less what more parameters cost
     * @param limit what the gain must exceed
     * @param fall by how much the other mixture lowers the information criterion
     */
    record Found(Order order, Fit fit, @Nullable Fit other, Prior prior, double gain, double limit, double fall) {
        boolean isBetter() {
            return gain > limit;
        }

        /** Whether the other mixture has more (1) or fewer (−1) clusters; 0 if there is none. */
        int change() {
            if (other == null) {
                return 0;
            }
            Mixture before = order.published();
            int more = other.mixture().size() - before.size();
            return Integer.signum(
                    more != 0 ? more : DeadClusters.living(other.mixture()) - DeadClusters.living(before));
        }
    }

    static Found of(LearnerSettings settings, Order order) {
        return switch (order.kind()) {
            case REPAIR -> repair(settings, order);
            case RESEED -> reseed(settings, order);
            case FOLLOW -> follow(order);
        };
    }

    private static Found follow(Order order) {
        Fit fit = BatchEm.iterate(order.published(), order.sample(), order.prior(), FOLLOW_ITERATIONS, TOLERANCE);
        return new Found(order, fit, null, order.prior(), 0, 0, 0);
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
        if (!clusters.isFixed() || (order.isChanged() && DeadClusters.suit(settings.family()))) {
            int fewest = clusters.isFixed() ? 1 : clusters.fewest();
            ClusterCount.Result climbed = new ClusterCount(
                            sample, order.prior(), fewest, clusters.most(), order.random())
                    .climb(moved, CANDIDATES);
            if (clusters.isFixed()) {
                boolean isFewer = climbed.fit().mixture().size() < DeadClusters.living(moved.mixture());
                other = isFewer ? DeadClusters.beside(climbed.fit(), order.published()) : null;
                fall = climbed.gain();
            } else if (climbed.fit().mixture().size() == moved.mixture().size()) {
                moved = climbed.fit();
            } else {
                other = climbed.fit();
                fall = climbed.gain();
            }
        }
        return new Found(order, moved, other, order.prior(), gain(order, before, moved), limit(order, before), fall);
    }

    private static Found reseed(LearnerSettings settings, Order alarm) {
        List<Point> sample = alarm.sample();
        Initialisation first = Initialisation.of(settings, sample, Schedule.QUICK, alarm.random());
        Fit anew = first.fit();
        Order order = alarm.within(anew.mixture().noise());
        MixtureStatistics before = Expectation.statistics(order.published(), sample);
        Fit continued = BatchEm.iterate(order.published(), sample, order.prior(), RESEED_ITERATIONS, TOLERANCE);
        double continuedGain = gain(order, before, continued);
        double anewGain = gain(order, before, anew) - cost(settings, order, anew, before.weight());
        boolean isAnew = !(continuedGain >= anewGain);
        Fit better = isAnew ? anew : continued;
        if (settings.clusters().isFixed() && DeadClusters.suit(settings.family())) {
            better = DeadClusters.beside(living(order, better, first.prior()), order.published());
        }
        return new Found(
                order, better, null, first.prior(), Math.max(continuedGain, anewGain), limit(order, before), 0);
    }

    /** Only as many components as the sample gives reason for. */
    private static Fit living(Order order, Fit fit, Prior prior) {
        return new ClusterCount(order.sample(), prior, 1, fit.mixture().size(), order.random())
                .climb(fit, Schedule.QUICK.candidates())
                .fit();
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
