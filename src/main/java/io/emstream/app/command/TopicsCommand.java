package io.emstream.app.command;

import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.topics.Finding;
import io.emstream.app.topics.TopicAdministration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates and checks the topics. */
@Command(
        name = "topics",
        description = "Creates the topics that emstream writes, or checks them.",
        mixinStandardHelpOptions = true)
public final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with the topics: create or check");
    }

    /** Creates the missing topics, and checks those that were there. */
    @Command(
            name = "create",
            description = {
                "Creates the topics that are missing, with the partitions and settings that emstream needs, and checks all.",
                "The points topic is yours: it is created only if --partitions says with how many partitions."
            },
            mixinStandardHelpOptions = true)
    int create(
            @Mixin KafkaOptions kafka,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            description = "Also create the points topic if it is missing, with this many partitions.")
                    @Nullable
                    Integer partitions)
            throws SettingsException {
        if (partitions != null && partitions < 1) {
            throw new ParameterException(spec.commandLine(), "--partitions = " + partitions + ", must be 1 or more");
        }
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = kafka.connection();
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            if (topics.create(Optional.ofNullable(partitions), out::println).isEmpty()) {
                out.println("all topics were there");
            }
            return report(topics.check());
        }
    }

    /** Checks the topics. */
    @Command(
            name = "check",
            description = {
                "Checks partitions, cleanup policy, retention, timestamp type and message size of all topics.",
                "Tells what is wrong and the command that mends it; exits 1 if emstream could not run like that."
            },
            mixinStandardHelpOptions = true)
    int check(@Mixin KafkaOptions kafka) throws SettingsException {
        Settings settings = kafka.connection();
        try (TopicAdministration topics = new TopicAdministration(settings)) {
            return report(topics.check());
        }
    }

    private int report(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        if (findings.isEmpty()) {
            out.println("all topics are as they should be");
        }
        boolean broken = findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        return broken ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
