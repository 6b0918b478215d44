package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.produce.Input;
import io.emstream.app.produce.RowKey;
import io.emstream.app.settings.Settings;
import io.emstream.codec.JsonPointLines;
import io.emstream.codec.PointFile;
import io.emstream.codec.RowSequence;
import io.emstream.point.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The rows of a file or of stdin as points, of the features that the settings and the options name. */
final class RowsToProduce {
    /** So many rows are looked at to find the columns of numbers. */
    private static final int LOOK = 1000;

    private final String source;
    private final Input input;
    private final @Nullable PointFile csv;
    private final @Nullable JsonPointLines json;
    private final CommandLine command;

    private RowsToProduce(
            String source, Input input, @Nullable PointFile csv, @Nullable JsonPointLines json, CommandLine command) {
        this.source = source;
        this.input = input;
        this.csv = csv;
        this.json = json;
        this.command = command;
    }

    /**
     * Opens them.
     *
     * @param name what stdin is called
     * @param kind {@code null} for what it seems to be
     * @throws Failure if they are not as the settings want them
     */
    static RowsToProduce open(
            String file,
            String name,
            Input.@Nullable Kind kind,
            ColumnOptions columns,
            Settings settings,
            CommandLine command)
            throws IOException {
        boolean isStdin = file.equals(Input.STDIN);
        String source = isStdin ? name : String.valueOf(Path.of(file).getFileName());
        Input input = isStdin ? Input.of(System.in) : Input.of(Path.of(file));
        try {
            RowsToProduce rows = (kind == null ? input.kind() : kind) == Input.Kind.CSV
                    ? ofCsv(source, input, columns, settings, command)
                    : ofJson(source, input, columns, settings, command);
            rows.checkDimension(settings);
            return rows;
        } catch (IllegalArgumentException refused) {
            throw new Failure(
                    refused.getMessage() + ". Say which to read with --columns, or with features in the configuration.",
                    refused);
        }
    }

    private static RowsToProduce ofCsv(
            String source, Input input, ColumnOptions columns, Settings settings, CommandLine command)
            throws IOException {
        PointFile file = csv(source, input, columns, columns.features(), settings);
        List<String> named = settings.isShaped() ? settings.features().names() : List.of();
        if (columns.features() == null && !named.isEmpty() && file.header().containsAll(named)) {
            file = csv(source, input, columns, String.join(",", named), settings);
        }
        return new RowsToProduce(source, input, file, null, command);
    }

    private static PointFile csv(
            String source, Input input, ColumnOptions columns, @Nullable String features, Settings settings)
            throws IOException {
        return new PointFile(
                source,
                input,
                LOOK,
                columns.of(features),
                columns.missing(),
                settings.family().support());
    }

    private static RowsToProduce ofJson(
            String source, Input input, ColumnOptions columns, Settings settings, CommandLine command)
            throws IOException {
        if (columns.isTimed() || columns.isWeighted()) {
            throw new ParameterException(
                    command,
                    "--timestamp and --weight name columns of CSV; JSON has its own in the fields timestamp and"
                            + " weight");
        }
        Features features = null;
        if (columns.features() != null) {
            features = new Features(Arrays.stream(columns.features().split(",", -1))
                    .map(String::strip)
                    .toList());
        } else if (settings.isShaped()) {
            features = settings.features();
        }
        JsonPointLines lines = new JsonPointLines(
                source,
                input.open(),
                features,
                columns.missing(),
                settings.family().support());
        return new RowsToProduce(source, input, null, lines, command);
    }

    private void checkDimension(Settings settings) {
        Features own = csv != null
                ? csv.features()
                : java.util.Objects.requireNonNull(json).features();
        if (settings.isShaped() && own.dimension() != settings.features().dimension()) {
            throw new Failure(source + " has " + own.dimension() + " columns of features ("
                    + String.join(", ", own.names()) + "), but the configuration has "
                    + settings.features().dimension() + " ("
                    + String.join(", ", settings.features().names()) + "). Name as many with --columns.");
        }
    }

    /** What the rows are called. */
    String source() {
        return source;
    }

    /** Whether rows are JSON. */
    boolean isJson() {
        return json != null;
    }

    /** The rows from the first. */
    RowSequence rows() throws IOException {
        return csv != null ? csv.rows() : java.util.Objects.requireNonNull(json);
    }

    /** What part has been read, from 0 to 1; {@code NaN} if nobody knows. */
    double fraction() {
        return input.fraction();
    }

    /** The key that stands in this column or field. */
    RowKey key(String where) {
        if (csv == null) {
            return field(where);
        }
        int column = csv.header().indexOf(where);
        if (column < 0) {
            throw new Failure(source + ": there is no column " + where + " to take the key from; there are "
                    + String.join(", ", csv.header()) + ".");
        }
        return RowKey.column(column);
    }

    private RowKey field(String where) {
        try {
            return RowKey.field(where);
        } catch (IllegalArgumentException noPointer) {
            throw new ParameterException(
                    command,
                    "--key = " + where + ", must be a field's name or a JSON pointer: " + noPointer.getMessage(),
                    noPointer);
        }
    }
}
