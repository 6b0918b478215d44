package io.emstream.streams;

import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.Model;
import org.apache.kafka.streams.errors.StreamsException;

/** A model in Kafka does not belong to these settings, or to this learner. Starting again would not help. */
public final class ModelMismatchException extends StreamsException {
    private static final long serialVersionUID = 1L;
    private static final String REMEDY =
            "give this application topics and an application.id of its own, or start anew with `emstream reset`";

    private ModelMismatchException(String message) {
        super(message);
    }

    /** Checks that a model is one of the family, the features and the number of clusters that the settings ask for. */
    public static void check(LearnerSettings settings, Model model) {
        String family = model.mixture().family().name();
        if (!family.equals(settings.family().name()) || !model.features().equals(settings.features())) {
            throw new ModelMismatchException("the model in force, version " + model.version() + ", is " + family
                    + " over "
                    + model.features().names() + ", the settings ask for "
                    + settings.family().name() + " over " + settings.features().names() + ": " + REMEDY);
        }
        int clusters = model.mixture().size();
        if (clusters < settings.clusters().fewest()
                || clusters > settings.clusters().most()) {
            throw new ModelMismatchException("the model in force, version " + model.version() + ", has " + clusters
                    + " clusters, the settings ask for " + settings.clusters().words()
                    + ": " + REMEDY + "; with clusters=auto the number follows the data");
        }
    }

    /** A task reports statistics under a model, and the learner has not made any. */
    static ModelMismatchException foreign(String broadcastTopic) {
        return new ModelMismatchException("points are labelled by a model that this learner has not made; the topic "
                + broadcastTopic + " holds that of another application: " + REMEDY);
    }
}
