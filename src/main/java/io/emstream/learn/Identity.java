package io.emstream.learn;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Carries cluster ids over to a mixture that was found anew: clusters are paired so that the sum of their Bhattacharyya
 * distances is least, and a pair that is near enough is one cluster. What is left over has died or been born, or come of its
 * nearest neighbour by a split or gone into it by a merger.
 */
final class Identity {
    /** Clusters farther apart are not the same: their Bhattacharyya coefficient is below exp(−2), 0.14. */
    static final double FARTHEST = 2;

    /** Stands for distances beyond any, so that sums stay finite. */
    private static final double BEYOND = 1e12;

    private final Model before;
    private final Mixture fresh;
    private final double[][] distances;
    private final int[] heirs;

    /**
     * Pairs the clusters.
     *
     * @param before the model whose clusters may live on
     * @param fresh the mixture found anew, its own ids without meaning
     * @param unit the variance per feature that distances are measured by where the family has none
     */
    Identity(Model before, Mixture fresh, double unit) {
        this.before = before;
        this.fresh = fresh;
        Mixture old = before.mixture();
        this.distances = new double[old.size()][fresh.size()];
        double[][] costs = new double[old.size()][fresh.size()];
        for (int i = 0; i < old.size(); i++) {
            for (int j = 0; j < fresh.size(); j++) {
                double distance = old.family().distance(old.component(i), fresh.component(j)) / unit;
                distances[i][j] = Double.isNaN(distance) ? BEYOND : Math.min(BEYOND, distance);
                // All pairs that will not be believed in are equally bad, lest they push good ones apart.
                costs[i][j] = distances[i][j] < FARTHEST ? distances[i][j] : BEYOND;
            }
        }
        this.heirs = Matching.of(costs);
        for (int i = 0; i < heirs.length; i++) {
            if (heirs[i] >= 0 && distances[i][heirs[i]] >= FARTHEST) {
                heirs[i] = -1;
            }
        }
    }

    /** Whether each component stands in the place of its old one. */
    boolean isUnchanged() {
        return heirs.length == fresh.size() && IntStream.range(0, heirs.length).allMatch(i -> heirs[i] == i);
    }

    /**
     * The model with the mixture found anew, in a layout of its own.
     *
     * @param statistics those that it was found from
     * @param newIds the next cluster ids
     */
    Model successor(MixtureStatistics statistics, LongSupplier newIds) {
        long[] ids = new long[fresh.size()];
        Model.Cluster[] clusters = new Model.Cluster[fresh.size()];
        for (int j = 0; j < ids.length; j++) {
            int parent = parent(j);
            double effective = statistics.component(j).weight();
            if (parent >= 0) {
                ids[j] = before.mixture().cluster(parent);
                clusters[j] = new Model.Cluster(before.clusters().get(parent).born(), effective);
            } else {
                ids[j] = newIds.getAsLong();
                clusters[j] = new Model.Cluster(before.version() + 1, effective);
            }
        }
        return before.with(fresh.withClusters(ids), before.layoutEpoch() + 1, List.of(clusters));
    }

    private int parent(int component) {
        for (int i = 0; i < heirs.length; i++) {
            if (heirs[i] == component) {
                return i;
            }
        }
        return -1;
    }

    /** What became of the clusters that did not simply live on. */
    List<ModelEvent> events(Model after) {
        List<ModelEvent> events = new ArrayList<>();
        Mixture old = before.mixture();
        for (int j = 0; j < fresh.size(); j++) {
            if (parent(j) < 0) {
                int nearest = nearestTo(j);
                long id = after.mixture().cluster(j);
                Map<String, Double> numbers = Map.of("weight", fresh.weight(j), "distance", distances[nearest][j]);
                events.add(
                        distances[nearest][j] < FARTHEST
                                ? event(
                                        ModelEvent.Type.SPLIT,
                                        after,
                                        List.of(old.cluster(nearest)),
                                        heirs[nearest] >= 0 ? List.of(old.cluster(nearest), id) : List.of(id),
                                        numbers)
                                : event(ModelEvent.Type.BORN, after, List.of(), List.of(id), numbers));
            }
        }
        for (int i = 0; i < heirs.length; i++) {
            if (heirs[i] < 0) {
                int nearest = least(distances[i]);
                long survivor = after.mixture().cluster(nearest);
                Map<String, Double> numbers = Map.of("weight", old.weight(i), "distance", distances[i][nearest]);
                events.add(
                        distances[i][nearest] < FARTHEST && parent(nearest) >= 0
                                ? event(
                                        ModelEvent.Type.MERGED,
                                        after,
                                        List.of(old.cluster(i), survivor),
                                        List.of(survivor),
                                        numbers)
                                : event(ModelEvent.Type.DIED, after, List.of(old.cluster(i)), List.of(), numbers));
            }
        }
        return events;
    }

    private int nearestTo(int component) {
        return least(Arrays.stream(distances).mapToDouble(row -> row[component]).toArray());
    }

    private static int least(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[best]) {
                best = i;
            }
        }
        return best;
    }

    private static ModelEvent event(
            ModelEvent.Type type, Model after, List<Long> from, List<Long> to, Map<String, Double> numbers) {
        return new ModelEvent(type, after.version() + 1, after.eventTime(), from, to, numbers);
    }
}
