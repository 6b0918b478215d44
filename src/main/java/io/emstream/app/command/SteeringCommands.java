package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.models.Commands;
import io.emstream.app.models.GivenModel;
import io.emstream.app.models.ModelHistory;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.learn.Command.Action;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What steers the running model: each writes one command, waits for its effect, and says it. */
final class SteeringCommands {
    private SteeringCommands() {}

    /**
     * Checks that these topics are there.
     *
     * @throws Failure if one is not
     */
    static void checkTopics(Settings settings, String... topics) {
        try (TopicAdministration administration = new TopicAdministration(settings)) {
            Set<String> names = administration.present(List.of(topics));
            for (String topic : topics) {
                if (!names.contains(topic)) {
                    throw new Failure("There is no topic " + topic + " at " + settings.bootstrapServers()
                            + ". Create it: emstream topics create");
                }
            }
        }
    }

    /** What all of them do. */
    abstract static class Steering implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        @Option(
                names = "--wait",
                paramLabel = "DURATION",
                defaultValue = "PT30S",
                converter = Patience.class,
                description = "How long to wait for the effect. Default: ${DEFAULT-VALUE}.")
        private Duration patience;

        /** The command. */
        abstract Action action(ModelHistory history);

        /** What was done, in words. */
        abstract String told(ModelEvent event);

        @Override
        public Integer call() throws SettingsException {
            Settings settings = kafka.connection();
            checkTopics(
                    settings,
                    settings.topics().models(),
                    settings.topics().events(),
                    settings.topics().commands());
            try (ModelHistory history = new ModelHistory(settings)) {
                Action action = action(history);
                long eventTime = history.newest().map(Model::eventTime).orElse(0L);
                ModelEvent event = new Commands(settings).carryOut(Commands.by(action), eventTime, patience);
                spec.commandLine().getOut().println(told(event));
            }
            return ExitCode.OK;
        }

        CommandSpec spec() {
            return spec;
        }
    }

    /** Durations as everywhere in the settings. */
    static final class Patience implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException notOne) {
                throw new TypeConversionException("must be a duration such as PT30S, is " + text);
            }
        }
    }

    /** How much the parameters of a model that is brought in are worth. */
    static final class Worth {
        @Option(
                names = "--effective-size",
                paramLabel = "N",
                description =
                        "How many points the parameters shall be worth against those that follow: many, and the model"
                                + " hardly moves; few, and it moves soon. Default: what the model says of itself, or else"
                                + " what a warm-up takes.")
        private @Nullable Double effectiveSize;

        double points(CommandSpec spec) {
            if (effectiveSize == null) {
                return io.emstream.learn.Command.BY_RULE;
            }
            if (!(effectiveSize >= 1 && effectiveSize <= 1e15)) {
                throw new ParameterException(
                        spec.commandLine(), "--effective-size = " + effectiveSize + ", must be from 1 to 1e15");
            }
            return effectiveSize;
        }
    }

    /** Keeps the model as it is. */
    @Command(
            name = "pin",
            description =
                    "Keeps the model as it is: points are labelled and counted, but nothing is learned from them.",
            mixinStandardHelpOptions = true)
    static final class Pin extends Steering {
        @Override
        Action action(ModelHistory history) {
            return new io.emstream.learn.Command.Pin();
        }

        @Override
        String told(ModelEvent event) {
            return "pinned at version " + event.model();
        }
    }

    /** Goes on learning. */
    @Command(name = "unpin", description = "Goes on learning.", mixinStandardHelpOptions = true)
    static final class Unpin extends Steering {
        @Override
        Action action(ModelHistory history) {
            return new io.emstream.learn.Command.Unpin();
        }

        @Override
        String told(ModelEvent event) {
            return "unpinned: version " + event.model() + " goes on learning; " + number(event, "points")
                    + " points were labelled but not learned from";
        }
    }

    /** Makes an earlier version the model again. */
    @Command(
            name = "rollback",
            description = {
                "Makes an earlier version the model again, as a new version with the same clusters.",
                "Learning goes on from it; pin it to keep it so."
            },
            mixinStandardHelpOptions = true)
    static final class Rollback extends Steering {
        @Parameters(paramLabel = "VERSION", description = "A version that the models topic still has.")
        private long version;

        @Mixin
        private Worth worth;

        @Override
        Action action(ModelHistory history) {
            return new io.emstream.learn.Command.Rollback(history.version(version), worth.points(spec()));
        }

        @Override
        String told(ModelEvent event) {
            return "rolled back: version " + event.model() + " is version " + version + " again, worth "
                    + number(event, "effectivePoints") + " points";
        }
    }

    /** Makes a model from a file the model. */
    @Command(
            name = "import",
            description = {
                "Makes a model from a file the model, as a new version: what models export or fit --model writes, or",
                "the attributes of scikit-learn's GaussianMixture or KMeans as JSON (weights_, means_, covariances_,",
                "covariance_type; cluster_centers_). Its clusters get new ids, unless it is a version of this model."
            },
            mixinStandardHelpOptions = true)
    static final class Import extends Steering {
        @Parameters(paramLabel = "FILE", description = "The model.")
        private Path file;

        @Option(
                names = "--keep-ids",
                description =
                        "Vouches that the clusters in the file are those of this model which have had these ids, where the"
                                + " models topic does not have that version any more.")
        private boolean keepIds;

        @Mixin
        private Worth worth;

        @Override
        Action action(ModelHistory history) {
            Model model = GivenModel.read(file);
            return new io.emstream.learn.Command.Import(
                    model, worth.points(spec()), keepIds || GivenModel.isVersionOf(model, history));
        }

        @Override
        String told(ModelEvent event) {
            return "imported as version " + event.model() + ", worth " + number(event, "effectivePoints")
                    + " points; clusters " + ids(event.to());
        }
    }

    /** Has a model made of what follows. */
    @Command(
            name = "reseed",
            description = {
                "Has a model made anew of the points that follow, as many as a warm-up takes; until then the present one",
                "labels them. The event RESEEDED says when it has been taken over."
            },
            mixinStandardHelpOptions = true)
    static final class Reseed extends Steering {
        @Override
        Action action(ModelHistory history) {
            return new io.emstream.learn.Command.Reseed();
        }

        @Override
        String told(ModelEvent event) {
            return "a new model will be made of the next " + number(event, "points") + " points; version "
                    + event.model() + " labels them meanwhile";
        }
    }

    private static String number(ModelEvent event, String name) {
        return Long.toString(Math.round(event.numbers().getOrDefault(name, 0.0)));
    }

    private static String ids(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
