package io.emstream.mixture;

import io.emstream.point.Features;
import java.util.List;

/**
 * A published version of the mixture: what the models topic carries. Immutable.
 *
 * @param name the application's model, the key of its records
 * @param version counts up from 1 for ever
 * @param parent the version that it was made from; 0 for the first
 * @param layoutEpoch changes whenever component indices change their meaning
 * @param features the names of the features
 * @param mixture weights, components and cluster ids
 * @param clusters what is known of each component beside its density, by index
 * @param points how many points were learned from in all
 * @param effectivePoints Kish's effective size of the statistics behind the parameters
 * @param forgetting the rule in force, as the user writes it
 * @param foldMeanLogLikelihood mean log-density of the points of the last fold under the model before it; {@code NaN}
 *     before the first fold
 * @param prequentialMeanLogLikelihood the same over all points since version 1
 * @param eventTime the latest event time learned, epoch milliseconds
 */
public record Model(
        String name,
        long version,
        long parent,
        int layoutEpoch,
        Features features,
        Mixture mixture,
        List<Cluster> clusters,
        long points,
        double effectivePoints,
        String forgetting,
        double foldMeanLogLikelihood,
        double prequentialMeanLogLikelihood,
        long eventTime) {

    /** Copies the list. */
    public Model {
        clusters = List.copyOf(clusters);
    }

    /** The number of free parameters. */
    public int parameters() {
        return mixture.parameters();
    }

    /** The same version with another mixture in a layout of its own. */
    public Model with(Mixture other, int otherEpoch, List<Cluster> otherClusters) {
        return new Model(
                name,
                version,
                parent,
                otherEpoch,
                features,
                other,
                otherClusters,
                points,
                effectivePoints,
                forgetting,
                foldMeanLogLikelihood,
                prequentialMeanLogLikelihood,
                eventTime);
    }

    /** The same model, made of so many points. */
    public Model withPoints(long number) {
        return new Model(
                name,
                version,
                parent,
                layoutEpoch,
                features,
                mixture,
                clusters,
                number,
                effectivePoints,
                forgetting,
                foldMeanLogLikelihood,
                prequentialMeanLogLikelihood,
                eventTime);
    }

    /**
     * What is known of a component beside its density.
     *
     * @param born the version in which its cluster first appeared
     * @param effectivePoints how many effective points it is estimated from
     */
    public record Cluster(long born, double effectivePoints) {}
}
