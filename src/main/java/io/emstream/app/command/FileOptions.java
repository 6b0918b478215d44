package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.Reasons;
import io.emstream.codec.NoTableException;
import io.emstream.codec.PointFile;
import io.emstream.family.Support;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which file, and what its columns are. */
public final class FileOptions {
    @Parameters(
            paramLabel = "FILE.csv",
            description = "Comma-separated values with a row of column names; may be packed (.csv.gz).")
    private Path file;

    @Mixin
    private ColumnOptions columns;

    /** Whether rows have a time. */
    boolean isTimed() {
        return columns.isTimed();
    }

    /** The names of the features if they were given. */
    boolean hasColumns() {
        return columns.features() != null;
    }

    /** What becomes of rows with missing values, as the setting of that name says it. */
    String missing() {
        return columns.missing().name().toLowerCase(Locale.ROOT);
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
        return open(support, columns.features());
    }

    /**
     * The file, its header read.
     *
     * @param features the columns that are features; {@code null} for every column of numbers
     */
    PointFile open(Support support, @Nullable String features) {
        try {
            return new PointFile(file, columns.of(features), columns.missing(), support);
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (NoTableException refused) {
            throw new Failure(refused.getMessage() + ".", refused);
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
}
