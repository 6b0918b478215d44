package io.emstream.streams;

import io.emstream.codec.PointDecoder;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that the topology is told.
 *
 * @param learner the shape of the model and the rules of learning
 * @param stream how records pass through
 * @param decoders makes a decoder of points for each task
 * @param blocks how records with many points are read and answered
 * @param responsibilities which of them an assignment names
 * @param counts where the processors count what they do
 * @param lineage what was given away under the model's name before this application began
 * @param frozen the model that labels all points, while nothing is learned; empty where a learner makes the models
 */
public record ClusteringSettings(
        LearnerSettings learner,
        StreamSettings stream,
        Supplier<PointDecoder> decoders,
        BlockSettings blocks,
        ResponsibilityDetail responsibilities,
        StreamCounts counts,
        Lineage lineage,
        Optional<Model> frozen) {

    /** With a learner, whose versions begin with 1. */
    public ClusteringSettings(
            LearnerSettings learner,
            StreamSettings stream,
            Supplier<PointDecoder> decoders,
            BlockSettings blocks,
            ResponsibilityDetail responsibilities,
            StreamCounts counts) {
        this(learner, stream, decoders, blocks, responsibilities, counts, Lineage.NONE, Optional.empty());
    }

    /** The same with a learner whose versions and cluster ids go on behind these. */
    public ClusteringSettings after(Lineage before) {
        return new ClusteringSettings(learner, stream, decoders, blocks, responsibilities, counts, before, frozen);
    }

    /** The same without a learner: all points are labelled by this model. */
    public ClusteringSettings frozen(Model model) {
        return new ClusteringSettings(
                learner, stream, decoders, blocks, responsibilities, counts, lineage, Optional.of(model));
    }
}
