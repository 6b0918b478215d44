package io.emstream.em;

import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.family.TiedGaussian;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Starting points for EM on one sample. The kind of start matters more than anything that comes after it, and no kind is
 * best everywhere, so they take turns; none of them is symmetric, because EM never leaves a symmetric start.
 */
public final class Seeding {
    /** How a start is found. */
    public enum Start {
        /** k-means++ and Lloyd on the values as they are. */
        RAW,
        /** The same on values divided by their standard deviations. */
        STANDARDISED,
        /** Points at random, with balls that fill the background around them. */
        RANDOM_POINTS,
        /** k-means++ and Lloyd on values whose overall covariance was made the identity. */
        WHITENED,
        /** The same, then EM with one covariance for all: finds parallel, elongated clusters. */
        TIED,
        /** A random component for each point: as good as any for counts. */
        RANDOM_LABELS;

        private static final List<Start> CONTINUOUS = List.of(RAW, STANDARDISED, RANDOM_POINTS, WHITENED, TIED);
        private static final List<Start> DISCRETE = List.of(RANDOM_LABELS, RAW);
        private static final List<Start> HARD = List.of(RAW);

        /** The kinds that suit a family, best taken in turn. */
        public static List<Start> of(Family family) {
            if (family.assignment() == Family.Assignment.HARD) {
                return HARD;
            }
            return family.support().isDiscrete() ? DISCRETE : CONTINUOUS;
        }
    }

    private static final int LLOYD_STEPS = 10;
    private static final int TIED_ITERATIONS = 20;
    /** How much of each point is spread over all components, so that no component starts out empty. */
    private static final double SOFTNESS = 1e-3;

    private final List<Point> sample;
    private final Family family;
    private final int clusters;
    private final Prior prior;
    private final Coordinates coordinates;

    /**
     * Starts for this many components on a sample.
     *
     * @param sample points that can be learned from, at least one
     */
    public Seeding(List<Point> sample, Family family, int clusters, Prior prior) {
        this(sample, family, clusters, prior, new Coordinates(sample, prior));
    }

    private Seeding(List<Point> sample, Family family, int clusters, Prior prior, Coordinates coordinates) {
        this.sample = sample;
        this.family = family;
        this.clusters = clusters;
        this.prior = prior;
        this.coordinates = coordinates;
    }

    Family family() {
        return family;
    }

    /** A mixture to start from; cluster ids are 1 to K. */
    public Mixture mixture(Start start, RandomGenerator random) {
        return switch (start) {
            case RAW -> fromLabels(kMeans(coordinates.raw(), random));
            case STANDARDISED -> fromLabels(kMeans(coordinates.standardised(), random));
            case RANDOM_POINTS -> fromPoints(random);
            case WHITENED -> fromLabels(kMeans(coordinates.whitened(), random));
            case TIED -> fromTied(random);
            case RANDOM_LABELS ->
                fromLabels(random.ints(sample.size(), 0, clusters).toArray());
        };
    }

    private int[] kMeans(double[][] points, RandomGenerator random) {
        return new KMeansStart(points, coordinates.weights()).labels(clusters, LLOYD_STEPS, random);
    }

    private Mixture fromPoints(RandomGenerator random) {
        double[][] means = distinctPoints(random);
        double volume = Math.pow(clusters, 2.0 / coordinates.dimension());
        double[] variances =
                Arrays.stream(prior.variance()).map(g -> g / volume).toArray();
        List<Moments> statistics = Arrays.stream(means)
                .map(mean -> moments(family.scatter(), 1, mean.clone(), variances))
                .toList();
        return maximise(statistics);
    }

    /** Points drawn by weight, distinct ones while there are any. */
    private double[][] distinctPoints(RandomGenerator random) {
        double[] weights = coordinates.weights();
        // The order of arrival of exponential clocks that tick at the rate of the weights.
        double[] arrivals = Arrays.stream(weights)
                .map(weight -> random.nextExponential() / weight)
                .toArray();
        double[][] shuffled = IntStream.range(0, arrivals.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> arrivals[i]))
                .map(i -> coordinates.raw()[i])
                .toArray(double[][]::new);
        List<double[]> distinct = new ArrayList<>();
        for (int i = 0; i < shuffled.length && distinct.size() < clusters; i++) {
            double[] point = shuffled[i];
            if (distinct.stream().noneMatch(other -> Arrays.equals(other, point))) {
                distinct.add(point);
            }
        }
        return IntStream.range(0, clusters)
                .mapToObj(k -> distinct.get(k % distinct.size()))
                .toArray(double[][]::new);
    }

    private Mixture fromTied(RandomGenerator random) {
        Seeding tied = new Seeding(sample, new TiedGaussian(), clusters, prior, coordinates);
        Mixture start = tied.mixture(Start.WHITENED, random);
        Mixture fitted =
                BatchEm.iterate(start, sample, prior, TIED_ITERATIONS, 0).mixture();
        return family instanceof TiedGaussian ? fitted : fromSoft(fitted);
    }

    /** The mixture that fits the responsibilities of another, of another family. */
    private Mixture fromSoft(Mixture other) {
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(other));
        double[][] parts = new double[sample.size()][];
        for (int i = 0; i < parts.length; i++) {
            boolean finite = responsibilities.of(sample.get(i));
            parts[i] = finite ? responsibilities.values().clone() : new double[clusters];
        }
        return fromParts(parts);
    }

    /** The mixture that fits hard labels from 0 to K − 1, one per point. */
    Mixture fromLabels(int[] labels) {
        double softness = family.assignment() == Family.Assignment.HARD ? 0 : SOFTNESS;
        double[][] parts = new double[labels.length][clusters];
        for (int i = 0; i < labels.length; i++) {
            Arrays.fill(parts[i], softness / clusters);
            parts[i][labels[i]] += 1 - softness;
        }
        return fromParts(parts);
    }

    /** The mixture that fits these responsibilities, one array per point. */
    private Mixture fromParts(double[][] parts) {
        boolean fill = family.scatter() == ScatterLayout.FULL
                && sample.stream().anyMatch(point -> point.observed() < point.dimension());
        MixtureStatistics statistics = new MixtureStatistics(
                fill ? ScatterLayout.DIAGONAL : family.scatter(), clusters, coordinates.dimension());
        for (int i = 0; i < parts.length; i++) {
            Point point = sample.get(i);
            for (int k = 0; k < clusters; k++) {
                statistics.component(k).observe(point.values(), point.weight() * parts[i][k]);
            }
        }
        return fill ? fromFeatures(statistics, parts) : maximise(statistics.components());
    }

    /** First as if features were independent, then with missing values filled in by what that says. */
    private Mixture fromFeatures(MixtureStatistics byFeature, double[][] parts) {
        Mixture independent =
                maximise(byFeature.components().stream().map(this::asFull).toList());
        CompiledMixture compiled = new CompiledMixture(independent);
        MixtureStatistics statistics = compiled.emptyStatistics();
        for (int i = 0; i < parts.length; i++) {
            Point point = sample.get(i);
            compiled.observe(point.values(), point.weight(), parts[i], statistics);
        }
        return Maximization.nextMixture(independent, statistics, prior);
    }

    private Moments asFull(Moments byFeature) {
        double[] mean = prior.mean().clone();
        double[] variances = prior.variance().clone();
        for (int j = 0; j < mean.length; j++) {
            if (byFeature.weight(j) > 0) {
                mean[j] = byFeature.mean(j);
                variances[j] = byFeature.scatter(j, j) / byFeature.weight(j);
            }
        }
        return moments(ScatterLayout.FULL, byFeature.weight(), mean, variances);
    }

    /** The moments of so many points with this mean and these variances, uncorrelated. */
    private static Moments moments(ScatterLayout layout, double weight, double[] mean, double[] variances) {
        double[] featureWeights = new double[layout == ScatterLayout.FULL ? 0 : mean.length];
        Arrays.fill(featureWeights, weight);
        double[] scatter = new double[layout.length(mean.length)];
        for (int j = 0; j < mean.length && scatter.length > 0; j++) {
            scatter[layout == ScatterLayout.FULL ? ScatterLayout.packed(j, j) : j] = weight * variances[j];
        }
        return Moments.of(layout, weight, featureWeights, mean, scatter);
    }

    private Mixture maximise(List<Moments> statistics) {
        double[] weights = Maximization.mixingWeights(family, statistics);
        long[] ids = LongStream.rangeClosed(1, clusters).toArray();
        return new Mixture(family, weights, family.estimate(statistics, null, prior), ids);
    }
}
