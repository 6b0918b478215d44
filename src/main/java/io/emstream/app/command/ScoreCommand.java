package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.ModelFile;
import io.emstream.app.fit.Outcome;
import io.emstream.app.fit.Scoring;
import io.emstream.codec.PointFile;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.family.Support;
import io.emstream.point.Features;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Labels a file by a given model. */
@Command(
        name = "score",
        description = {
            "Labels the rows of a file by a given model, and learns nothing.",
            "Prints the model's clusters, and in the last line how well it fits as JSON."
        },
        footer = {"", "Example: emstream score new.csv --model model.json --labels labels.csv"},
        mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOptions file;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL.json",
            description = "The model: what fit --model writes, or a record of the models topic.")
    private Path model;

    @Option(
            names = "--labels",
            paramLabel = "OUT.csv",
            description = "Write a label for each row here: row, cluster, logDensity, model, status, responsibilities.")
    private @Nullable Path labels;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        ModelFile.Content content = ModelFile.read(model);
        PointFile opened = open(
                content.model().features(), content.model().mixture().family().support());
        FileRows rows = file.read(opened, err);
        Outcome outcome;
        try (LabelsFile out = LabelsFile.open(labels)) {
            outcome = Progress.show(
                    err,
                    () -> "scoring " + rows.rows().size() + " rows",
                    () -> Scoring.of(rows, content, ResponsibilityDetail.DEFAULT, out));
        }
        Report.print(
                outcome,
                Duration.ofNanos(System.nanoTime() - start),
                spec.commandLine().getOut());
        return ExitCode.OK;
    }

    /** The columns that were named, or else those of the model's features, or else as many columns of numbers. */
    private PointFile open(Features features, Support support) {
        PointFile opened = file.open(support);
        if (!file.hasColumns() && opened.header().containsAll(features.names())) {
            opened = file.open(support, String.join(",", features.names()));
        }
        if (opened.features().dimension() != features.dimension()) {
            throw new Failure(file.path() + " has " + opened.features().dimension() + " columns to score ("
                    + String.join(", ", opened.features().names()) + "), but the model has " + features.dimension()
                    + " features (" + String.join(", ", features.names()) + "). Name as many with --columns.");
        }
        return opened;
    }
}
