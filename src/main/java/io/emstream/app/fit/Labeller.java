package io.emstream.app.fit;

import io.emstream.codec.Assignment;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.Responsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Labels points under one version of a model. */
final class Labeller {
    private final long version;
    private final Mixture mixture;
    private final Responsibilities responsibilities;
    private final ResponsibilityDetail detail;
    private final Scaling scaling;

    /**
     * Labels under this mixture.
     *
     * @param mixture in the units of the scaling
     * @param detail which responsibilities a label names
     */
    Labeller(long version, Mixture mixture, ResponsibilityDetail detail, Scaling scaling) {
        this.version = version;
        this.mixture = mixture;
        this.responsibilities = new Responsibilities(new CompiledMixture(mixture));
        this.detail = detail;
        this.scaling = scaling;
    }

    /**
     * The label of a row; empty if the point has no finite density.
     *
     * @param point in the units of the scaling
     */
    Optional<Assignment> label(long row, Point point) {
        if (!responsibilities.of(point)) {
            return Optional.empty();
        }
        boolean known = responsibilities.observed() > 0;
        int component = responsibilities.component();
        double tail = known
                ? ChiSquare.tail(
                        responsibilities.mixture().squaredDistance(point.values(), component),
                        responsibilities.observed())
                : Double.NaN;
        return Optional.of(new Assignment(
                row,
                version,
                mixture.cluster(component),
                named(),
                mixture.noise() == null ? Double.NaN : responsibilities.outlier(),
                known ? responsibilities.logDensity() + scaling.logJacobian(mixture.family(), point) : Double.NaN,
                tail,
                known ? Assignment.Status.OK : Assignment.Status.NOTHING_OBSERVED));
    }

    /** Adds the point just labelled to statistics, if there is something to learn from it. */
    void observe(Point point, MixtureStatistics into) {
        responsibilities.observe(point, into);
    }

    /** Statistics of no points under this mixture. */
    MixtureStatistics emptyStatistics() {
        return responsibilities.mixture().emptyStatistics();
    }

    private Map<Long, Double> named() {
        double[] values = responsibilities.values();
        Map<Long, Double> named = new LinkedHashMap<>();
        IntStream.range(0, values.length)
                .filter(k -> values[k] >= detail.threshold() || k == responsibilities.component())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -values[k])
                        .thenComparing(k -> k != responsibilities.component()))
                .limit(detail.most())
                .forEach(k -> named.put(mixture.cluster(k), values[k]));
        return named;
    }
}
