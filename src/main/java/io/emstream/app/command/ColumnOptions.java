package io.emstream.app.command;

import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFile;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the columns of a file are. */
public final class ColumnOptions {
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

    /** The features as the user names them; {@code null} for every column of numbers. */
    @Nullable
    String features() {
        return columns;
    }

    /** Whether rows have a time. */
    boolean isTimed() {
        return timestamp != null;
    }

    /** Whether rows have a weight. */
    boolean isWeighted() {
        return weight != null;
    }

    /** What becomes of rows with missing values. */
    MissingValues missing() {
        return missing;
    }

    /** The columns, with these features. */
    PointFile.Columns of(@Nullable String features) {
        return new PointFile.Columns(features, timestamp, weight);
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
