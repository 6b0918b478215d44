package io.emstream.app.command;

import io.emstream.app.fit.BatchFit;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.OnlineFit;
import io.emstream.app.fit.Outcome;
import io.emstream.app.fit.Scaling;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.codec.PointFile;
import io.emstream.learn.LearnerSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds clusters in a file, without Kafka. */
@Command(
        name = "fit",
        description = {
            "Finds clusters in a file, without Kafka: by batch EM over the whole file, or online in one pass.",
            "Prints the clusters, and in the last line the figures of the fit as JSON."
        },
        footer = {"", "Example: emstream fit faithful.csv --clusters 2 --labels labels.csv --model model.json"},
        mixinStandardHelpOptions = true)
public final class FitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOptions file;

    @Mixin
    private ModelOptions model;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--online",
            description = "Learn in one pass, as a stream is learned: each row is labelled before it is learned from.")
    private boolean online;

    @Override
    public Integer call() throws SettingsException {
        PrintWriter err = spec.commandLine().getErr();
        long start = System.nanoTime();
        PointFile opened = file.open(model.support());
        Settings settings = model.applyTo(new SettingsReader(Map.of()), opened.features(), file.isTimed())
                .read(SettingsReader.Purpose.LEARNING);
        model.refuseUnitsOfCounts(settings.family(), spec.commandLine());
        if (online) {
            model.refuseTimelessForgetting(file.isTimed(), spec.commandLine());
        } else {
            model.refuseForgetting(spec.commandLine());
        }
        FileRows rows = file.read(opened, err);
        LearnerSettings learner = settings.learner(rows.name(), rows.features(), 1);
        Scaling scaling = model.scaling(rows, learner, online);
        AtomicLong seen = new AtomicLong();
        Outcome outcome;
        try (LabelsFile labels = output.openLabels()) {
            outcome = Progress.show(
                    err,
                    () -> said(rows, seen.get(), start),
                    () -> online
                            ? OnlineFit.of(
                                    rows,
                                    learner,
                                    model.goesByEventTime(file.isTimed()),
                                    scaling,
                                    settings.responsibilities(),
                                    labels,
                                    seen::set)
                            : BatchFit.of(rows, learner, scaling, settings.responsibilities(), labels));
        }
        output.write(outcome.model(), scaling);
        Report.print(
                outcome,
                Duration.ofNanos(System.nanoTime() - start),
                spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private String said(FileRows rows, long seen, long start) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        return online
                ? "learned " + seen + " of " + rows.rows().size() + " rows, " + seconds + " s"
                : "fitting " + rows.rows().size() + " rows, " + seconds + " s";
    }
}
