package io.emstream.app;

import io.emstream.app.command.BenchCommand;
import io.emstream.app.command.ConsumeCommand;
import io.emstream.app.command.DemoCommand;
import io.emstream.app.command.FitCommand;
import io.emstream.app.command.ModelsCommand;
import io.emstream.app.command.PlotCommand;
import io.emstream.app.command.ProduceCommand;
import io.emstream.app.command.ReplayCommand;
import io.emstream.app.command.ResetCommand;
import io.emstream.app.command.RunCommand;
import io.emstream.app.command.ScoreCommand;
import io.emstream.app.command.TopicsCommand;
import io.emstream.app.settings.SettingsException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: one command per subcommand, exit status 0 (done), 1 (failed) or 2 (wrong use). */
@Command(
        name = "emstream",
        description = "Clusters a stream of events, softly and continuously, inside Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            RunCommand.class,
            TopicsCommand.class,
            ModelsCommand.class,
            ResetCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            ReplayCommand.class,
            FitCommand.class,
            ScoreCommand.class,
            BenchCommand.class,
            PlotCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class);

    @Spec
    private CommandSpec spec;

    /** Runs the command that the arguments name and ends the JVM with its status. */
    public static void main(String[] arguments) {
        LogFormat format;
        try {
            format = LogFormat.of(System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println("emstream: " + wrong.getMessage());
            System.exit(CommandLine.ExitCode.USAGE);
            return;
        }
        CommandLine commandLine = commandLine(asked(arguments));
        PrintWriter stderr = commandLine.getErr();
        commandLine.setErr(format.writer(stderr, Level.INFO));
        PrintWriter failures = format.writer(stderr, Level.ERROR);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, failures));
        System.exit(commandLine.execute(arguments));
    }

    /** The parser of the whole command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** The one command that is asked for, if it is clear which: looking at the options of all takes 0.2 seconds of a core. */
    private static List<Class<?>> asked(String[] arguments) {
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command != CommandLine.HelpCommand.class
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine all = new CommandLine(new Main());
        commands.forEach(all::addSubcommand);
        return all.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::wrongUse)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** A sentence and where to read more; all of the usage would bury the sentence. */
    private static int wrongUse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("emstream: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, PrintWriter err) {
        LOG.debug("failed", failure);
        if (failure instanceof SettingsException configuration) {
            configuration.problems().forEach(problem -> err.println("emstream: " + problem));
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof Failure) {
            err.println("emstream: " + failure.getMessage());
        } else {
            err.println("emstream: an error that should not happen: " + failure
                    + ". EMSTREAM_LOG_LEVEL=DEBUG shows where; please report it.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"emstream " + (version == null ? "(not packaged)" : version)};
        }
    }

    /** Prints the version. */
    @Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
    static final class VersionCommand implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.root().commandLine().printVersionHelp(spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        }
    }
}
