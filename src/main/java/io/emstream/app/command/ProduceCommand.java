package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.Reasons;
import io.emstream.app.produce.Input;
import io.emstream.app.produce.Production;
import io.emstream.app.produce.RowKey;
import io.emstream.app.produce.RowValues;
import io.emstream.app.produce.WrittenRows;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.codec.PointFormat;
import io.emstream.codec.RowSequence;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the rows of a file to the points topic. */
@Command(
        name = "produce",
        description = {
            "Writes the rows of a file to the points topic, each once, and says in the last line how many as JSON.",
            "Where it was interrupted, --resume goes on: no row twice, none left out."
        },
        footer = {
            "",
            "Example: emstream produce flights.csv.gz --timestamp departure --key carrier --rate 1000",
            "Example: emstream produce points.csv --format float32 --block 256",
            "Example: zcat events.jsonl.gz | emstream produce - --columns amount,/geo/lat,/geo/lon"
        },
        mixinStandardHelpOptions = true)
public final class ProduceCommand implements Callable<Integer> {
    private static final Duration LONGEST_WAIT = Duration.ofDays(20);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Comma-separated values with a row of column names, or JSON with a point in each line; may be"
                    + " packed with gzip. - for standard input.")
    private String file;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ColumnOptions columns;

    @Option(
            names = "--input",
            paramLabel = "csv|json",
            description =
                    "What the file holds. Default: by its name (.csv, .jsonl, .ndjson, .json), or else by its first"
                            + " character.")
    private Input.@Nullable Kind kind;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the rows of standard input are called in records and messages (stdin).")
    private String name = "stdin";

    @Option(names = "--topic", paramLabel = "NAME", description = "The points topic, if it is not points.topic.")
    private @Nullable String topic;

    @Option(
            names = "--format",
            paramLabel = "json|csv|float64|float32",
            description =
                    "What the records hold, if it is not points.format. Rows of JSON go to a topic of JSON as they"
                            + " stand, with all of their fields.")
    private @Nullable String format;

    @Option(
            names = "--key",
            paramLabel = "COLUMN",
            description =
                    "The column that holds the key of the record; of JSON the field, or a JSON pointer to it. Rows of"
                            + " one key stay in order, in one partition. Default: no key, and the partitions take turns.")
    private @Nullable String key;

    @Option(
            names = "--block",
            paramLabel = "N",
            description =
                    "Put N rows into one record, a block, which one record answers; for JSON and packed formats. Holds"
                            + " values, weights and the time, and of JSON no other fields. The last block may be shorter, and a"
                            + " block ends where the time, the key or --skip-bad ends it. Default: a record for each row.")
    private @Nullable Integer block;

    @Option(names = "--rate", paramLabel = "N", description = "So many rows a second. Default: as fast as it goes.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--skip-bad",
            description =
                    "Leave out rows that are no points, tell the first of them and count all. Default: stop at the"
                            + " first.")
    private boolean skipsBad;

    @Option(
            names = "--resume",
            description = "Go on where the last run of this file stopped, by what stands in the topic.")
    private boolean resumes;

    @Option(
            names = "--no-mark",
            description =
                    "Leave the header emstream.file-row out, which says of each record which row it is; then there is no"
                            + " --resume.")
    private boolean isUnmarked;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "PT2M",
            converter = SteeringCommands.Patience.class,
            description = "How long to go on trying when no broker acknowledges anything. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    @Override
    public Integer call() throws SettingsException {
        check();
        Settings settings = settings();
        checkBlock(settings);
        Logs.warningsOnly();
        try (Interruption interruption = new Interruption()) {
            try {
                return interruption.ended(produce(settings, interruption));
            } catch (Failure failure) {
                if (!interruption.isAsked(Duration.ZERO)) {
                    throw failure;
                }
                // The JVM ends with this block, before anybody else could say it.
                spec.commandLine().getErr().println("emstream: " + failure.getMessage());
                return interruption.ended(ExitCode.SOFTWARE);
            }
        }
    }

    private void check() {
        if (!(rate > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate = " + rate + ", must be above 0");
        }
        if (patience.isNegative() || patience.isZero() || patience.compareTo(LONGEST_WAIT) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--wait = " + patience + ", must be above 0 and at most " + LONGEST_WAIT);
        }
        if (resumes && isUnmarked) {
            throw new ParameterException(
                    spec.commandLine(), "--resume goes by the header that --no-mark leaves out; give one of the two");
        }
    }

    private Settings settings() throws SettingsException {
        SettingsReader reader = kafka.reader();
        if (topic != null) {
            reader.flag("--topic", Keys.POINTS_TOPIC, topic);
        }
        if (format != null) {
            reader.flag("--format", Keys.POINTS_FORMAT, format.toLowerCase(Locale.ROOT));
        }
        return reader.read(SettingsReader.Purpose.CONNECTION);
    }

    private void checkBlock(Settings settings) {
        if (block == null) {
            return;
        }
        if (settings.pointFormat() == PointFormat.CSV) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--block = " + block + ", must be left out where points.format = csv, in which a line is one point;"
                            + " blocks are of json, float32 and float64");
        }
        if (block < 1 || block > settings.blockRows()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--block = " + block + ", must be from 1 to " + settings.blockRows()
                            + ", the most rows that an application with these settings takes (max.block.rows, or what"
                            + " clusters and points.format leave room for)");
        }
    }

    private RowValues values(RowsToProduce rows, PointFormat pointFormat) {
        if (block != null) {
            return RowValues.blocks(pointFormat, block);
        }
        return rows.isJson() && pointFormat == PointFormat.JSON ? RowValues.asTheyStand() : RowValues.in(pointFormat);
    }

    private int produce(Settings settings, Interruption interruption) {
        PrintWriter err = spec.commandLine().getErr();
        PointFormat pointFormat = settings.pointFormat();
        try {
            RowsToProduce rows = RowsToProduce.open(file, name, kind, columns, settings, spec.commandLine());
            try (RowSequence opened = rows.rows()) {
                int partitions = partitions(settings);
                Production.Plan plan = new Production.Plan(
                        rows.source(),
                        values(rows, pointFormat),
                        key == null ? RowKey.none() : rows.key(key),
                        pointFormat,
                        skipsBad,
                        !isUnmarked,
                        rate,
                        before(settings, partitions, rows.source()),
                        continuation());
                AtomicLong written = new AtomicLong();
                long start = System.nanoTime();
                Production.Outcome outcome = Progress.tell(
                        err,
                        () -> ProgressBar.of(written.get(), rows.fraction(), seconds(start)),
                        () -> Production.run(
                                plan,
                                opened,
                                settings,
                                partitions,
                                patience,
                                interruption::isAsked,
                                complaint -> err.println("emstream: " + complaint),
                                written::set));
                return report(outcome, rows.source(), settings, seconds(start));
            }
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (UncheckedIOException unreadable) {
            throw new Failure(file + " cannot be read on: " + unreadable.getMessage() + ".", unreadable);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static int partitions(Settings settings) {
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            return topics.partitions(
                    settings.topics().points(),
                    "Create it, with all that belong to it: emstream topics create --partitions N; or name another with"
                            + " --topic.");
        }
    }

    private WrittenRows before(Settings settings, int partitions, String source) {
        if (!resumes) {
            return WrittenRows.none(System.currentTimeMillis());
        }
        return Progress.show(
                spec.commandLine().getErr(),
                () -> "looking for what is written already",
                () -> WrittenRows.find(settings, partitions, source)
                        .orElseThrow(() -> new Failure("No row of " + source + " stands in the topic "
                                + settings.topics().points() + ", or none any more, so there is nothing to go on"
                                + " from. Write it from the beginning, without --resume.")));
    }

    private int report(Production.Outcome outcome, String source, Settings settings, double seconds) {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        if (!outcome.bad().isEmpty()) {
            err.println("emstream: left out: "
                    + outcome.bad().entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
        if (!outcome.isComplete()) {
            err.println("emstream: Stopped. " + outcome.soFar());
            return ExitCode.SOFTWARE;
        }
        out.println(outcome.written() + (outcome.written() == 1 ? " row of " : " rows of ") + source + " written to "
                + settings.topics().points()
                + (block == null ? "" : " in " + outcome.records() + (outcome.records() == 1 ? " record" : " records"))
                + (outcome.already() == 0 ? "" : ", " + outcome.already() + " were there already"));
        out.println(ProduceReport.line(outcome, seconds));
        out.flush();
        return ExitCode.OK;
    }

    /** How to go on where it is interrupted. */
    private String continuation() {
        if (isUnmarked) {
            return "";
        }
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        Stream<String> again = resumes ? words.stream() : Stream.concat(words.stream(), Stream.of("--resume"));
        return "Go on with: emstream "
                + again.map(word -> word.matches("[\\w./:,=+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
