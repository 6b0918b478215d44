package io.emstream;

import com.sun.management.OperatingSystemMXBean;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.LabelSink;
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
import java.util.Map;

/**
 * What learning a file costs beside what it must: CPU seconds of the whole process, compiler and garbage collector included,
 * for reading the file, for one E-step with accumulation over its points in blocks, and for {@code fit --online}. The first
 * line is that of a process that has just been started, which is what a user sees.
 *
 * <p>Arguments: the file, K, rows a pane, a rule of forgetting, {@code on} or {@code off} for the checks, and how often.
 */
public final class LearnFile {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LearnFile() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, SettingsException {
        PointFile file =
                new PointFile(Path.of(arguments[0]), PointFile.Columns.NUMERIC, MissingValues.ALLOW, Support.NUMBERS);
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
        for (FileRows.Row row : rows.rows()) {
            block.add(row.point().values(), row.point().weight());
            if (block.isFull()) {
                answer.of(block);
                answer.observe(block, statistics);
                block.clear();
            }
        }
        if (!(statistics.weight() > 0)) {
            throw new IllegalStateException("nothing was accumulated");
        }
        return cpuSeconds() - start;
    }

    private static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }
}
