package io.emstream.app.settings;

import io.emstream.family.Families;
import io.emstream.learn.Forgetting;
import java.util.Optional;

/** What may be said of the model, with answers for what may not be said yet. */
final class ModelRanges {
    private static final String CLUSTERS = "1 or more";
    private static final String FORGETTING =
            "none, points:2000 (a half-life in points), PT10M (a half-life in event time) or window:PT1H";

    private ModelRanges() {}

    /** A number of clusters; the empty text, which says that none is given, passes. */
    static Range clusters() {
        return Range.checked(CLUSTERS, value -> {
            String text = (String) value;
            if (text.startsWith("auto")) {
                return Optional.of("must be a number: how many clusters there are cannot be left to emstream yet");
            }
            try {
                return text.isEmpty() || Integer.parseInt(text) >= 1
                        ? Optional.empty()
                        : Optional.of("must be " + CLUSTERS);
            } catch (NumberFormatException notOne) {
                return Optional.of("must be a whole number, " + CLUSTERS);
            }
        });
    }

    /** A family by name. */
    static Range family() {
        return Range.parsed("one of " + String.join(", ", Families.names()), Families::parse);
    }

    /** A rule of forgetting. */
    static Range forgetting() {
        return Range.checked(FORGETTING, value -> {
            if (value.equals("auto")) {
                return Optional.of("must be chosen, it cannot be left to emstream yet: " + FORGETTING);
            }
            try {
                Forgetting.parse((String) value);
                return Optional.empty();
            } catch (IllegalArgumentException notOne) {
                return Optional.of("must be " + FORGETTING);
            }
        });
    }
}
