package io.emstream.learn;

import io.emstream.em.Expectation;
import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.learn.TaskReport.Activity;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Learners whose warm-up is over, and reports to them. */
final class Learners {
    private Learners() {}

    /** A learner that starts with these means, unit variances where the family has any, and statistics of no points. */
    static OnlineLearner with(LearnerSettings settings, double[]... means) {
        return with(settings, 0, means);
    }

    /**
     * A learner that starts with these means.
     *
     * @param stepOffset the weight that step sizes start from
     */
    static OnlineLearner with(LearnerSettings settings, double stepOffset, double[]... means) {
        return with(settings, stepOffset, Runnable::run, means);
    }

    /** The same, with heavy work run elsewhere. */
    static OnlineLearner with(LearnerSettings settings, double stepOffset, Executor executor, double[]... means) {
        LearnerState state = new LearnerState();
        int dimension = settings.features().dimension();
        double[] unit = new double[dimension];
        Arrays.fill(unit, 1);
        state.prior(new Prior(settings.prior(), new double[dimension], unit));
        state.counters(new Counters(
                0, 0, 0, 0, 0, means.length + 1, TaskReport.NONE, 0, stepOffset, 0, 0, 0, Point.NO_TIMESTAMP));
        state.model(model(settings.family(), means));
        return new OnlineLearner(settings, state, executor);
    }

    private static Model model(Family family, double[]... means) {
        double[] weights = new double[means.length];
        Arrays.fill(weights, 1.0 / means.length);
        List<Component> components =
                Arrays.stream(means).map(mean -> component(family, mean)).toList();
        Mixture mixture = new Mixture(
                family,
                weights,
                components,
                LongStream.rangeClosed(1, means.length).toArray());
        List<Model.Cluster> clusters = IntStream.range(0, means.length)
                .mapToObj(k -> new Model.Cluster(1, 0))
                .toList();
        return new Model(
                "test",
                1,
                0,
                1,
                Features.ofDimension(means[0].length),
                mixture,
                clusters,
                0,
                0,
                "none",
                Double.NaN,
                Double.NaN,
                Point.NO_TIMESTAMP);
    }

    private static Component component(Family family, double[] mean) {
        int dimension = mean.length;
        double[] unit = new double[dimension];
        Arrays.fill(unit, 1);
        double[] identity = new double[dimension * dimension];
        for (int j = 0; j < dimension; j++) {
            identity[j * dimension + j] = 1;
        }
        return family.component(
                Map.of(
                        "mean", Parameter.vector("mean", mean.clone()),
                        "covariance", Parameter.matrix("covariance", identity),
                        "variances", Parameter.vector("variances", unit),
                        "variance", Parameter.scalar("variance", 1)),
                dimension);
    }

    /** Points of a pane, as a task would report them under the learner's newest model. */
    static TaskReport.Pane pane(OnlineLearner learner, int partition, long pane, List<Point> points) {
        MixtureStatistics statistics = Expectation.statistics(model(learner).mixture(), points);
        PointSample sample = new PointSample(PointSample.FOLD_CAPACITY);
        for (int i = 0; i < points.size(); i++) {
            sample.add(PointSample.priority(pane, partition, i), points.get(i));
        }
        return new TaskReport.Pane(
                partition,
                new PaneStatistics(
                        pane, model(learner).layoutEpoch(), statistics, EventTime.latest(points), 0, sample));
    }

    /** A number of points at one place on the line. */
    static List<Point> points(int number, double value) {
        return points(number, value, Point.NO_TIMESTAMP);
    }

    /** A number of points at one place on the line and at one time. */
    static List<Point> points(int number, double value, long timestamp) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Point(new double[] {value}, 1, timestamp))
                .toList();
    }

    /** An active partition has come this far. */
    static TaskReport.Progress reached(int partition, long watermark) {
        return new TaskReport.Progress(partition, watermark, Activity.ACTIVE);
    }

    /** Lets one partition report the points of a pane and its end, and the learner fold it. */
    static void fold(OnlineLearner learner, long pane, List<Point> points) {
        learner.receive(pane(learner, 0, pane, points));
        learner.receive(reached(0, Long.MAX_VALUE - 1));
        learner.advance(false);
    }

    /** Whether all numbers of a model are finite, and its weights positive. */
    static boolean isFinite(Model model) {
        return Arrays.stream(model.mixture().weights()).allMatch(weight -> weight > 0 && weight <= 1)
                && model.mixture().components().stream()
                        .flatMap(component -> component.parameters().stream())
                        .flatMapToDouble(parameter -> Arrays.stream(parameter.values()))
                        .allMatch(Double::isFinite);
    }

    static Model model(OnlineLearner learner) {
        return Objects.requireNonNull(learner.state().model());
    }

    static MixtureStatistics statistics(OnlineLearner learner) {
        return Objects.requireNonNull(learner.state().tracks().get(0).statistics());
    }
}
