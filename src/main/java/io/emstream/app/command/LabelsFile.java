package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.LabelSink;
import io.emstream.app.fit.Reasons;
import io.emstream.codec.Assignment;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Labels as comma-separated values, one line for each row that has one: {@code row,cluster,logDensity,model,status,
 * responsibilities}, the last as {@code 7:0.93 3:0.07}. What is not known is empty.
 */
final class LabelsFile implements LabelSink, AutoCloseable {
    private static final String HEADER = "row,cluster,logDensity,model,status,responsibilities\n";

    private final Path path;
    private final @Nullable Writer writer;

    private LabelsFile(Path path, @Nullable Writer writer) {
        this.path = path;
        this.writer = writer;
    }

    /** Begins a file; without a path labels go nowhere. */
    static LabelsFile open(@Nullable Path path) {
        if (path == null) {
            return new LabelsFile(Path.of(""), null);
        }
        try {
            Writer writer = Files.newBufferedWriter(path);
            writer.write(HEADER);
            return new LabelsFile(path, writer);
        } catch (IOException unwritable) {
            throw failure(path, unwritable);
        }
    }

    @Override
    public boolean isOpen() {
        return writer != null;
    }

    @Override
    public void accept(Assignment label) {
        if (writer == null) {
            return;
        }
        try {
            writer.write(line(label));
        } catch (IOException unwritable) {
            throw failure(path, unwritable);
        }
    }

    /** The line of a label, its end included. */
    static String line(Assignment label) {
        return label.offset() + ","
                + (label.cluster() == null ? "" : label.cluster()) + ","
                + (Double.isNaN(label.logDensity()) ? "" : label.logDensity()) + ","
                + label.model() + ","
                + label.status() + ","
                + label.responsibilities().entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(" "))
                + "\n";
    }

    @Override
    public void close() {
        if (writer == null) {
            return;
        }
        try {
            writer.close();
        } catch (IOException unwritable) {
            throw failure(path, unwritable);
        }
    }

    private static Failure failure(Path path, IOException unwritable) {
        return new Failure("The labels cannot be written to " + path + ": " + Reasons.of(unwritable) + ".", unwritable);
    }
}
