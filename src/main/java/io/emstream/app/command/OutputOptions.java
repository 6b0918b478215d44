package io.emstream.app.command;

import io.emstream.app.fit.ModelFile;
import io.emstream.app.fit.Scaling;
import io.emstream.mixture.Model;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go beside stdout. */
public final class OutputOptions {
    @Option(names = "--model", paramLabel = "OUT.json", description = "Write the final model here.")
    private @Nullable Path model;

    @Option(
            names = "--labels",
            paramLabel = "OUT.csv",
            description = "Write a label for each row here: row, cluster, logDensity, model, status, responsibilities.")
    private @Nullable Path labels;

    /** Opens the file of labels, if one is wanted. */
    LabelsFile openLabels() {
        return LabelsFile.open(labels);
    }

    /** Writes the model, if it is wanted. */
    void write(Model result, Scaling scaling) {
        if (model != null) {
            ModelFile.write(model, result, scaling);
        }
    }
}
