package io.emstream;

import io.emstream.point.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the CSV files among the test resources: a header, and lines that begin with # as comments. */
public final class Csv {
    private Csv() {}

    /** The fields of each line after the header. */
    public static List<String[]> rows(String resource) {
        try (InputStream csv = Objects.requireNonNull(Csv.class.getResourceAsStream(resource), resource)) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** All columns as numbers. */
    public static List<Point> points(String resource) {
        return rows(resource).stream()
                .map(row -> Point.of(
                        Arrays.stream(row).mapToDouble(Double::parseDouble).toArray()))
                .toList();
    }
}
