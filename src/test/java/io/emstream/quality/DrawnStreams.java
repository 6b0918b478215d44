package io.emstream.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.Csv;
import io.emstream.learn.TrueMixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * The streams that {@code src/test/python/quality/streams.py} has drawn at random, by name: S… stationary, H… in 32 and 64
 * dimensions, D1-…, D2-… and D3-… drifting. Seeds 1… are there to choose rules on, seeds 2… to report.
 */
final class DrawnStreams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DrawnStreams() {}

    /** The names that start like this, in the order of their making. */
    static List<String> names(String... prefixes) {
        return Csv.rows("/quality/streams.csv").stream()
                .map(row -> row[0])
                .filter(name -> Arrays.stream(prefixes).anyMatch(name::startsWith))
                .toList();
    }

    /** The stream of a name. */
    static QualityStream read(String name) {
        JsonNode file = json("/quality/streams/" + name + ".json.gz");
        NavigableMap<Integer, TrueMixture> phases = new TreeMap<>();
        for (JsonNode phase : file.get("phases")) {
            phases.put(phase.get("from").intValue(), mixture(phase.get("model")));
        }
        TrueMixture first = phases.firstEntry().getValue();
        int size = file.get("points").intValue();
        double halfTurns = file.get("halfTurns").doubleValue();
        Integer change = phases.higherKey(0);
        IntFunction<TrueMixture> truths = halfTurns == 0
                ? i -> Objects.requireNonNull(phases.floorEntry(i)).getValue()
                : i -> turned(first, Math.PI * halfTurns * i / size);
        return new QualityStream(
                name, file.get("seed").longValue(), first.clusters(), size, change == null ? 0 : change, truths);
    }

    /** A gzipped JSON file among the test resources. */
    static JsonNode json(String resource) {
        try (InputStream in = Objects.requireNonNull(DrawnStreams.class.getResourceAsStream(resource), resource);
                InputStream text = new GZIPInputStream(in)) {
            return JSON.readTree(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(resource, failed);
        }
    }

    /** The mixture in emstream's own JSON, read apart from the decoder under test. */
    static TrueMixture mixture(JsonNode model) {
        List<Double> weights = new ArrayList<>();
        List<double[]> means = new ArrayList<>();
        List<double[][]> covariances = new ArrayList<>();
        for (JsonNode component : model.get("components")) {
            double weight = component.get("weight").doubleValue();
            weights.add(weight < 1e-200 ? 0 : weight);
            means.add(vector(component.get("mean")));
            covariances.add(StreamSupport.stream(component.get("covariance").spliterator(), false)
                    .map(DrawnStreams::vector)
                    .toArray(double[][]::new));
        }
        return new TrueMixture(
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                means.toArray(double[][]::new),
                covariances.toArray(double[][][]::new));
    }

    private static double[] vector(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    /** With means turned about their centroid, in the plane. */
    private static TrueMixture turned(TrueMixture mixture, double angle) {
        int clusters = mixture.clusters();
        double[][] means = new double[clusters][];
        double[] centre = new double[2];
        for (int k = 0; k < clusters; k++) {
            means[k] = mixture.mean(k);
            centre[0] += means[k][0] / clusters;
            centre[1] += means[k][1] / clusters;
        }
        for (double[] mean : means) {
            double x = mean[0] - centre[0];
            double y = mean[1] - centre[1];
            mean[0] = centre[0] + Math.cos(angle) * x - Math.sin(angle) * y;
            mean[1] = centre[1] + Math.sin(angle) * x + Math.cos(angle) * y;
        }
        return mixture.withMeans(means);
    }
}
