package io.emstream.quality;

import io.emstream.learn.ClusterRange;
import io.emstream.learn.Forgetting;
import io.emstream.learn.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Learns streams by name and prints a line of CSV for each, to choose rules by.
 *
 * <pre>{@code
 * mvn -o -q test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) io.emstream.quality.RunStream \
 *     S1001 D1-1101 abrupt-3 [--fold 100] [--lag 0] [--forgetting auto] [--exponent 0.9] [--seed 1]
 *     [--outliers on] [--clusters auto:1..10] [--cpu 0] [--threads 1]
 * }</pre>
 *
 * <p>What is the beginning of names stands for all of them: {@code S1} for the stationary streams to choose rules on.
 */
final class RunStream {
    private final List<String> names = new ArrayList<>();
    private int fold = 100;
    private int lag;
    private int threads = 1;
    private long seed = 1;
    private double exponent = 0.9;
    private boolean outliers = true;
    private String forgetting = "";
    private String clusters = "";
    private double cpu = Double.POSITIVE_INFINITY;

    private RunStream(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--fold" -> fold = Integer.parseInt(arguments[++i]);
                case "--lag" -> lag = Integer.parseInt(arguments[++i]);
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--exponent" -> exponent = Double.parseDouble(arguments[++i]);
                case "--forgetting" -> forgetting = arguments[++i];
                case "--outliers" -> outliers = arguments[++i].equals("on");
                case "--cpu" -> cpu = Double.parseDouble(arguments[++i]);
                case "--clusters" -> clusters = arguments[++i];
                default -> names.add(arguments[i]);
            }
        }
    }

    /** Runs the streams. */
    public static void main(String[] arguments) throws Exception {
        new RunStream(arguments).run();
    }

    private void run() throws Exception {
        System.out.println(Outcome.HEADER);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> trials =
                    names.stream().flatMap(RunStream::expanded).map(this::trial).toList();
            for (Future<Void> done : pool.invokeAll(trials)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static Stream<String> expanded(String name) {
        if (ClassicStreams.has(name)) {
            return Stream.of(name);
        }
        List<String> all = DrawnStreams.names(name);
        return all.contains(name) ? Stream.of(name) : all.stream();
    }

    private Callable<Void> trial(String name) {
        return () -> {
            QualityStream stream = ClassicStreams.has(name) ? ClassicStreams.named(name) : DrawnStreams.read(name);
            Settings settings = Rules.defaults(stream, fold);
            settings.seed = seed;
            settings.stepExponent = exponent;
            settings.outliers = outliers;
            settings.cpu = cpu;
            if (!forgetting.isEmpty()) {
                settings.forgetting = Forgetting.parse(forgetting);
            }
            if (!clusters.isEmpty()) {
                settings.clusters = ClusterRange.parse(clusters);
            }
            Outcome outcome = Trial.run(stream, settings.build(), Conditions.PLAIN.withLag(lag));
            System.out.println(outcome.csv());
            return null;
        };
    }
}
