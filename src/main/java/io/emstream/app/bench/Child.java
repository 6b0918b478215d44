package io.emstream.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.Failure;
import io.emstream.app.bench.Worker.Order;
import io.emstream.app.bench.Worker.Role;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as its parent sees it. */
final class Child implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Role role;
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    private Child(Role role, Process process) {
        this.role = role;
        this.process = process;
        this.to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a worker with the JDK and the classes of this process.
     *
     * @param jvm options of its JVM
     * @param arguments what it is told beside its role
     */
    static Child start(Role role, List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        // Stacks of Kafka Streams under Jackson are deeper than what is kept by default.
        command.addAll(List.of("-XX:FlightRecorderOptions=stackdepth=128", "-Xlog:jfr=off", "-Xlog:jfr+startup=off"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), role.name()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
            builder.environment().putIfAbsent("EMSTREAM_LOG_LEVEL", "WARN");
            // A full producer runs into the end of its last transaction again and again, which is tried again and is no
            // news.
            builder.environment().putIfAbsent("KAFKA_LOG_LEVEL", "OFF");
            return new Child(role, builder.start());
        } catch (IOException refused) {
            throw new Failure("A process of the benchmark cannot be started: " + refused.getMessage() + ".", refused);
        }
    }

    /** Lets it take a turn. */
    Round turn(Order order) {
        try {
            to.write(Worker.json(order));
            to.newLine();
            to.flush();
            return MAPPER.readValue(answer(), Round.class);
        } catch (IOException ended) {
            throw failure(ended);
        }
    }

    /** The next line that is an answer. */
    String answer() {
        try {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (line.startsWith(Worker.ANSWER)) {
                    return line.substring(Worker.ANSWER.length());
                }
            }
        } catch (IOException ended) {
            throw failure(ended);
        }
        throw failure(new IOException("its output has ended"));
    }

    private Failure failure(IOException cause) {
        return new Failure("The process that plays " + role + " has ended; what it said stands above.", cause);
    }

    @Override
    public void close() {
        try {
            to.close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException alreadyGone) {
            process.destroyForcibly();
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
