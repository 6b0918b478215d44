package io.emstream.app.command;

import io.emstream.app.Failure;
import io.emstream.app.fit.Reasons;
import io.emstream.app.plot.Plane;
import io.emstream.app.produce.Input;
import io.emstream.codec.JsonPointLines;
import io.emstream.codec.MissingValues;
import io.emstream.codec.PointFile;
import io.emstream.codec.PointRow;
import io.emstream.codec.RowSequence;
import io.emstream.family.Support;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which points stand behind a model in a picture, and from where both are looked at. */
final class PlotData {
    private static final String PRINCIPAL = "principal";
    private static final int LOOK = 1000;
    private static final long SEED = 1;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "The points: comma-separated values with a row of column names, or JSON in lines; may be packed."
                            + " Columns are found by the names of the model's features.")
    private @Nullable Path file;

    @Option(
            names = "--columns",
            paramLabel = "NAMES",
            description = "The columns that are the model's features, where they have other names.")
    private @Nullable String columns;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "4000",
            description = "So many points at most, drawn at random. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Option(
            names = "--axes",
            paramLabel = "A,B|principal",
            description = "Two features, or the two directions in which the model is widest. Default: the first two"
                    + " features of two, principal of more.")
    private @Nullable String axes;

    /** What is seen. */
    Plane plane(Model model, CommandLine command) {
        if (most < 1) {
            throw new ParameterException(command, "--points = " + most + ", must be 1 or more");
        }
        List<String> names = model.features().names();
        if (axes == null) {
            return names.size() <= 2 || PlotCommand.isCounted(model)
                    ? Plane.ofFeatures(model, 0, Math.min(1, names.size() - 1))
                    : Plane.principal(model);
        }
        if (axes.equals(PRINCIPAL)) {
            return names.size() == 1 ? Plane.ofFeatures(model, 0, 0) : Plane.principal(model);
        }
        String[] two = axes.split(",", -1);
        if (two.length != 2) {
            throw new ParameterException(command, "--axes = " + axes + ", must be two features, or principal");
        }
        return Plane.ofFeatures(model, feature(two[0], names, command), feature(two[1], names, command));
    }

    private static int feature(String name, List<String> names, CommandLine command) {
        int index = names.indexOf(name.strip());
        if (index < 0) {
            throw new ParameterException(
                    command, "--axes: there is no feature " + name + "; there are " + String.join(", ", names));
        }
        return index;
    }

    /** A uniform sample of the points, always the same; none without a file. */
    List<Point> points(Model model) {
        List<Point> sample = new ArrayList<>();
        if (file == null) {
            return sample;
        }
        Random random = new Random(SEED);
        long seen = 0;
        try (RowSequence rows = rows(file, model)) {
            while (rows.hasNext()) {
                PointRow row = rows.next();
                if (row.refusal() != null) {
                    continue;
                }
                seen++;
                long place = sample.size() < most ? sample.size() : random.nextLong(seen);
                if (place == sample.size()) {
                    sample.add(row.point());
                } else if (place < most) {
                    sample.set((int) place, row.point());
                }
            }
        } catch (IOException unreadable) {
            throw new Failure(file + " cannot be read: " + Reasons.of(unreadable) + ".", unreadable);
        } catch (UncheckedIOException unreadable) {
            throw new Failure(file + " cannot be read on: " + unreadable.getMessage() + ".", unreadable);
        } catch (IllegalArgumentException refused) {
            throw new Failure(refused.getMessage() + ". Say which columns to read with --columns.", refused);
        } catch (RejectedPointException impossible) {
            throw new IllegalStateException(impossible);
        }
        return sample;
    }

    private RowSequence rows(Path from, Model model) throws IOException {
        Input input = Input.of(from);
        String name = String.valueOf(from.getFileName());
        Features features = model.features();
        Support support = model.mixture().family().support();
        if (input.kind() == Input.Kind.JSON) {
            return new JsonPointLines(name, input.open(), features, MissingValues.ALLOW, support);
        }
        PointFile opened = csv(name, input, columns, support);
        if (columns == null && opened.header().containsAll(features.names())) {
            opened = csv(name, input, String.join(",", features.names()), support);
        }
        if (opened.features().dimension() != features.dimension()) {
            throw new Failure(from + " has " + opened.features().dimension() + " columns of features ("
                    + String.join(", ", opened.features().names()) + "), but the model has " + features.dimension()
                    + " (" + String.join(", ", features.names()) + "). Name as many with --columns.");
        }
        return opened.rows();
    }

    private static PointFile csv(String name, Input input, @Nullable String columns, Support support)
            throws IOException {
        return new PointFile(
                name, input, LOOK, new PointFile.Columns(columns, null, null), MissingValues.ALLOW, support);
    }
}
