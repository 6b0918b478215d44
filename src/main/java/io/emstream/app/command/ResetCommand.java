package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.models.Commands;
import io.emstream.app.models.CurrentState;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.topics.Reset;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.learn.Lineage;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts an application anew. */
@Command(
        name = "reset",
        description = {
            "Lets the application forget what it has learned, so that the next run makes a first model anew; needed to",
            "change the family, the features or a fixed number of clusters. Points, labels, models, events and dead letters",
            "stay, and versions and cluster ids go on where they are. No instance may be running."
        },
        mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--from-beginning",
            description = "Also read the points topic again from its beginning, so that its points get a second label.")
    private boolean fromBeginning;

    @Override
    public Integer call() throws SettingsException {
        Settings settings = kafka.connection();
        PrintWriter out = spec.commandLine().getOut();
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            Reset reset = topics.reset(fromBeginning);
            reset.checkNobodyRuns();
            if (topics.present(Set.of(settings.topics().commands())).isEmpty()) {
                throw new Failure("There is no topic " + settings.topics().commands()
                        + ", which keeps that versions go on. Create it: emstream topics create");
            }
            Lineage lineage = new CurrentState(settings, topics).lineage();
            out.println("This will, for the application " + settings.applicationId() + ":");
            reset.plan().forEach(line -> out.println("  " + line));
            out.println("The newest version is " + lineage.version() + ", the next one will be "
                    + (lineage.version() + 1) + "; clusters will be numbered from " + (lineage.cluster() + 1) + ".");
            out.flush();
            if (!isWanted()) {
                out.println("nothing was done");
                return ExitCode.SOFTWARE;
            }
            reset.carryOut();
            new Commands(settings).send(Commands.by(new io.emstream.learn.Command.Reset(lineage)), 0);
            out.println("done: the next emstream run starts anew");
        }
        return ExitCode.OK;
    }

    // Since JDK 22 there is always a console, and Terminal says whether somebody sits there.
    @SuppressWarnings("SystemConsoleNull")
    private boolean isWanted() {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null || !Terminal.isThere()) {
            throw new Failure("Nobody is there to ask whether this is wanted. Say so with --yes.");
        }
        String answer = console.readLine("Go on? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
