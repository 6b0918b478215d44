package io.emstream;

import com.sun.management.OperatingSystemMXBean;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.LabelSink;
import io.emstream.app.fit.ModelFile;
import io.emstream.app.fit.OnlineFit;
import io.emstream.app.fit.Outcome;
import io.emstream.app.fit.Scaling;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFile;
import io.emstream.em.BlockResponsibilities;
import io.emstream.family.Support;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.PointBlock;
import io.emstream.statistics.MixtureStatistics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What learning a file costs beside what it must: CPU seconds of the whole process, compiler and garbage collector included,
 * for reading the file, for one E-step with accumulation over its points in blocks, and for {@code fit --online}. The first
 * line is that of a process that has just been started, which is what a user sees.
 *
 * <p>Arguments: the file, K, rows a pane, a rule of forgetting, {@code on} or {@code off} for the checks, and how often. With
 * a model of {@code fit --model} in the place of K, nothing is learned: the first line is then what reading and the kernel
 * take in a process that does nothing else.
 */
public final class LearnFile {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LearnFile() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, SettingsException {
        if (arguments[1].endsWith(".json")) {
            measureKernel(arguments);
        } else {
            measure(arguments);
        }
    }

    private static PointFile open(String[] arguments) throws IOException {
        return new PointFile(Path.of(arguments[0]), PointFile.Columns.NUMERIC, MissingValues.ALLOW, Support.NUMBERS);
    }

    private static void measureKernel(String[] arguments) throws IOException {
        PointFile file = open(arguments);
        Mixture mixture = ModelFile.read(Path.of(arguments[1])).model().mixture();
        System.out.println("reading  kernel  (CPU seconds)");
        for (int repetition = 0; repetition < Integer.parseInt(arguments[5]); repetition++) {
            double start = cpuSeconds();
            FileRows rows = FileRows.read(file, refusal -> {});
            double read = cpuSeconds() - start;
            System.out.printf("%.2f  %.2f%n", read, kernel(rows, mixture));
        }
    }

    private static void measure(String[] arguments) throws IOException, SettingsException {
        PointFile file = open(arguments);
        SettingsReader reader = new SettingsReader(Map.of())
                .flag("file", Keys.FEATURES, String.join(",", file.features().names()))
                .flag("--clusters", Keys.CLUSTERS, arguments[1])
                .flag("--pane", Keys.PANE_POINTS, arguments[2])
                .flag("--forgetting", Keys.FORGETTING, arguments[3]);
        if (arguments[4].equals("off")) {
            reader.flag("--checks", Keys.LEARNER_CPU, "0");
        }
        Settings settings = reader.read(SettingsReader.Purpose.LEARNING);
        System.out.println("reading  learning  kernel  learning/kernel  (CPU seconds)");
        for (int repetition = 0; repetition < Integer.parseInt(arguments[5]); repetition++) {
            double start = cpuSeconds();
            FileRows rows = FileRows.read(file, refusal -> {});
            double read = cpuSeconds();
            Outcome outcome = OnlineFit.of(
                    rows,
                    settings.learner(rows.name(), rows.features(), 1),
                    false,
                    Scaling.none(rows.features().dimension()),
                    settings.responsibilities(),
                    LabelSink.NONE,
                    seen -> {});
            double learned = cpuSeconds();
            double kernel = kernel(rows, outcome.model().mixture());
            System.out.printf(
                    "%.2f  %.2f  %.2f  %.2f%n", read - start, learned - read, kernel, (learned - read) / kernel);
        }
    }

    private static double kernel(FileRows rows, Mixture mixture) {
        double start = cpuSeconds();
        CompiledMixture compiled = new CompiledMixture(mixture);
        BlockResponsibilities answer = new BlockResponsibilities(compiled);
        MixtureStatistics statistics = compiled.emptyStatistics();
        PointBlock block = new PointBlock(mixture.dimension());
        for (int from = 0; from < rows.rows().size(); from += PointBlock.CAPACITY) {
            fill(
                    block,
                    rows.rows()
                            .subList(
                                    from,
                                    Math.min(
                                            from + PointBlock.CAPACITY,
                                            rows.rows().size())));
            answer.of(block);
            answer.observe(block, statistics);
            block.clear();
        }
        if (!(statistics.weight() > 0)) {
            throw new IllegalStateException("nothing was accumulated");
        }
        return cpuSeconds() - start;
    }

    /** A loop of its own, so that it is compiled without all that follows. */
    private static void fill(PointBlock block, List<FileRows.Row> rows) {
        for (FileRows.Row row : rows) {
            block.add(row.point().values(), row.point().weight());
        }
    }

    private static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }
}
