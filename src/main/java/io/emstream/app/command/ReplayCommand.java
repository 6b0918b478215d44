package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.Outcome;
import io.emstream.app.fit.Reasons;
import io.emstream.app.fit.ReplayFit;
import io.emstream.app.fit.Scaling;
import io.emstream.app.processing.EmbeddedPipeline;
import io.emstream.app.replay.Replay;
import io.emstream.app.replay.ReplayRow;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.codec.PointFile;
import io.emstream.learn.LearnerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends a file through the whole pipeline. */
@Command(
        name = "replay",
        description = {
            "Sends a file through the whole pipeline: a broker and the processor in this process, row by row.",
            "Prints the clusters, and in the last line the figures as JSON."
        },
        footer = {"", "Example: emstream replay faithful.csv --clusters 2 --labels labels.csv --model model.json"},
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    /** Commits often, because the next rows wait for the model that this one brings. */
    private static final String COMMIT_INTERVAL = "PT0.02S";

    private static final String NEVER = "P1D";

    /** How fast rows are fed. */
    public enum PaceOption {
        /** At most two folds ahead of the newest model, as in a live stream. */
        MODEL,
        /** As fast as it goes. */
        MAX
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOptions file;

    @Mixin
    private ModelOptions model;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Partitions of the points topic (${DEFAULT-VALUE}); rows go to them in turn.")
    private int partitions;

    @Option(
            names = "--pace",
            paramLabel = "model|max",
            defaultValue = "model",
            description =
                    "Stay at most two folds ahead of the newest model, as in a live stream (model, the default), or"
                            + " feed as fast as it goes (max).")
    private PaceOption pace;

    @Option(
            names = "--pane-interval",
            paramLabel = "PT6H",
            description = "Event time from one update to the next, with --timestamp and without --pane (PT1S).")
    private @Nullable String paneInterval;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, before all others; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() throws SettingsException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (partitions < 1) {
            throw new ParameterException(spec.commandLine(), "--partitions = " + partitions + ", must be 1 or more");
        }
        long start = System.nanoTime();
        Logs.warningsOnly();
        PointFile opened = file.open(model.support());
        Settings checked = reader(opened, Integer.MAX_VALUE).read(SettingsReader.Purpose.LEARNING);
        model.refuseUnitsOfCounts(checked.family(), spec.commandLine());
        model.refuseTimelessForgetting(file.isTimed(), spec.commandLine());
        FileRows rows = file.read(opened, err);
        LearnerSettings learner = checked.learner(partitions);
        Scaling scaling = model.scaling(rows, learner, true);
        List<ReplayRow> fed = rows(opened, scaling);
        // One more than there are: none leaves before the first model.
        int holdMax = fed.size() + 1;
        try (Shutdown shutdown = new Shutdown()) {
            EmbeddedPipeline pipeline =
                    shutdown.add(EmbeddedPipeline.start(EmbeddedBroker.builder(), reader(opened, holdMax), partitions));
            Replay.Outcome replayed = replay(pipeline, fed, err);
            ReplayFit.reasons(replayed)
                    .forEach((reason, count) -> err.println("emstream: " + count + " dead letters: " + reason));
            Outcome outcome;
            try (LabelsFile labels = output.openLabels()) {
                outcome = ReplayFit.of(rows, replayed, learner, scaling, checked.responsibilities(), labels);
            }
            output.write(outcome.model(), scaling);
            Report.print(
                    outcome,
                    Duration.ofNanos(System.nanoTime() - start),
                    spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    private Replay.Outcome replay(EmbeddedPipeline pipeline, List<ReplayRow> fed, PrintWriter err) {
        Replay replay = new Replay(pipeline.settings(), partitions, fed, pace == PaceOption.MODEL);
        AtomicInteger answered = new AtomicInteger();
        return Progress.show(
                err,
                () -> "labelled " + answered.get() + " of " + fed.size() + " rows",
                () -> replay.run(
                        () -> !pipeline.processing().isRunning()
                                && pipeline.processing().failure().isPresent(),
                        answered::set));
    }

    private List<ReplayRow> rows(PointFile opened, Scaling scaling) {
        try {
            return ReplayFit.rows(opened, scaling);
        } catch (IOException unreadable) {
            throw new Failure(file.path() + " cannot be read on: " + Reasons.of(unreadable) + ".", unreadable);
        }
    }

    /** The settings: the file's own end closes its panes and its warm-up, so that no timeout decides anything. */
    private SettingsReader reader(PointFile opened, int holdMax) {
        SettingsReader reader = new SettingsReader(System.getenv());
        overrides.forEach((key, value) -> reader.flag("--set", key, value));
        model.applyTo(reader, opened.features(), file.isTimed());
        if (paneInterval != null) {
            reader.flag("--pane-interval", Keys.PANE_INTERVAL, paneInterval);
        }
        Map<String, String> own = Map.ofEntries(
                Map.entry(Keys.MODEL_NAME, opened.name().replaceFirst("(\\.csv)?(\\.gz)?$", "")),
                Map.entry(Keys.COMMIT_INTERVAL, COMMIT_INTERVAL),
                Map.entry(Keys.LATENESS, "PT0S"),
                Map.entry(Keys.IDLE_TIMEOUT, NEVER),
                Map.entry(Keys.LEARNER_WAIT, "on"),
                Map.entry(Keys.WARMUP, "hold"),
                Map.entry(Keys.WARMUP_MAX_WAIT, NEVER),
                Map.entry(Keys.WARMUP_HOLD_MAX, Integer.toString(holdMax)),
                Map.entry(Keys.WARMUP_HOLD_MAX_WAIT, NEVER),
                Map.entry(Keys.MISSING, file.missing()),
                Map.entry(Keys.KAFKA_PREFIX + "poll.ms", "5"));
        own.forEach((key, value) -> reader.flag("replay", key, value));
        return reader;
    }
}
