package io.emstream.app.command;

import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsReader;
import io.emstream.mixture.Model;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a model that stays is to label all points. */
public final class FrozenOptions {
    private static final String ORIGIN = "the frozen model";

    @Option(
            names = "--frozen",
            description = {
                "Label by one model that stays, and learn nothing: the newest of the models topic, or that of --model.",
                "Started later without it, the application goes on learning where it was."
            })
    private boolean frozen;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "The model that stays: what models export or fit --model writes, or scikit-learn's parameters as"
                            + " JSON. Only with --frozen.")
    private @Nullable Path model;

    /** Adds what was said. */
    SettingsReader on(SettingsReader reader) {
        if (frozen) {
            reader.flag("--frozen", Keys.LEARNER_FROZEN, "on");
        }
        if (model != null) {
            reader.flag("--model", Keys.MODEL_FILE, model.toString());
        }
        return reader;
    }

    /** Adds what the model decides. */
    static SettingsReader shaped(SettingsReader reader, Settings given, Model model) {
        reader.flag(ORIGIN, Keys.FAMILY, model.mixture().family().name())
                .flag(ORIGIN, Keys.CLUSTERS, Integer.toString(model.mixture().size()))
                .flag(ORIGIN, Keys.OUTLIERS, model.mixture().noise() == null ? "off" : "on");
        return given.isShaped()
                ? reader
                : reader.flag(
                        ORIGIN, Keys.FEATURES, String.join(",", model.features().names()));
    }
}
