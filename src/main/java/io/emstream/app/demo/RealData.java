package io.emstream.app.demo;

import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;

/** Points of a file that comes with the program; read when first asked for. */
final class RealData implements Scenario.Source {
    private final String resource;
    private final int firstColumn;
    private final boolean isDrawn;
    private final List<Point> points = new ArrayList<>();

    private RealData(String resource, int firstColumn, boolean isDrawn) {
        this.resource = resource;
        this.firstColumn = firstColumn;
        this.isDrawn = isDrawn;
    }

    /** Rows drawn at random, again and again. */
    static RealData drawn(String resource, int firstColumn) {
        return new RealData(resource, firstColumn, true);
    }

    /** Rows in their order, from the beginning again after the last. */
    static RealData inOrder(String resource, int firstColumn) {
        return new RealData(resource, firstColumn, false);
    }

    @Override
    public Point point(long number, RandomGenerator random) {
        List<Point> all = population();
        return isDrawn ? all.get(random.nextInt(all.size())) : all.get((int) (number % all.size()));
    }

    @Override
    public Optional<Mixture> truth(long number) {
        return Optional.empty();
    }

    @Override
    public synchronized List<Point> population() {
        if (points.isEmpty()) {
            points.addAll(read());
        }
        return points;
    }

    private List<Point> read() {
        try (InputStream bytes = Objects.requireNonNull(RealData.class.getResourceAsStream(resource), resource);
                InputStream text = resource.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(this::point).toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private Point point(String line) {
        String[] cells = line.split(",", -1);
        double[] values = new double[cells.length - firstColumn];
        for (int j = 0; j < values.length; j++) {
            String cell = cells[firstColumn + j];
            values[j] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        }
        return Point.of(values);
    }
}
