package io.emstream;

import io.emstream.em.BlockResponsibilities;
import io.emstream.em.Responsibilities;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * E-step and accumulation on one thread, for components that overlap so much that none can be skipped: all are estimated
 * from the same points, under weights from ½ to 1½. To compare with a batch kernel on BLAS: {@code src/jmh/python/kernel.py}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
// Fields are filled by the set-up that JMH calls.
@SuppressWarnings("NullAway.Init")
public class KernelBenchmark {
    static final int POINTS = 78 * PointBlock.CAPACITY;

    /** Family. */
    @Param({
        "gaussian-full",
        "gaussian-tied",
        "gaussian-diag",
        "gaussian-spherical",
        "bernoulli",
        "binomial:10",
        "kmeans"
    })
    public String family = "gaussian-full";

    /** d x K. */
    @Param({"2x4", "8x8", "32x16", "64x32"})
    public String shape = "8x8";

    private List<Point> points = List.of();
    private CompiledMixture mixture;
    private MixtureStatistics statistics;
    private Responsibilities one;
    private BlockResponsibilities many;
    private PointBlock block;

    /** Draws points and makes a mixture of them. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        Family parsed = Families.parse(family);
        int between = shape.indexOf('x');
        int dimension = Integer.parseInt(shape.substring(0, between));
        int clusters = Integer.parseInt(shape.substring(between + 1));
        List<Point> drawn = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double[] x = new double[dimension];
            int trials = parsed.support().isDiscrete() ? parsed.support().trials() : 0;
            Arrays.setAll(x, j -> trials > 0 ? random.nextInt(trials + 1) : random.nextGaussian());
            drawn.add(Point.of(x));
        }
        points = drawn;
        List<Moments> moments = new ArrayList<>();
        for (int k = 0; k < clusters; k++) {
            Moments own = new Moments(parsed.scatter(), dimension);
            points.forEach(point -> own.observe(point.values(), 0.5 + random.nextDouble()));
            moments.add(own);
        }
        double[] weights = new double[clusters];
        Arrays.fill(weights, 1.0 / clusters);
        long[] ids = new long[clusters];
        Arrays.setAll(ids, k -> k + 1);
        Prior prior = Prior.of(Prior.Kind.MAP, points);
        mixture = new CompiledMixture(new Mixture(parsed, weights, parsed.estimate(moments, null, prior), ids));
        statistics = mixture.emptyStatistics();
        one = new Responsibilities(mixture);
        many = new BlockResponsibilities(mixture);
        block = new PointBlock(dimension);
    }

    /** Points that come one by one, as records of a stream. */
    @Benchmark
    @OperationsPerInvocation(POINTS)
    public MixtureStatistics single() {
        for (Point point : points) {
            one.of(point);
            one.observe(point, statistics);
        }
        return statistics;
    }

    /** Points that are there already: EM, searches, records that hold many. */
    @Benchmark
    @OperationsPerInvocation(POINTS)
    public MixtureStatistics block() {
        for (Point point : points) {
            block.add(point.values(), point.weight());
            if (block.isFull()) {
                many.of(block);
                many.observe(block, statistics);
                block.clear();
            }
        }
        return statistics;
    }
}
