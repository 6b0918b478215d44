package io.emstream.app.command;

import io.emstream.app.consume.Labels;
import io.emstream.app.consume.Letters;
import io.emstream.app.consume.Line;
import io.emstream.app.consume.LinePrinter;
import io.emstream.app.consume.Lines;
import io.emstream.app.consume.PointLookup;
import io.emstream.app.consume.Start;
import io.emstream.app.consume.TopicReading;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.codec.Assignment;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads labels. */
@Command(
        name = "consume",
        description = {
            "Reads the labels, or the dead letters, that are committed: up to the present end, or on and on.",
            "As a table, comma-separated values, or an object of JSON in each line."
        },
        footer = {
            "",
            "Example: emstream consume --from end --follow --cluster 3,7",
            "Example: emstream consume --points --format csv > labels.csv"
        },
        mixinStandardHelpOptions = true)
public final class ConsumeCommand implements Callable<Integer> {
    private static final String AT_THE_BEGINNING = "beginning";
    private static final String AT_THE_END = "end";

    /** How lines look. */
    enum Format {
        /** Aligned columns. */
        TABLE,
        /** Comma-separated values. */
        CSV,
        /** An object in each line. */
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "A table (the default), comma-separated values, or JSON in lines, which has all fields.")
    private Format format;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on at the end, with what comes; Ctrl-C ends it.")
    private boolean follows;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "Where to begin: " + Start.FORMS
                    + ", the same in all partitions. Default: beginning, or end with" + " --follow.")
    private @Nullable String from;

    @Option(names = "--limit", paramLabel = "N", description = "So many lines at most.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--cluster",
            split = ",",
            paramLabel = "ID",
            description = "Only labels of these clusters, separated by commas.")
    private @Nullable Set<Long> clusters;

    @Option(
            names = "--outliers",
            arity = "0..1",
            paramLabel = "P",
            fallbackValue = "0.5",
            description =
                    "Only points that belong to no cluster by more than this part (0.5), for models with outliers.")
    private @Nullable Double outliers;

    @Option(
            names = "--points",
            description = "With the point of each label, from the points topic; empty where that has lost it.")
    private boolean withPoints;

    @Option(
            names = "--dead-letters",
            description = "Not labels, but the records that are no points, with the reason; partition and offset are"
                    + " those of the points topic.")
    private boolean deadLetters;

    @Override
    public Integer call() throws SettingsException {
        Start start = start();
        check();
        Settings settings = kafka.connection();
        Logs.warningsOnly();
        String topic = deadLetters
                ? settings.topics().deadLetters()
                : settings.topics().assignments();
        int partitions = partitions(settings, topic);
        try (Interruption interruption = new Interruption();
                PointLookup points = new PointLookup(settings);
                TopicReading reading = new TopicReading(settings, topic, partitions, start, follows)) {
            interruption.ended(ExitCode.OK);
            Lines lines = deadLetters ? new Letters() : new Labels(this::isWanted, withPoints ? points : null);
            long printed = print(reading, lines, interruption);
            if (printed == 0 && !follows) {
                spec.commandLine().getErr().println("emstream: " + nothing(topic));
            }
        }
        return ExitCode.OK;
    }

    private Start start() {
        try {
            return Start.parse(from != null ? from : follows ? AT_THE_END : AT_THE_BEGINNING);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--from " + wrong.getMessage(), wrong);
        }
    }

    private void check() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit = " + limit + ", must be 1 or more");
        }
        if (outliers != null && !(outliers >= 0 && outliers < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--outliers = " + outliers + ", must be from 0 to below 1");
        }
        if (deadLetters && (clusters != null || outliers != null || withPoints)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cluster, --outliers and --points are about labels; a dead letter has none and is the point");
        }
    }

    private static int partitions(Settings settings, String topic) {
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            return topics.partitions(
                    topic,
                    "Create it, with all that belong to it: emstream topics create; or name another with --config or"
                            + " --set.");
        }
    }

    private boolean isWanted(Assignment label) {
        return (clusters == null || (label.cluster() != null && clusters.contains(label.cluster())))
                && (outliers == null || label.outlier() > outliers);
    }

    /** Prints until there is no more, or nobody reads any more, and returns how many lines it were. */
    private long print(TopicReading reading, Lines lines, Interruption interruption) {
        PrintWriter out = spec.commandLine().getOut();
        LinePrinter printer = printer(lines.columns());
        long printed = 0;
        boolean isRead = true;
        while (isRead && printed < limit && !reading.isDone() && !interruption.isAsked(Duration.ZERO)) {
            List<Line> batch = lines.of(reading.next());
            List<Line> wanted = batch.subList(0, (int) Math.min(batch.size(), limit - printed));
            if (!wanted.isEmpty()) {
                out.print(printer.print(wanted));
                printed += wanted.size();
                isRead = !out.checkError();
            }
        }
        return printed;
    }

    private LinePrinter printer(List<String> columns) {
        Integer width = Terminal.showsResults() ? spec.usageMessage().width() : null;
        return switch (format) {
            case TABLE -> LinePrinter.table(columns, width);
            case CSV -> LinePrinter.csv(columns);
            case JSON -> LinePrinter.json();
        };
    }

    private String nothing(String topic) {
        if (deadLetters) {
            return "there are no dead letters in " + topic + " from there on.";
        }
        return "there is no such label in " + topic + (clusters == null && outliers == null ? " yet" : "")
                + ". Labels appear when emstream run has made its first model of the points.";
    }
}
