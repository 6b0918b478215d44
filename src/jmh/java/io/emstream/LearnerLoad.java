package io.emstream;

import io.emstream.codec.LearnerStateCodec;
import io.emstream.codec.ModelCodec;
import io.emstream.codec.ModelJson;
import io.emstream.codec.TaskReportCodec;
import io.emstream.em.Expectation;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.learn.ClusterRange;
import io.emstream.learn.Command;
import io.emstream.learn.Forgetting;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.LearnerState;
import io.emstream.learn.MemoryBound;
import io.emstream.learn.OnlineLearner;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One learner that many partitions report to, without a broker: what its thread computes at a commit, for one pane of every
 * partition. All that is done in a running application is done here, but for Kafka itself: records are decoded, merged and
 * folded, the new model is made, and what has changed of the state is encoded with the model. Samples are as full as they can
 * be. Searches never run, since they have a thread of their own.
 *
 * <p>Arguments: shapes as {@code PxKxd}, such as {@code 1000x32x16}. CPU time of the thread, the least of some commits; sizes of
 * the largest records and of what a commit writes of the state; the most memory that the learner may take.
 */
public final class LearnerLoad {
    private static final int FEWEST_COMMITS = 4;
    private static final int MOST_COMMITS = 30;
    private static final double ENOUGH_SECONDS = 4;
    private static final int DIFFERENT = 8;
    private static final long PANE_MILLIS = 1000;

    private final int partitions;
    private final int clusters;
    private final LearnerSettings settings;
    private final LearnerStateCodec states = new LearnerStateCodec(Families::parse);
    private final ModelCodec models = new ModelCodec(Families::parse);
    private final List<PaneStatistics> parts = new ArrayList<>();
    private final OnlineLearner learner;
    private int statisticsBytes;
    private int modelBytes;
    private int largestBlock;
    private long written;

    private LearnerLoad(int partitions, int clusters, int dimension) {
        this.partitions = partitions;
        this.clusters = clusters;
        Family family = Families.parse("gaussian-full");
        this.settings = new LearnerSettings(
                "load",
                Features.ofDimension(dimension),
                family,
                ClusterRange.parse(Integer.toString(clusters)),
                Prior.Kind.MAP,
                true,
                new Forgetting.Auto(),
                0.9,
                LearnerSettings.warmupPoints(clusters, dimension),
                LearnerSettings.NOMINAL_PANE,
                partitions,
                PANE_MILLIS,
                1,
                0.5);
        // A search that is never carried out keeps others from being ordered.
        this.learner = new OnlineLearner(settings, new LearnerState(), search -> {});
        start(family, dimension);
    }

    /** A model of clusters that overlap, and what tasks would say of points under it. */
    private void start(Family family, int dimension) {
        Random random = new Random(1);
        int size = Math.max(2 * settings.taskSample(), 2 * dimension);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < DIFFERENT * size; i++) {
            double[] x = new double[dimension];
            Arrays.setAll(x, j -> random.nextGaussian());
            points.add(new Point(x, 1, PANE_MILLIS));
        }
        List<Moments> moments = new ArrayList<>();
        for (int k = 0; k < clusters; k++) {
            Moments own = new Moments(family.scatter(), dimension);
            points.subList(0, Math.min(points.size(), 4 * dimension))
                    .forEach(point -> own.observe(point.values(), 0.5 + random.nextDouble()));
            moments.add(own);
        }
        double[] weights = new double[clusters];
        Arrays.fill(weights, 1.0 / clusters);
        long[] ids = new long[clusters];
        Arrays.setAll(ids, k -> k + 1);
        Mixture mixture =
                new Mixture(family, weights, family.estimate(moments, null, Prior.of(Prior.Kind.MAP, points)), ids);
        for (int i = 0; i < DIFFERENT; i++) {
            List<Point> own = points.subList(i * size, (i + 1) * size);
            MixtureStatistics statistics = Expectation.statistics(mixture, own);
            PointSample sample = new PointSample(settings.taskSample());
            for (int p = 0; p < own.size(); p++) {
                sample.add(PointSample.priority(settings.seed(), i, p), own.get(p));
            }
            parts.add(new PaneStatistics(0, 1, statistics, 0, 0, sample));
        }
        List<Model.Cluster> known = new ArrayList<>();
        for (int k = 0; k < clusters; k++) {
            known.add(new Model.Cluster(1, size));
        }
        Model model = new Model(
                "load",
                1,
                0,
                1,
                settings.features(),
                mixture,
                known,
                points.size(),
                points.size(),
                "auto",
                -1,
                -1,
                PANE_MILLIS);
        OnlineLearner.Learned given =
                learner.obey(new Command("1", "benchmark", new Command.Import(model, Command.BY_RULE, false)));
        if (given.model().isEmpty()) {
            throw new IllegalStateException("the model was not taken: " + given.events());
        }
    }

    private byte[] report(long pane, int partition) {
        PaneStatistics part = parts.get(partition % parts.size());
        int epoch =
                learner.state().model() == null ? 1 : learner.state().model().layoutEpoch();
        return TaskReportCodec.encode(new TaskReport.Pane(
                partition,
                new PaneStatistics(
                        pane, epoch, part.statistics(), pane * PANE_MILLIS + PANE_MILLIS / 2, 0, part.sample())));
    }

    private byte[] progress(long pane, int partition) {
        return TaskReportCodec.encode(
                new TaskReport.Progress(partition, (pane + 1) * PANE_MILLIS, TaskReport.Activity.ACTIVE));
    }

    /** Decoding and merging, folding, and writing: CPU seconds of a commit. */
    private double[] commit(long pane) {
        double[] seconds = new double[3];
        for (int p = 0; p < partitions; p++) {
            byte[] report = report(pane, p);
            byte[] progress = progress(pane, p);
            statisticsBytes = report.length;
            double start = cpuSeconds();
            learner.receive(TaskReportCodec.decode(report));
            learner.receive(TaskReportCodec.decode(progress));
            seconds[0] += cpuSeconds() - start;
        }
        double start = cpuSeconds();
        OnlineLearner.Learned learned = learner.advance(false);
        double folded = cpuSeconds();
        seconds[1] = folded - start;
        written = 0;
        for (String block : learner.state().takeChanges()) {
            byte[] bytes = states.encode(learner.state(), block);
            if (bytes != null) {
                written += bytes.length;
                largestBlock = Math.max(largestBlock, bytes.length);
            }
        }
        Model model = learned.model().orElseThrow(() -> new IllegalStateException("nothing was folded"));
        modelBytes = models.encode(model).length;
        modelBytes = Math.max(modelBytes, ModelJson.encode(model).length);
        seconds[2] = cpuSeconds() - folded;
        return seconds;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private String line() {
        double[] best = new double[3];
        double least = Double.POSITIVE_INFINITY;
        double spent = 0;
        for (int i = 0; i < FEWEST_COMMITS || (i < MOST_COMMITS && spent < ENOUGH_SECONDS); i++) {
            double[] seconds = commit(i + 2);
            double sum = Arrays.stream(seconds).sum();
            spent += sum;
            if (sum < least) {
                least = sum;
                best = seconds;
            }
        }
        return String.format(
                "%5d %4d %4d %9.1f %9.1f %9.1f %9.1f %9.2f %9d %9d %9d %9d %9d",
                partitions,
                clusters,
                settings.features().dimension(),
                1e3 * best[0],
                1e3 * best[1],
                1e3 * best[2],
                1e3 * least,
                1 / least,
                statisticsBytes >> 10,
                modelBytes >> 10,
                largestBlock >> 10,
                written >> 10,
                MemoryBound.of(settings).bytes() >> 20);
    }

    /** Measures and prints. */
    public static void main(String[] shapes) {
        System.out.println(
                "    P    K    d  merge ms   fold ms  write ms    sum ms  commits/s  report kB  model kB  block kB  state kB  bound MB");
        for (String shape : shapes) {
            String[] numbers = shape.split("x", -1);
            System.out.println(new LearnerLoad(
                            Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]))
                    .line());
        }
    }
}
