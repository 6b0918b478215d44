package io.emstream.app.fit;

import io.emstream.codec.Assignment;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.BlockResponsibilities;
import io.emstream.em.Responsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Up to {@value PointBlock#CAPACITY} rows and their labels under one version of a model: rows are added, answered together,
 * asked for what they were told, and cleared away. Complete rows go through the E-step as a block, the others one by one.
 */
final class RowLabels {
    private static final int ALONE = -1;

    /** Where even the best component has less, the noise has nearly all, and rounding may have the say among components. */
    private static final double UNCERTAIN = 1e-6;

    private final long version;
    private final Mixture mixture;
    private final CompiledMixture compiled;
    private final Responsibilities one;
    private final BlockResponsibilities many;
    private final PointBlock block;
    private final ResponsibilityDetail detail;
    private final Scaling scaling;
    private final PackedRows file;
    private final int[] rows = new int[PointBlock.CAPACITY];
    private int size;
    /** Where a row stands in the block. */
    private final int[] places = new int[PointBlock.CAPACITY];

    private final int[] observed = new int[PointBlock.CAPACITY];
    private final double[] weights = new double[PointBlock.CAPACITY];
    /** The answers for the rows that are not in the block; those for the others stay where they are. */
    private final double[][] alone = new double[PointBlock.CAPACITY][];

    private final double[] aloneLogDensities = new double[PointBlock.CAPACITY];
    private final double[] aloneOutliers = new double[PointBlock.CAPACITY];

    /**
     * No rows yet.
     *
     * @param mixture in the units of the scaling
     * @param detail which responsibilities a label names
     * @param file whose rows are labelled, in the units of the scaling
     */
    RowLabels(long version, Mixture mixture, ResponsibilityDetail detail, Scaling scaling, PackedRows file) {
        this.version = version;
        this.mixture = mixture;
        this.compiled = new CompiledMixture(mixture);
        this.one = new Responsibilities(compiled);
        this.many = new BlockResponsibilities(compiled);
        this.block = new PointBlock(mixture.dimension());
        this.detail = detail;
        this.scaling = scaling;
        this.file = file;
    }

    /** Adds the rows of the file from one on up to but not another, no more than there is {@link #room} for. */
    void add(int from, int to) {
        for (int row = from; row < to; row++) {
            double weight = file.weight(row);
            int place = block.size();
            boolean isComplete = block.addIfComplete(file.values(row), weight);
            rows[size] = row;
            weights[size] = weight;
            places[size] = isComplete ? place : ALONE;
            observed[size] = isComplete ? block.dimension() : file.point(row).observed();
            size++;
        }
    }

    /** How many rows may still be added. */
    int room() {
        return PointBlock.CAPACITY - size;
    }

    /** How many rows there are. */
    int size() {
        return size;
    }

    /** Does the E-step for all rows. */
    void answer() {
        many.of(block);
        if (block.size() < size) {
            answerAlone();
        }
    }

    private void answerAlone() {
        for (int i = 0; i < size; i++) {
            if (places[i] == ALONE) {
                aloneLogDensities[i] = one.of(point(i)) ? one.logDensity() : Double.NaN;
                aloneOutliers[i] = one.outlier();
                alone[i] = one.values().clone();
            }
        }
    }

    /** Statistics of no points under the mixture. */
    MixtureStatistics emptyStatistics() {
        return compiled.emptyStatistics();
    }

    /** Adds the rows just answered to statistics, as far as there is something to learn from them: the block first. */
    void observe(MixtureStatistics into) {
        many.observe(block, into);
        if (block.size() < size) {
            observeAlone(into);
        }
    }

    private void observeAlone(MixtureStatistics into) {
        for (int i = 0; i < size; i++) {
            if (places[i] == ALONE && isLearnable(i)) {
                compiled.observe(point(i).values(), weights[i], alone[i], into);
                into.count(weights[i], aloneOutliers[i], aloneLogDensities[i]);
            }
        }
    }

    /** Makes room for other rows. */
    void clear() {
        size = 0;
        block.clear();
    }

    Point point(int i) {
        return file.point(rows[i]);
    }

    /** The number of a row in the file. */
    long number(int i) {
        return file.number(rows[i]);
    }

    /** Whether a row has a finite density; if not, it has no label. */
    boolean isFinite(int i) {
        return !Double.isNaN(scaledLogDensity(i));
    }

    /** Whether there is something to learn from a row, once it is answered. */
    boolean isLearnable(int i) {
        return observed[i] > 0 && weights[i] > 0 && isFinite(i);
    }

    /** Whether there is something to learn from any of the rows. */
    boolean hasLearnable() {
        int i = 0;
        while (i < size && !isLearnable(i)) {
            i++;
        }
        return i < size;
    }

    /** The latest event time of the rows that something can be learned from, or {@link Point#NO_TIMESTAMP}. */
    long latest() {
        long latest = Point.NO_TIMESTAMP;
        for (int i = 0; file.isTimed() && i < size; i++) {
            latest = isLearnable(i) ? Math.max(latest, file.timestamp(rows[i])) : latest;
        }
        return latest;
    }

    Assignment.Status status(int i) {
        return observed[i] > 0 ? Assignment.Status.OK : Assignment.Status.NOTHING_OBSERVED;
    }

    /** How many times a row counts. */
    double weight(int i) {
        return weights[i];
    }

    /** The log-density of a row in the data's own units. */
    double logDensity(int i) {
        double scaled = scaledLogDensity(i);
        return scaling.isNone() ? scaled : scaled + scaling.logJacobian(mixture.family(), point(i));
    }

    private double scaledLogDensity(int i) {
        return places[i] == ALONE ? aloneLogDensities[i] : many.logDensity(places[i]);
    }

    private double outlier(int i) {
        return places[i] == ALONE ? aloneOutliers[i] : many.outlier(places[i]);
    }

    /** Hands on the labels of the rows that have one, if anybody looks. */
    void tell(LabelSink labels) {
        for (int i = 0; labels.isOpen() && i < size; i++) {
            if (isFinite(i)) {
                labels.accept(label(i));
            }
        }
    }

    /** The label of a row that has one. */
    Assignment label(int i) {
        Point point = point(i);
        double[] values = values(i);
        int component = component(point, values);
        double tail = observed[i] > 0
                ? ChiSquare.tail(compiled.squaredDistance(point.values(), component), observed[i])
                : Double.NaN;
        return new Assignment(
                number(i),
                version,
                mixture.cluster(component),
                named(values, component),
                mixture.noise() == null ? Double.NaN : outlier(i),
                observed[i] > 0 ? logDensity(i) : Double.NaN,
                tail,
                status(i));
    }

    private double[] values(int i) {
        return places[i] == ALONE
                ? alone[i]
                : IntStream.range(0, mixture.size())
                        .mapToDouble(k -> many.values(k)[places[i]])
                        .toArray();
    }

    private int component(Point point, double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        if (values[best] < UNCERTAIN) {
            one.of(point);
            best = one.component();
        }
        return best;
    }

    private Map<Long, Double> named(double[] values, int component) {
        Map<Long, Double> named = new LinkedHashMap<>();
        IntStream.range(0, values.length)
                .filter(k -> values[k] >= detail.threshold() || k == component)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -values[k]).thenComparing(k -> k != component))
                .limit(detail.most())
                .forEach(k -> named.put(mixture.cluster(k), values[k]));
        return named;
    }
}
