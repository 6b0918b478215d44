package io.emstream.streams;

import io.emstream.codec.PointDecoder;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.learn.LearnerSettings;
import java.util.function.Supplier;

/**
 * All that the topology is told.
 *
 * @param learner the shape of the model and the rules of learning
 * @param stream how records pass through
 * @param decoders makes a decoder of points for each task
 * @param responsibilities which of them an assignment names
 * @param counts where the processors count what they do
 */
public record ClusteringSettings(
        LearnerSettings learner,
        StreamSettings stream,
        Supplier<PointDecoder> decoders,
        ResponsibilityDetail responsibilities,
        StreamCounts counts) {}
