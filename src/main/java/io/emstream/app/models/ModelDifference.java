package io.emstream.app.models;

import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What became of each cluster from one version to another. */
public final class ModelDifference {
    private ModelDifference() {}

    /**
     * A cluster in either version.
     *
     * @param cluster its id
     * @param weightBefore {@code NaN} if it was not there
     * @param weightAfter {@code NaN} if it is not there any more
     * @param moved how far its mean has moved, in standard deviations of the feature that moved most; {@code NaN} if it is in
     *     one version only, or the family has no variances
     * @param feature the number of that feature; -1 for none
     */
    public record Change(long cluster, double weightBefore, double weightAfter, double moved, int feature) {}

    /**
     * All clusters of the two versions by id.
     *
     * @throws IllegalArgumentException if they have not the same number of features
     */
    public static List<Change> of(Model before, Model after) {
        if (before.features().dimension() != after.features().dimension()) {
            throw new IllegalArgumentException("version " + before.version() + " has "
                    + before.features().dimension() + " features and version " + after.version() + " has "
                    + after.features().dimension() + ", so they cannot be compared");
        }
        TreeSet<Long> ids = new TreeSet<>();
        for (Model each : List.of(before, after)) {
            for (long id : each.mixture().clusters()) {
                ids.add(id);
            }
        }
        List<Change> changes = new ArrayList<>();
        for (long id : ids) {
            changes.add(change(id, before.mixture(), after.mixture()));
        }
        return changes;
    }

    private static Change change(long id, Mixture before, Mixture after) {
        int i = index(before, id);
        int j = index(after, id);
        double weightBefore = i < 0 ? Double.NaN : before.weight(i);
        double weightAfter = j < 0 ? Double.NaN : after.weight(j);
        if (i < 0 || j < 0) {
            return new Change(id, weightBefore, weightAfter, Double.NaN, -1);
        }
        Component from = before.component(i);
        Component to = after.component(j);
        double moved = Double.NaN;
        int feature = -1;
        for (int f = 0; f < from.dimension(); f++) {
            double by = Math.abs(to.mean(f) - from.mean(f)) / Math.sqrt(from.variance(f));
            if (Double.isFinite(by) && !(by <= moved)) {
                moved = by;
                feature = f;
            }
        }
        return new Change(id, weightBefore, weightAfter, moved, feature);
    }

    private static int index(Mixture mixture, long id) {
        for (int k = 0; k < mixture.size(); k++) {
            if (mixture.cluster(k) == id) {
                return k;
            }
        }
        return -1;
    }
}
