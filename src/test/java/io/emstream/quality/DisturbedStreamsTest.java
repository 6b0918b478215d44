package io.emstream.quality;

import io.emstream.learn.Settings;
import io.emstream.point.Point;
import io.emstream.quality.QualityStream.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One pass over streams with outliers, and over streams that come in unequal parts and are labelled by older models. */
@Tag("quality")
class DisturbedStreamsTest {
    private static final List<String> STREAMS = List.of("S2003", "S2006", "S2013", "S2018", "S2026");
    private static final double OUTLIERS = 0.05;
    private static final double BOX = 10;
    private static final long SEED = 5;

    @Test
    void outliersAreFlaggedAndPullAtNoCluster() {
        Evidence evidence = new Evidence("outliers");
        List<Callable<Outcome>> work = new ArrayList<>();
        for (String name : STREAMS) {
            QualityStream stream = DrawnStreams.read(name);
            work.add(() -> trial(stream, 1, Conditions.PLAIN));
            work.add(() -> trial(stream, 1, Conditions.PLAIN.withDisturbance(outliers(stream))));
        }
        List<Outcome> runs = Evidence.together(work);
        evidence.runs(runs);
        double loss = Double.NEGATIVE_INFINITY;
        double recognised = 1;
        double mistaken = 0;
        for (int i = 0; i < runs.size(); i += 2) {
            Outcome clean = runs.get(i);
            Outcome dirty = runs.get(i + 1);
            loss = Math.max(loss, dirty.heldOut().clusterGap() - clean.heldOut().clusterGap());
            recognised = Math.min(recognised, dirty.flags().ofOutliers());
            mistaken = Math.max(mistaken, dirty.flags().ofOthers());
        }
        evidence.atMost("5 % outliers: larger gap of the others, worst", .005, loss);
        evidence.atLeast("share of outliers that are flagged, worst", .99, recognised);
        evidence.atMost("share of others that are flagged, worst", .001, mistaken);
        evidence.conclude();
    }

    @Test
    void unequalPartitionsAndOldModelsDoLittleHarm() {
        Evidence evidence = new Evidence("skewed-partitions");
        Conditions skewed = Conditions.PLAIN.withShares(.7, .1, .1, .1).withLag(5);
        List<Callable<Outcome>> work = new ArrayList<>();
        for (String name : STREAMS) {
            QualityStream stream = DrawnStreams.read(name);
            work.add(() -> trial(stream, 1, Conditions.PLAIN));
            work.add(() -> trial(stream, 4, skewed));
        }
        List<Outcome> runs = Evidence.together(work);
        evidence.runs(runs);
        for (int i = 0; i < runs.size(); i += 2) {
            Outcome alone = runs.get(i);
            evidence.atMost(
                    alone.stream().name() + ": gap; 1.5 times that of one partition + 0.002",
                    1.5 * alone.gap() + .002,
                    runs.get(i + 1).gap());
        }
        evidence.conclude();
    }

    @Test
    void partitionsMayHaveClustersOfTheirOwn() {
        Evidence evidence = new Evidence("clusters-by-partition");
        List<Callable<Outcome>> work = new ArrayList<>();
        int[] numbers = {1, 2, 4, 8};
        for (String name : STREAMS) {
            for (int partitions : numbers) {
                QualityStream stream = DrawnStreams.read(name);
                work.add(() -> trial(
                        stream,
                        partitions,
                        Conditions.PLAIN.withClustersOf(stream, partitions).withLag(5)));
            }
        }
        List<Outcome> runs = Evidence.together(work);
        evidence.runs(runs);
        for (int i = 0; i < runs.size(); i++) {
            Outcome alone = runs.get(i - i % numbers.length);
            evidence.atMost(
                    alone.stream().name() + ", " + numbers[i % numbers.length]
                            + " partitions: gap; 1.5 times that of one + 0.002",
                    1.5 * alone.gap() + .002,
                    runs.get(i).gap());
        }
        evidence.conclude();
    }

    private static Outcome trial(QualityStream stream, int partitions, Conditions conditions) {
        Settings settings = Rules.defaults(stream, 100);
        settings.partitions = partitions;
        settings.seed = stream.seed();
        return Trial.run(stream, settings.build(), conditions);
    }

    /** Some of the points are uniform in a box ten times as wide as the first thousand of them need. */
    private static BiFunction<Integer, Drawn, Drawn> outliers(QualityStream stream) {
        int d = stream.dimension();
        double[] low = stream.at(0).point().values().clone();
        double[] high = low.clone();
        for (int i = 1; i < 1000; i++) {
            double[] x = stream.at(i).point().values();
            for (int j = 0; j < d; j++) {
                low[j] = Math.min(low[j], x[j]);
                high[j] = Math.max(high[j], x[j]);
            }
        }
        return (i, drawn) -> {
            long at = i * (d + 1L);
            if (SplitMix64.uniform(SEED, at) >= OUTLIERS) {
                return drawn;
            }
            double[] x = new double[d];
            for (int j = 0; j < d; j++) {
                double u = SplitMix64.uniform(SEED, at + 1 + j) - 0.5;
                x[j] = (low[j] + high[j]) / 2 + BOX * u * (high[j] - low[j]);
            }
            return new Drawn(new Point(x, 1, i), -1, drawn.truth());
        };
    }
}
