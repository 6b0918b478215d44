package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.broker.EmbeddedBrokerException;
import io.emstream.app.http.StatusServer;
import io.emstream.app.models.GivenModel;
import io.emstream.app.models.StartCheck;
import io.emstream.app.processing.Processing;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.topics.Finding;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.learn.Lineage;
import io.emstream.learn.MemoryBound;
import io.emstream.mixture.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the processor until it is stopped. */
@Command(
        name = "run",
        description = {
            "Runs the processor: reads points, writes a label for each, and learns as it goes.",
            "Stops in good order on SIGTERM and Ctrl-C, with the last commit done; start more instances to share the work."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private FrozenOptions frozen;

    @Option(
            names = "--embedded",
            description = "Also run a broker of its own in this process, on this machine only, and create the topics.")
    private boolean embedded;

    @Option(
            names = "--embedded-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of the embedded broker; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int embeddedPort;

    @Option(
            names = "--embedded-dir",
            paramLabel = "DIR",
            description = "Where the embedded broker keeps its data; without it the data are gone when it stops.")
    private @Nullable Path embeddedDirectory;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Partitions of the points topic, if the embedded broker has none. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Mixin
    private HttpOptions http;

    @Override
    public Integer call() throws SettingsException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        // Looked at before anything is started, so that a wrong setting costs no time.
        Settings settings = read("");
        try (Shutdown shutdown = new Shutdown()) {
            StatusServer status = shutdown.add(StatusServer.open(settings));
            if (embedded) {
                EmbeddedBroker.Builder builder = EmbeddedBroker.builder().port(embeddedPort);
                if (embeddedDirectory != null) {
                    builder.directory(embeddedDirectory);
                }
                EmbeddedBroker broker = shutdown.add(start(builder));
                err.println("emstream: broker at " + broker.bootstrapServers());
                settings = read(broker.bootstrapServers());
            }
            Ready ready = prepare(settings, err);
            int inputPartitions = ready.partitions();
            Processing processing = ready.start();
            shutdown.add(() -> {
                processing.close();
                err.println("emstream: stopped");
                err.flush();
            });
            shutdown.add(status.show(settings, processing));
            try {
                processing.awaitRunning();
                if (processing.isRunning()) {
                    err.println("emstream: labelling " + settings.topics().points() + " (" + inputPartitions
                            + (inputPartitions == 1 ? " partition)" : " partitions)") + " into "
                            + settings.topics().assignments());
                    status.address().ifPresent(address -> err.println("emstream: dashboard at " + address));
                    err.println("emstream: " + ready.learning());
                    err.flush();
                }
                processing.awaitEnd();
            } catch (InterruptedException stopped) {
                return ExitCode.OK;
            }
            Optional<String> failure = processing.failure();
            if (failure.isPresent()) {
                throw new Failure(failure.get());
            }
            return ExitCode.OK;
        }
    }

    private static String memory(MemoryBound bound) {
        return String.format(
                Locale.ROOT,
                "the learner needs up to %.0f MB, and %.1f MB for each open pane",
                bound.bytes() / 1e6,
                bound.bytesPerPane() / 1e6);
    }

    private static EmbeddedBroker start(EmbeddedBroker.Builder builder) {
        try {
            return builder.start();
        } catch (EmbeddedBrokerException refused) {
            throw new Failure("The embedded broker did not start: " + refused.getMessage() + ".", refused);
        }
    }

    /**
     * What was said, checked as far as can be: what a frozen model decides is known when it has been read.
     *
     * @param embeddedServers the address of the embedded broker; empty without one
     */
    private Settings read(String embeddedServers) throws SettingsException {
        Settings connection = reader(embeddedServers).read(SettingsReader.Purpose.CONNECTION);
        if (!connection.isFrozen()) {
            return reader(embeddedServers).read(SettingsReader.Purpose.PROCESSING);
        }
        Optional<Path> file = connection.modelFile();
        return file.isPresent() ? read(embeddedServers, connection, GivenModel.read(file.get())) : connection;
    }

    private Settings read(String embeddedServers, Settings given, Model model) throws SettingsException {
        return FrozenOptions.shaped(reader(embeddedServers), given, model).read(SettingsReader.Purpose.PROCESSING);
    }

    private SettingsReader reader(String embeddedServers) {
        SettingsReader reader = frozen.on(http.apply(kafka.reader()));
        return embeddedServers.isEmpty() ? reader : reader.flag("--embedded", Keys.BOOTSTRAP_SERVERS, embeddedServers);
    }

    /**
     * What is about to start.
     *
     * @param partitions of the points topic
     * @param learning what it learns, in words
     * @param starting starts it
     */
    private record Ready(int partitions, String learning, Supplier<Processing> starting) {
        Processing start() {
            return starting.get();
        }
    }

    /** Checks the topics, or creates them on a broker of our own, and who else is running. */
    private Ready prepare(Settings settings, PrintWriter err) throws SettingsException {
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            if (embedded) {
                topics.create(topics.hasPoints() ? Optional.empty() : Optional.of(partitions), created -> {});
            }
            topics.checkRights();
            List<Finding> findings = topics.check();
            findings.forEach(finding -> err.println("emstream: " + finding));
            if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
                throw new Failure("The topics are not as they must be; emstream topics check tells all of it again.");
            }
            int number = topics.partitions();
            if (settings.isFrozen()) {
                return prepareFrozen(settings, topics, number);
            }
            Lineage lineage = StartCheck.learning(settings, topics, number);
            return new Ready(
                    number,
                    memory(MemoryBound.of(settings.learner(number))),
                    () -> Processing.start(settings, number, lineage));
        }
    }

    private Ready prepareFrozen(Settings given, TopicAdministration topics, int number) throws SettingsException {
        Model model = given.modelFile().isPresent()
                ? GivenModel.read(given.modelFile().get())
                : StartCheck.newest(given, topics);
        Settings settings = read(embedded ? given.bootstrapServers() : "", given, model);
        StartCheck.frozen(settings, topics, model);
        return new Ready(
                number,
                "frozen at version " + model.version() + " of the model " + model.name() + ": nothing is learned",
                () -> Processing.frozen(settings, number, model));
    }
}
