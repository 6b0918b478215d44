package io.emstream.app.settings;

import io.emstream.family.Families;
import io.emstream.learn.ClusterRange;
import io.emstream.learn.Forgetting;

/** What may be said of the model. */
final class ModelRanges {
    private static final String FORGETTING =
            "none, auto, points:2000 (a half-life in points), PT10M (a half-life in event time) or window:PT1H";

    private ModelRanges() {}

    /** How many clusters; the empty text, which says that none is given, passes. */
    static Range clusters() {
        return Range.parsed(ClusterRange.FORMS, text -> {
            if (!text.isEmpty()) {
                ClusterRange.parse(text);
            }
        });
    }

    /** A family by name. */
    static Range family() {
        return Range.parsed("one of " + String.join(", ", Families.names()), Families::parse);
    }

    /** A rule of forgetting. */
    static Range forgetting() {
        return Range.parsed(FORGETTING, Forgetting::parse);
    }
}
