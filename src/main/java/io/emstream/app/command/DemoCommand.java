package io.emstream.app.command;

import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.demo.Demo;
import io.emstream.app.demo.Scenario;
import io.emstream.app.demo.Scenarios;
import io.emstream.app.demo.Screen;
import io.emstream.app.http.StatusServer;
import io.emstream.app.processing.EmbeddedPipeline;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a live stream and what is learned of it. */
@Command(
        name = "demo",
        description = {
            "Starts a broker and the processor in this process, feeds them a stream, and shows what is learned of it.",
            "Needs nothing else; everything goes through the broker. On a desktop its page opens in the browser.",
            "Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** The names of the scenarios, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenarios.names().iterator();
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "drift",
            completionCandidates = Names.class,
            description = "What to watch: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Points a second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "2",
            description = "Partitions of the points topic. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--duration",
            paramLabel = "PT1M",
            defaultValue = "PT0S",
            description = "How long to go on, such as PT1M; without it until Ctrl-C.")
    private String duration;

    @Option(
            names = "--embedded-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "Port of the broker, to look in with other tools; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the points and of learning. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private HttpOptions http;

    @Option(names = "--no-browser", description = "Opens no browser; the address of the page is said in any case.")
    private boolean noBrowser;

    @Override
    public Integer call() throws SettingsException, InterruptedException {
        Scenario scenario = scenario();
        if (!(rate > 0 && rate <= 1e6)) {
            throw new ParameterException(spec.commandLine(), "--rate = " + rate + ", must be above 0 and at most 1e6");
        }
        if (partitions < 1) {
            throw new ParameterException(spec.commandLine(), "--partitions = " + partitions + ", must be 1 or more");
        }
        Duration length = length();
        Logs.warningsOnly();
        PrintWriter out = spec.commandLine().getOut();
        try (Shutdown shutdown = new Shutdown()) {
            StatusServer status =
                    shutdown.add(StatusServer.open(settings(scenario).read(SettingsReader.Purpose.PROCESSING)));
            shutdown.add(() -> tell("stopped"));
            tell(scenario.name() + ": " + scenario.description());
            if (!scenario.note().isEmpty()) {
                tell(scenario.note());
            }
            // Before the broker is there: the page says that it is starting.
            status.address().ifPresent(this::show);
            EmbeddedPipeline pipeline = shutdown.add(
                    EmbeddedPipeline.start(EmbeddedBroker.builder().port(port), settings(scenario), partitions));
            shutdown.add(status.show(pipeline.settings(), pipeline.processing()));
            tell("broker at " + pipeline.settings().bootstrapServers() + "; Ctrl-C ends");
            Screen screen = new Screen(out, Terminal.isThere());
            Demo demo = new Demo(scenario, pipeline, partitions, rate, seed, screen);
            shutdown.add(demo);
            demo.run(length);
            return ExitCode.OK;
        }
    }

    private void tell(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("emstream: " + what);
        err.flush();
    }

    private void show(String address) {
        tell("dashboard at " + address);
        if (!noBrowser && Terminal.isThere()) {
            WebBrowser.ofThisMachine().open(address);
        }
    }

    private Duration length() {
        try {
            Duration length = Duration.parse(duration);
            if (!length.isNegative()) {
                return length;
            }
        } catch (DateTimeParseException notOne) {
            // Told below, as what is negative.
        }
        throw new ParameterException(
                spec.commandLine(), "--duration = " + duration + ", must be a duration such as PT30S or PT5M");
    }

    private Scenario scenario() {
        try {
            return Scenarios.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage());
        }
    }

    private SettingsReader settings(Scenario scenario) {
        SettingsReader reader = http.apply(kafka.reader());
        Map<String, String> own = Map.of(
                Keys.FEATURES, String.join(",", scenario.features().names()),
                Keys.FAMILY, scenario.family(),
                Keys.CLUSTERS, Integer.toString(scenario.clusters()),
                Keys.SEED, Long.toString(seed),
                Keys.LATENCY, "low",
                Keys.LATENESS, "PT0.2S");
        own.forEach((key, value) -> reader.flag("scenario " + scenario.name(), key, value));
        scenario.settings().forEach((key, value) -> reader.flag("scenario " + scenario.name(), key, value));
        return reader;
    }
}
