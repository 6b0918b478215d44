package io.emstream.quality;

import io.emstream.learn.Forgetting;
import io.emstream.learn.Settings;

/** The rules under which streams are learned in the suite. */
final class Rules {
    private Rules() {}

    /** Every part of the learner on, the number of clusters given, a fold per pane of so many points. */
    static Settings defaults(QualityStream stream, int fold) {
        Settings settings = new Settings("gaussian-full", stream.clusters(), stream.dimension());
        settings.forgetting = new Forgetting.Auto();
        settings.outliers = true;
        settings.cpu = Double.POSITIVE_INFINITY;
        settings.foldPoints = fold;
        settings.paneLength = fold;
        return settings;
    }
}
