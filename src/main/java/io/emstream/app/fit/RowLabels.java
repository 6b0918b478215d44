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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final List<FileRows.Row> rows = new ArrayList<>();
    /** Where a row stands in the block. */
    private final int[] places = new int[PointBlock.CAPACITY];

    private final int[] observed = new int[PointBlock.CAPACITY];
    private final double[] logDensities = new double[PointBlock.CAPACITY];
    private final double[] outliers = new double[PointBlock.CAPACITY];
    /** The responsibilities of the rows that are not in the block. */
    private final double[][] alone = new double[PointBlock.CAPACITY][];

    /**
     * No rows yet.
     *
     * @param mixture in the units of the scaling
     * @param detail which responsibilities a label names
     */
    RowLabels(long version, Mixture mixture, ResponsibilityDetail detail, Scaling scaling) {
        this.version = version;
        this.mixture = mixture;
        this.compiled = new CompiledMixture(mixture);
        this.one = new Responsibilities(compiled);
        this.many = new BlockResponsibilities(compiled);
        this.block = new PointBlock(mixture.dimension());
        this.detail = detail;
        this.scaling = scaling;
    }

    /** Adds a row, whose point is in the units of the scaling. */
    void add(FileRows.Row row) {
        Point point = row.point();
        int known = point.observed();
        boolean isComplete = known == point.dimension();
        observed[rows.size()] = known;
        places[rows.size()] = isComplete ? block.size() : ALONE;
        if (isComplete) {
            block.add(point.values(), point.weight());
        }
        rows.add(row);
    }

    /** Whether there is no room for another row. */
    boolean isFull() {
        return rows.size() == PointBlock.CAPACITY;
    }

    /** How many rows there are. */
    int size() {
        return rows.size();
    }

    /** Does the E-step for all rows. */
    void answer() {
        many.of(block);
        for (int i = 0; i < rows.size(); i++) {
            if (places[i] == ALONE) {
                logDensities[i] = one.of(point(i)) ? one.logDensity() : Double.NaN;
                outliers[i] = one.outlier();
                alone[i] = one.values().clone();
            } else {
                logDensities[i] = many.logDensity(places[i]);
                outliers[i] = many.outlier(places[i]);
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
        for (int i = 0; i < rows.size(); i++) {
            Point point = point(i);
            if (places[i] == ALONE && isLearnable(i) && isFinite(i)) {
                compiled.observe(point.values(), point.weight(), alone[i], into);
                into.count(point.weight(), outliers[i], logDensities[i]);
            }
        }
    }

    /** Makes room for other rows. */
    void clear() {
        rows.clear();
        block.clear();
    }

    FileRows.Row row(int i) {
        return rows.get(i);
    }

    private Point point(int i) {
        return rows.get(i).point();
    }

    /** Whether a row has a finite density; if not, it has no label. */
    boolean isFinite(int i) {
        return !Double.isNaN(logDensities[i]);
    }

    /** Whether there is something to learn from a row that has a density. */
    boolean isLearnable(int i) {
        return observed[i] > 0 && point(i).weight() > 0;
    }

    Assignment.Status status(int i) {
        return observed[i] > 0 ? Assignment.Status.OK : Assignment.Status.NOTHING_OBSERVED;
    }

    /** The log-density of a row in the data's own units. */
    double logDensity(int i) {
        return logDensities[i] + scaling.logJacobian(mixture.family(), point(i));
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
                row(i).number(),
                version,
                mixture.cluster(component),
                named(values, component),
                mixture.noise() == null ? Double.NaN : outliers[i],
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
