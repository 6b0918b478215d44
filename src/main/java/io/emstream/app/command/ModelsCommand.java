package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.models.ModelDifference;
import io.emstream.app.models.ModelHistory;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.codec.ModelJson;
import io.emstream.codec.ScikitLearnJson;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the versions of the model, and steers it. */
@Command(
        name = "models",
        description = {
            "Shows the versions of the model that the models topic keeps, takes them out, and steers the running model.",
            "What steers it goes through the commands topic, and the events topic keeps who did it."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            SteeringCommands.Pin.class,
            SteeringCommands.Unpin.class,
            SteeringCommands.Rollback.class,
            SteeringCommands.Import.class,
            SteeringCommands.Reseed.class
        })
public final class ModelsCommand implements Runnable {
    /** The forms that a model can be written in. */
    enum Format {
        /** As in the models topic. */
        EMSTREAM,
        /** The attributes of scikit-learn's estimators. */
        SKLEARN
    }

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do with the models: list, show, diff, export, import, pin, unpin, rollback or reseed");
    }

    /** Lists the newest versions. */
    @Command(
            name = "list",
            description = "Lists the newest versions, the newest last.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin KafkaOptions kafka,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many versions. Default: ${DEFAULT-VALUE}.")
                    int last)
            throws SettingsException {
        if (last < 1) {
            throw new ParameterException(spec.commandLine(), "--last = " + last + ", must be 1 or more");
        }
        try (ModelHistory history = open(kafka)) {
            history.newestOrFail();
            Optional<ModelEvent> pin = history.pin();
            List<String[]> lines = new ArrayList<>();
            lines.add(new String[] {
                "version", "parent", "time", "points", "clusters", "log-likelihood", "forgetting", "pinned"
            });
            List<Model> models = history.last(last);
            for (int i = 0; i < models.size(); i++) {
                boolean isPinned = pin.isPresent() && i == models.size() - 1;
                lines.add(line(models.get(i), isPinned));
            }
            Report.print(lines, out());
        }
        return ExitCode.OK;
    }

    private static String[] line(Model model, boolean isPinned) {
        return new String[] {
            Long.toString(model.version()),
            model.parent() == 0 ? "-" : Long.toString(model.parent()),
            time(model.eventTime()),
            Long.toString(model.points()),
            Integer.toString(model.mixture().size()),
            likelihood(model.prequentialMeanLogLikelihood()),
            model.forgetting(),
            isPinned ? "yes" : ""
        };
    }

    private static String time(long eventTime) {
        return eventTime == Long.MIN_VALUE
                ? "-"
                : Instant.ofEpochMilli(eventTime).toString();
    }

    private static String likelihood(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** Shows one version. */
    @Command(name = "show", description = "Shows one version.", mixinStandardHelpOptions = true)
    int show(
            @Mixin KafkaOptions kafka,
            @Parameters(arity = "0..1", paramLabel = "VERSION", description = "The version; the newest if left out.")
                    @Nullable
                    Long version,
            @Option(names = "--json", description = "Print all of it, as in the models topic.") boolean json)
            throws SettingsException {
        try (ModelHistory history = open(kafka)) {
            Model model = model(history, version);
            if (json) {
                out().print(new String(ModelJson.encodePretty(model), StandardCharsets.UTF_8));
                return ExitCode.OK;
            }
            boolean isNewest = model.version() == history.newestOrFail().version();
            Optional<ModelEvent> pin = isNewest ? history.pin() : Optional.empty();
            PrintWriter out = out();
            out.println("model " + model.name() + ", version " + model.version()
                    + (model.parent() == 0 ? "" : ", made from version " + model.parent())
                    + (isNewest ? ", the newest" : "")
                    + pin.map(event -> ", pinned by " + event.notes().getOrDefault(ModelEvent.BY, "somebody"))
                            .orElse(""));
            out.println("at " + time(model.eventTime()) + ", of " + model.points() + " points, worth "
                    + Report.number(model.effectivePoints()) + " by forgetting=" + model.forgetting()
                    + "; mean log-likelihood " + likelihood(model.prequentialMeanLogLikelihood()));
            Report.clusters("layout " + model.layoutEpoch(), model, out);
        }
        return ExitCode.OK;
    }

    /** Compares two versions. */
    @Command(
            name = "diff",
            description = "Compares two versions: which clusters came and went, and how far the others moved.",
            mixinStandardHelpOptions = true)
    int diff(
            @Mixin KafkaOptions kafka,
            @Parameters(index = "0", paramLabel = "BEFORE", description = "The earlier version.") long first,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "AFTER",
                            description = "The other; the newest if left out.")
                    @Nullable
                    Long second)
            throws SettingsException {
        try (ModelHistory history = open(kafka)) {
            Model before = history.version(first);
            Model after = model(history, second);
            List<ModelDifference.Change> changes = changes(before, after);
            PrintWriter out = out();
            out.println("from version " + before.version() + " to " + after.version() + ": "
                    + (after.points() - before.points()) + " points later");
            List<String[]> lines = new ArrayList<>();
            lines.add(new String[] {"cluster", "weight", "before", "mean moved by", "in", ""});
            changes.forEach(change -> lines.add(line(change, after)));
            lines.add(noise(before.mixture().noise(), after.mixture().noise()));
            Report.print(lines, out);
        }
        return ExitCode.OK;
    }

    private static List<ModelDifference.Change> changes(Model before, Model after) {
        try {
            return ModelDifference.of(before, after);
        } catch (IllegalArgumentException different) {
            throw new Failure(different.getMessage() + ".", different);
        }
    }

    private static String[] line(ModelDifference.Change change, Model after) {
        boolean isBorn = Double.isNaN(change.weightBefore());
        boolean hasDied = Double.isNaN(change.weightAfter());
        return new String[] {
            Long.toString(change.cluster()),
            weight(change.weightAfter()),
            weight(change.weightBefore()),
            Double.isNaN(change.moved()) ? "" : String.format(Locale.ROOT, "%.2f sd", change.moved()),
            change.feature() < 0 ? "" : after.features().names().get(change.feature()),
            isBorn ? "born" : hasDied ? "died" : ""
        };
    }

    private static String[] noise(@Nullable Noise before, @Nullable Noise after) {
        return new String[] {
            "outliers",
            weight(after == null ? 0 : after.weight()),
            weight(before == null ? 0 : before.weight()),
            "",
            "",
            ""
        };
    }

    private static String weight(double weight) {
        return Double.isNaN(weight) ? "" : String.format(Locale.ROOT, "%.1f%%", 100 * weight);
    }

    /** Writes a version into a file. */
    @Command(
            name = "export",
            description = {
                "Writes one version to stdout or a file, as emstream or scikit-learn reads it.",
                "models import and run --frozen take either form; score --model takes emstream's."
            },
            mixinStandardHelpOptions = true)
    int export(
            @Mixin KafkaOptions kafka,
            @Parameters(arity = "0..1", paramLabel = "VERSION", description = "The version; the newest if left out.")
                    @Nullable
                    Long version,
            @Option(
                            names = "--format",
                            defaultValue = "emstream",
                            description =
                                    "${COMPLETION-CANDIDATES}, in any case. scikit-learn has no noise, so outliers"
                                            + " are left out there. Default: ${DEFAULT-VALUE}.")
                    Format format,
            @Option(names = "--out", paramLabel = "FILE", description = "Where to; stdout if left out.") @Nullable
                    Path file)
            throws SettingsException {
        try (ModelHistory history = open(kafka)) {
            byte[] json = encoded(model(history, version), format);
            if (file == null) {
                out().print(new String(json, StandardCharsets.UTF_8));
                out().flush();
            } else {
                Files.write(file, json);
            }
        } catch (IOException unwritable) {
            throw new Failure(
                    "The model cannot be written to " + file + ": " + unwritable.getMessage() + ".", unwritable);
        }
        return ExitCode.OK;
    }

    private static byte[] encoded(Model model, Format format) {
        try {
            return format == Format.SKLEARN ? ScikitLearnJson.encode(model) : ModelJson.encodePretty(model);
        } catch (IllegalArgumentException unknownThere) {
            throw new Failure("The model cannot be written so: " + unknownThere.getMessage() + ".", unknownThere);
        }
    }

    private static ModelHistory open(KafkaOptions kafka) throws SettingsException {
        Settings settings = kafka.connection();
        SteeringCommands.checkTopics(
                settings, settings.topics().models(), settings.topics().events());
        return new ModelHistory(settings);
    }

    private static Model model(ModelHistory history, @Nullable Long version) {
        return version == null ? history.newestOrFail() : history.version(version);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
