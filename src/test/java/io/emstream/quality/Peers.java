package io.emstream.quality;

import io.emstream.Csv;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What other programs made of the same streams: goldens, whose scripts are in {@code src/test/python/quality}. */
final class Peers {
    private static final int GAP = 2;
    private static final int ARI = 3;

    private final Map<String, String[]> batch = table("/quality/peer.csv");
    private final Map<String, String[]> fromTruth = table("/quality/from-truth.csv");
    private final Map<String, String[]> windowed = table("/quality/peer-drift.csv");

    private static Map<String, String[]> table(String resource) {
        return Csv.rows(resource).stream().collect(Collectors.toMap(row -> row[0], Function.identity()));
    }

    private static String[] row(Map<String, String[]> table, QualityStream stream) {
        return Objects.requireNonNull(table.get(stream.name()), stream.name());
    }

    /** Whether scikit-learn's best of five is known for a stream. */
    boolean knows(QualityStream stream) {
        return batch.containsKey(stream.name());
    }

    /** The gap on held-out points of EM that starts at the truth and has all points of the stream. */
    Optional<Double> gapFromTruth(QualityStream stream) {
        return Optional.ofNullable(fromTruth.get(stream.name())).map(row -> Double.parseDouble(row[GAP]));
    }

    /** The adjusted Rand index of scikit-learn's best of five, on the last fifth of the points that it has learned. */
    double ari(QualityStream stream) {
        return Double.parseDouble(row(batch, stream)[ARI]);
    }

    /** Scikit-learn's best of five on the held-out points. */
    HeldOut heldOut(QualityStream stream) {
        return HeldOut.of(
                stream, DrawnStreams.mixture(DrawnStreams.json("/quality/peer/" + stream.name() + ".json.gz")));
    }

    /** The index of scikit-learn refitted on each window, on the last fifth; from a cold or a warm start, as is better. */
    double windowedAri(QualityStream stream) {
        String[] row = row(windowed, stream);
        return Math.max(Double.parseDouble(row[1]), Double.parseDouble(row[2]));
    }
}
