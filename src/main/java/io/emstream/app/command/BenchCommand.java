package io.emstream.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.bench.Comparison;
import io.emstream.app.bench.Figures;
import io.emstream.app.bench.Latency;
import io.emstream.app.bench.Table;
import io.emstream.app.bench.Workload;
import io.emstream.app.settings.SettingsException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the pipeline on this machine. */
@Command(
        name = "bench",
        description = {
            "Measures the pipeline on this machine, exactly once, one stream thread, four partitions, learner on:",
            "a pass-through topology, emstream and a plain loop with Jackson take turns, each in a process of its own."
        },
        footer = {"", "Example: emstream bench --format json --set commit.interval=PT0.1S"},
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final long QUICK_RECORDS = 300_000;

    /** What records look like. */
    public enum Format {
        /** Packed doubles. */
        FLOAT64,
        /** JSON. */
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "float64|json",
            split = ",",
            description = "The format of the points; may be repeated. Default: both in turn.")
    private List<Format> formats = new ArrayList<>();

    @Option(names = "--dimension", paramLabel = "D", defaultValue = "8", description = "Features (${DEFAULT-VALUE}).")
    private int dimension;

    @Option(names = "--clusters", paramLabel = "K", defaultValue = "8", description = "Clusters (${DEFAULT-VALUE}).")
    private int clusters;

    @Option(
            names = "--digits",
            paramLabel = "N",
            defaultValue = "6",
            description = "Digits behind the point in JSON, 17 for numbers in full (${DEFAULT-VALUE}).")
    private int digits;

    @Option(
            names = "--block",
            paramLabel = "N",
            defaultValue = "1",
            description = "Points in a record: blocks if more than one (${DEFAULT-VALUE}). Not with --latency.")
    private int block;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "3000000",
            description = "Points of a turn, whole blocks of them (${DEFAULT-VALUE}).")
    private long records;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warmups",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds before that, which do not count (${DEFAULT-VALUE}).")
    private int warmups;

    @Option(names = "--quick", description = "One warm-up and one round of 300 000 records at most.")
    private boolean quick;

    @Option(
            names = "--latency",
            description = "Measure how long labels and models take at half of the throughput, by default and with"
                    + " latency=low, in place of the throughput.")
    private boolean latency;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long to measure for --latency (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = "Print one line of JSON in place of tables.")
    private boolean json;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option of the contenders' JVMs beside those of this one; may be repeated.")
    private List<String> jvm = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting of emstream; those of Kafka's clients are for all contenders. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws SettingsException {
        requirePositive("--block", block);
        requirePositive("--records", records / block);
        if (latency && block > 1) {
            throw new ParameterException(spec.commandLine(), "--block and --latency do not go together");
        }
        requirePositive("--rounds", rounds);
        requirePositive("--warmups", warmups);
        requirePositive("--seconds", seconds);
        Logs.warningsOnly();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, Object> all = new LinkedHashMap<>();
        Consumer<String> progress = doing -> {
            err.println("emstream: " + doing);
            err.flush();
        };
        for (Format format : formats.isEmpty() ? List.of(Format.values()) : formats) {
            String name = format.name().toLowerCase(Locale.ROOT);
            Workload workload = new Workload(name, dimension, clusters, digits, block, settings);
            all.put(name, latency ? delays(workload, progress) : figures(workload, progress));
        }
        if (json) {
            out.println(line(all));
        }
        return ExitCode.OK;
    }

    private Map<String, Object> figures(Workload workload, Consumer<String> progress) throws SettingsException {
        long most = quick ? Math.min(records, QUICK_RECORDS) : records;
        long points = Math.max(1, most / block) * block;
        Comparison comparison = quick
                ? new Comparison(workload, points, 1, 1, jvmOptions())
                : new Comparison(workload, points, warmups, rounds, jvmOptions());
        Figures figures = new Figures(workload, comparison.run(progress));
        if (!json) {
            Table.print(figures, spec.commandLine().getOut());
        }
        return figures.toMap();
    }

    /** Those that this JVM was started with, so that contenders run as whoever asks runs an instance, and then those asked for. */
    private List<String> jvmOptions() {
        return Stream.concat(
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(option -> option.startsWith("-X")),
                        jvm.stream())
                .toList();
    }

    private Map<String, Object> delays(Workload workload, Consumer<String> progress) throws SettingsException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String profile : List.of("normal", "low")) {
            Latency.Result result = new Latency(workload, records, warmups, seconds, jvmOptions())
                    .in(profile)
                    .run(progress);
            if (!json) {
                Table.print(result, spec.commandLine().getOut());
            }
            all.put(profile, result);
        }
        return all;
    }

    private static String line(Map<String, Object> all) {
        try {
            return new ObjectMapper().writeValueAsString(all);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " = " + value + ", must be 1 or more");
        }
    }
}
