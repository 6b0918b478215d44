package io.emstream.faults;

import io.emstream.streams.LearnerThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code java -jar emstream.jar run}: the program as it is shipped, in a process of its own. */
final class Instance extends JavaProcess {
    private static final String JAR =
            Objects.requireNonNullElse(System.getProperty("emstream.jar"), "target/emstream.jar");

    /** Starts an instance with these settings. */
    Instance(Path log, String bootstrapServers, Map<String, String> settings, String... options) throws IOException {
        super(log, arguments(log, bootstrapServers, settings, options));
    }

    private static List<String> arguments(
            Path log, String bootstrapServers, Map<String, String> settings, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-jar", JAR, "run", "--bootstrap-server", bootstrapServers));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--set", "state.dir=" + log + ".state"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }

    /** Waits until it labels points. */
    void awaitRunning() {
        awaitSaying("emstream: labelling ");
    }

    /** Whether it looks for a better model at this moment. */
    boolean isRefitting() {
        return isThreadRunning(LearnerThread.NAME);
    }
}
