package io.emstream.quality;

import io.emstream.learn.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How one pass over 20 000 points of four clusters on a circle follows what happens to them, over ten seeds. */
@Tag("quality")
class ClassicDriftTest {
    private static final int SEEDS = 10;

    /** The largest mean gaps over the stream and over its last 2000 points, and the longest recovery, in points. */
    private record Row(String stream, double prequential, double last, double recovery) {
        List<Callable<Outcome>> trials() {
            return LongStream.rangeClosed(1, SEEDS).mapToObj(this::trial).toList();
        }

        private Callable<Outcome> trial(long seed) {
            return () -> {
                QualityStream drawn = ClassicStreams.of(stream, seed);
                Settings settings = Rules.defaults(drawn, 100);
                settings.seed = seed;
                return Trial.run(drawn, settings.build());
            };
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("abrupt", .06, .01, 1000),
            new Row("newcluster", .03, .01, 1000),
            new Row("vanish", .03, .015, 1500),
            new Row("gradual", .08, .12, Double.POSITIVE_INFINITY),
            new Row("recurring", .16, .015, 1000),
            new Row("jump", 1.0, .08, 2500),
            new Row("stationary", .006, .004, 0));

    @Test
    void onePassFollowsAsFastAsItShould() {
        Evidence evidence = new Evidence("classic-drift");
        List<Outcome> all = Evidence.together(
                ROWS.stream().flatMap(row -> row.trials().stream()).toList());
        evidence.runs(all);
        for (int i = 0; i < ROWS.size(); i++) {
            Row row = ROWS.get(i);
            List<Outcome> runs = all.subList(i * SEEDS, (i + 1) * SEEDS);
            evidence.atMost(
                    row.stream + ": prequential gap, mean",
                    row.prequential,
                    Evidence.mean(runs, Outcome::prequentialGap));
            evidence.atMost(
                    row.stream + ": gap of the last 2000, mean",
                    row.last,
                    Evidence.mean(runs, run -> run.lastGap(2000)));
            if (Double.isFinite(row.recovery)) {
                evidence.atMost(
                        row.stream + ": points to recover, worst",
                        row.recovery,
                        Evidence.largest(runs, ClassicDriftTest::recovery));
            }
            if (row.stream.equals("jump")) {
                evidence.atMost(
                        "jump: gap of the last 2000, median", .02, Evidence.median(runs, run -> run.lastGap(2000)));
            }
            if (row.stream.equals("stationary")) {
                evidence.atMost("stationary: alarms in ten runs", 1, alarms(runs));
            }
        }
        evidence.conclude();
    }

    private static int alarms(List<Outcome> runs) {
        return runs.stream().mapToInt(run -> run.events("DRIFT")).sum();
    }

    /** From the change, or the slowest of several changes. */
    private static double recovery(Outcome outcome) {
        if (!outcome.stream().name().startsWith("recurring")) {
            return outcome.recovery();
        }
        List<Double> each = new ArrayList<>();
        for (int change = 5000; change < outcome.stream().size(); change += 5000) {
            each.add(outcome.course().recovery(change));
        }
        return each.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
