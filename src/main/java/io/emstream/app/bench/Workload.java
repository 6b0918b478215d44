package io.emstream.app.bench;

import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/**
 * What is to be processed: points of a Gaussian mixture with full covariances, whose clusters touch each other.
 *
 * @param format {@code float64} or {@code json}
 * @param dimension of the points, d
 * @param clusters of the mixture and of the model, K
 * @param digits behind the point in JSON; 17 for numbers in full
 * @param block points in a record; alone, not in blocks, if 1
 * @param settings of emstream, before the defaults; also those of Kafka's clients, for all who are compared
 */
public record Workload(
        String format, int dimension, int clusters, int digits, int block, Map<String, String> settings) {
    /** Partitions of the input. */
    static final int PARTITIONS = 4;

    private static final int DISTINCT = 1 << 17;
    private static final int FULL = 17;
    /** How a block of packed doubles begins: magic, version 1, no weights, float64. */
    private static final byte[] PACKED_BLOCK = {0x45, 0x42, (byte) 0xC1, 0x7F, 1, 2, (byte) 0xF8, 0x7F};

    private static final int BLOCK_HEADER = 16;
    /** Standard deviation of the means of the clusters, whose own is near 1. */
    private static final double SPREAD = 1.5;

    /** The settings of emstream on this broker: one thread, all else by default but what was set. */
    Settings settings(String bootstrapServers) throws SettingsException {
        SettingsReader reader = new SettingsReader(Map.of());
        Map.of(
                        Keys.BOOTSTRAP_SERVERS,
                        bootstrapServers,
                        Keys.POINTS_FORMAT,
                        format,
                        Keys.DIMENSION,
                        Integer.toString(dimension),
                        Keys.CLUSTERS,
                        Integer.toString(clusters),
                        Keys.THREADS,
                        "1",
                        Keys.HTTP_PORT,
                        "off")
                .forEach((key, value) -> reader.flag("bench", key, value));
        settings.forEach((key, value) -> reader.flag("--set", key, value));
        return reader.read(SettingsReader.Purpose.PROCESSING);
    }

    /** The same points under other settings. */
    Workload with(Map<String, String> others) {
        return new Workload(format, dimension, clusters, digits, block, others);
    }

    /** The values of records, all different; the same ones whenever they are asked for. */
    List<byte[]> values() {
        List<double[]> points = points();
        List<byte[]> values = new ArrayList<>();
        for (int from = 0; from + block <= points.size(); from += block) {
            values.add(value(points.subList(from, from + block)));
        }
        return values;
    }

    private List<double[]> points() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        double[][] means = new double[clusters][dimension];
        double[][][] factors = new double[clusters][dimension][];
        for (int k = 0; k < clusters; k++) {
            for (int i = 0; i < dimension; i++) {
                means[k][i] = SPREAD * random.nextGaussian();
                factors[k][i] = new double[i + 1];
                for (int j = 0; j < i; j++) {
                    factors[k][i][j] = random.nextGaussian() / (2 * Math.sqrt(dimension));
                }
                factors[k][i][i] = 0.7 + 0.6 * random.nextDouble();
            }
        }
        List<double[]> points = new ArrayList<>(DISTINCT);
        double[] normal = new double[dimension];
        for (int n = 0; n < DISTINCT; n++) {
            int k = random.nextInt(clusters);
            double[] point = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                normal[i] = random.nextGaussian();
                point[i] = means[k][i];
                for (int j = 0; j <= i; j++) {
                    point[i] += factors[k][i][j] * normal[j];
                }
            }
            points.add(point);
        }
        return points;
    }

    boolean isJson() {
        return format.equals("json");
    }

    private byte[] value(List<double[]> points) {
        if (isJson()) {
            String text = block == 1
                    ? "{\"x\":" + json(points.get(0)) + '}'
                    : points.stream().map(this::json).collect(Collectors.joining(",", "{\"X\":[", "]}"));
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_HEADER + Double.BYTES * dimension * block)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (block > 1) {
            bytes.put(PACKED_BLOCK).putInt(block).putInt(dimension);
        }
        points.forEach(point -> Arrays.stream(point).forEach(bytes::putDouble));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private String json(double[] point) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < point.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(
                            digits >= FULL
                                    ? Double.toString(point[i])
                                    : String.format(Locale.ROOT, "%." + digits + "f", point[i]));
        }
        return text.append(']').toString();
    }
}
