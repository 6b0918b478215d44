package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.Reasons;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFile;
import io.emstream.family.Support;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which file, and what its columns are. */
public final class FileOptions {
    @Parameters(
            paramLabel = "FILE.csv",
            description = "Comma-separated values with a row of column names; may be packed (.csv.gz).")
    private Path file;

    @Option(
            names = "--columns",
            paramLabel = "NAMES",
            description = "The columns that are features: names separated by commas, and ranges such as p00..p77."
                    + " Default: every column of numbers.")
    private @Nullable String columns;

    @Option(
            names = "--timestamp",
            paramLabel = "COLUMN",
            description = "The column that holds the event time: ISO-8601 with an offset, or epoch milliseconds.")
    private @Nullable String timestamp;

    @Option(
            names = "--weight",
            paramLabel = "COLUMN",
            description =
                    "The column that says how many times a row counts; rows of weight 0 are labelled, not learned.")
    private @Nullable String weight;

    @Option(
            names = "--missing",
            arity = "0..1",
            paramLabel = "allow|refuse",
            fallbackValue = "allow",
            defaultValue = "allow",
            parameterConsumer = MissingConsumer.class,
            description =
                    "What becomes of rows in which a value is empty, NaN or NA: labelled and learned by the values"
                            + " that are there (allow, the default), or refused.")
    private MissingValues missing = MissingValues.ALLOW;

    /** Whether rows have a time. */
    boolean isTimed() {
        return timestamp != null;
    }

    /** The names of the features if they were given. */
    boolean hasColumns() {
        return columns != null;
    }

    /** What becomes of rows with missing values, as the setting of that name says it. */
    String missing() {
        return missing.name().toLowerCase(Locale.ROOT);
    }

    /** The file as it was named. */
    Path path() {
        return file;
    }

    /**
     * The file, its header read.
     *
     * @param support the values that features may take
     */
    PointFile open(Support support) {
        return open(support, columns);
    }

    /**
     * The file, its header read.
     *
     * @param features the columns that are features; {@code null} for every column of numbers
     */
    PointFile open(Support support, @Nullable String features) {
        try {
            return new PointFile(file, new PointFile.Columns(features, timestamp, weight), missing, support);
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (IllegalArgumentException refused) {
            throw new Failure(
                    refused.getMessage() + ". Say which columns to read with --columns, --timestamp and --weight.",
                    refused);
        }
    }

    /** All rows; those that are no points are told on stderr. */
    FileRows read(PointFile opened, PrintWriter err) {
        try {
            return FileRows.read(opened, refusal -> err.println("emstream: " + refusal));
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read on: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (UncheckedIOException unreadable) {
            throw new Failure(file + " cannot be read on: " + unreadable.getMessage() + ".", unreadable);
        }
    }

    /** Takes the word after the option only if it is one of its values, so that the file's name may follow. */
    static final class MissingConsumer implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            boolean isValue = !arguments.isEmpty()
                    && (arguments.peek().equalsIgnoreCase("allow")
                            || arguments.peek().equalsIgnoreCase("refuse"));
            option.setValue(
                    isValue && arguments.pop().equalsIgnoreCase("refuse") ? MissingValues.REFUSE : MissingValues.ALLOW);
        }
    }
}
