package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.ModelFile;
import io.emstream.app.fit.Reasons;
import io.emstream.app.fit.Scaling;
import io.emstream.app.models.ModelHistory;
import io.emstream.app.plot.History;
import io.emstream.app.plot.LabelledPoints;
import io.emstream.app.plot.ModelPicture;
import io.emstream.app.plot.Picture;
import io.emstream.app.plot.Plane;
import io.emstream.app.plot.Png;
import io.emstream.app.plot.Svg;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.codec.ModelJson;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws pictures. */
@Command(
        name = "plot",
        description = "Draws a picture of models or of their log-likelihood, as SVG or as PNG.",
        footer = {
            "",
            "Example: emstream fit faithful.csv --model model.json",
            "         emstream plot model model.json --data faithful.csv --out faithful.svg"
        },
        mixinStandardHelpOptions = true)
public final class PlotCommand implements Runnable {
    private static final int MOST_MODELS = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to draw: model or likelihood");
    }

    /** Where a picture goes. */
    static final class Output {
        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "Where the picture goes: .svg or .png.")
        private Path file;

        @Option(names = "--title", paramLabel = "TEXT", description = "What stands above it.")
        private @Nullable String title;

        void check(CommandSpec spec) {
            if (!isSvg() && !name().endsWith(".png")) {
                throw new ParameterException(spec.commandLine(), "--out = " + file + ", must end in .svg or .png");
            }
        }

        private String name() {
            return file.toString().toLowerCase(Locale.ROOT);
        }

        private boolean isSvg() {
            return name().endsWith(".svg");
        }

        void write(Picture picture) {
            try {
                Files.write(file, isSvg() ? Svg.of(picture).getBytes(StandardCharsets.UTF_8) : Png.of(picture));
            } catch (IOException unwritable) {
                throw new Failure(
                        "The picture cannot be written to " + file + ": " + Reasons.of(unwritable) + ".", unwritable);
            } catch (IllegalStateException noFonts) {
                throw new Failure(
                        noFonts.getMessage() + ". Install some (fontconfig and fonts-dejavu-core), or write an .svg.",
                        noFonts);
            }
        }
    }

    /** Draws one model or two. */
    @Command(
            name = "model",
            description = {
                "Draws a model over points, or two models side by side: ellipses of 1, 2 and 3 standard deviations;",
                "of one feature the densities; of Bernoulli and binomial families the probabilities."
            },
            mixinStandardHelpOptions = true)
    int model(
            @Mixin KafkaOptions kafka,
            @Mixin Output output,
            @Mixin PlotData data,
            @Parameters(
                            arity = "0..2",
                            paramLabel = "MODEL",
                            description = "A file, or a version that the models topic has; the newest version if left"
                                    + " out. Of two, the second is drawn beside the first.")
                    @Nullable
                    List<String> models)
            throws SettingsException {
        output.check(spec);
        List<ModelFile.Content> contents = new ArrayList<>();
        for (String each : models == null ? List.of("") : models.subList(0, Math.min(MOST_MODELS, models.size()))) {
            contents.add(content(each, kafka));
        }
        Model first = contents.get(0).model();
        Plane plane = data.plane(first, spec.commandLine());
        List<ModelPicture.Part> parts = new ArrayList<>();
        for (ModelFile.Content each : contents) {
            checkAlike(first, each.model());
            List<Point> points = data.points(each.model());
            Scaling scaling = each.scaling();
            Mixture own = each.model().mixture();
            LabelledPoints labelled =
                    LabelledPoints.of(points, scaling.isNone() ? own : scaling.scaled(own), scaling::scaled);
            String title = output.title != null && contents.size() == 1 ? output.title : title(each.model());
            parts.add(new ModelPicture.Part(title, each.model(), labelled));
        }
        output.write(ModelPicture.of(parts, plane));
        return ExitCode.OK;
    }

    private static ModelFile.Content content(String what, KafkaOptions kafka) throws SettingsException {
        boolean isVersion = what.isEmpty() || (what.matches("\\d{1,18}") && !Files.exists(Path.of(what)));
        if (!isVersion) {
            return ModelFile.read(Path.of(what));
        }
        try (ModelHistory history = history(kafka)) {
            Model model = what.isEmpty() ? history.newestOrFail() : history.version(Long.parseLong(what));
            return new ModelFile.Content(model, Scaling.none(model.features().dimension()));
        }
    }

    private static ModelHistory history(KafkaOptions kafka) throws SettingsException {
        Settings settings = kafka.connection();
        Logs.warningsOnly();
        SteeringCommands.checkTopics(
                settings, settings.topics().models(), settings.topics().events());
        return new ModelHistory(settings);
    }

    private static void checkAlike(Model first, Model second) {
        if (!first.features().equals(second.features()) || isCounted(first) != isCounted(second)) {
            throw new Failure("The models cannot be drawn on the same axes: one is of "
                    + String.join(", ", first.features().names()) + " ("
                    + first.mixture().family().name() + "), the other of "
                    + String.join(", ", second.features().names()) + " ("
                    + second.mixture().family().name() + ").");
        }
    }

    static boolean isCounted(Model model) {
        String family = model.mixture().family().name();
        return family.startsWith("bernoulli") || family.startsWith("binomial");
    }

    private static String title(Model model) {
        int clusters = model.mixture().size();
        return model.name() + ", version " + model.version() + ": " + clusters
                + (clusters == 1 ? " cluster" : " clusters") + " of "
                + String.format(Locale.ROOT, "%,d", model.points()) + " points";
    }

    /** Draws the log-likelihood over the versions. */
    @Command(
            name = "likelihood",
            description = {
                "Draws the mean log-likelihood of a point over the versions of the model, with the number of clusters:",
                "of the models topic, or of a file with a model in each line."
            },
            mixinStandardHelpOptions = true)
    int likelihood(
            @Mixin KafkaOptions kafka,
            @Mixin Output output,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "So many versions of the topic. Default: ${DEFAULT-VALUE}.")
                    int last,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FILE",
                            description =
                                    "Records of the models topic, one in each line; the topic itself if left out.")
                    @Nullable
                    Path file)
            throws SettingsException {
        output.check(spec);
        if (last < 2) {
            throw new ParameterException(spec.commandLine(), "--last = " + last + ", must be 2 or more");
        }
        List<Model> versions = file == null ? ofTopic(kafka, last) : ofFile(file);
        if (versions.size() < 2) {
            throw new Failure("There are " + versions.size() + " versions to draw a line through, must be 2 or more.");
        }
        String title = output.title != null ? output.title : versions.get(0).name();
        output.write(History.of(versions, title));
        return ExitCode.OK;
    }

    private static List<Model> ofTopic(KafkaOptions kafka, int last) throws SettingsException {
        try (ModelHistory history = history(kafka)) {
            history.newestOrFail();
            return history.last(last);
        }
    }

    private static List<Model> ofFile(Path file) {
        List<Model> versions = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    versions.add(ModelJson.decode(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (IllegalArgumentException refused) {
            throw new Failure(
                    file + ":" + number + " is no model: " + refused.getMessage()
                            + ". Each line must hold a record of the models topic.",
                    refused);
        }
        return versions;
    }
}
