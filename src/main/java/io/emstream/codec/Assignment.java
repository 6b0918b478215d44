package io.emstream.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer reads of a point: the contents of a record of the assignments topic.
 *
 * @param offset the point's own offset in its partition
 * @param model the version of the model that says so; 0 before the first
 * @param cluster the id of the most responsible cluster; {@code null} before the first model
 * @param responsibilities by cluster id, in falling order; small ones may be left out
 * @param outlier what part of the point belongs to no cluster; {@code NaN} if the model has no noise, or there is none
 * @param logDensity of the observed features; {@code NaN} if there is none
 * @param tail chance that a point of the cluster is farther from its centre than this one, for Gaussian families;
 *     {@code NaN} otherwise
 * @param status how the label came about
 */
public record Assignment(
        long offset,
        long model,
        @Nullable Long cluster,
        Map<Long, Double> responsibilities,
        double outlier,
        double logDensity,
        double tail,
        Status status) {

    /** How a label came about; the names are part of the record format. */
    public enum Status {
        /** By the observed features. */
        OK,
        /** There was no model yet. */
        NO_MODEL,
        /** No feature was observed: the label is the heaviest cluster. */
        NOTHING_OBSERVED
    }
}
