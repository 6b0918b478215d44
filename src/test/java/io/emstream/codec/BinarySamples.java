package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Parameter;
import io.emstream.family.Prior;
import io.emstream.learn.CheckSchedule;
import io.emstream.learn.Counters;
import io.emstream.learn.LearnerState;
import io.emstream.learn.PageHinkley;
import io.emstream.learn.PaneStatistics;
import io.emstream.learn.Pin;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.learn.Track;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The values that the golden bytes hold; {@code make.py} beside them says the same in Python. */
final class BinarySamples {
    static final long NEW_YEAR = 978307260000L;

    private BinarySamples() {}

    static MixtureStatistics full() {
        return new MixtureStatistics(
                List.of(
                        Moments.of(ScatterLayout.FULL, 1.5, new double[0], new double[] {-2, 0.25}, new double[] {
                            4, -0.5, 1e-300
                        }),
                        new Moments(ScatterLayout.FULL, 2)),
                1,
                3,
                2.5,
                -10.125,
                1e300);
    }

    static MixtureStatistics diagonal() {
        Moments moments = Moments.of(
                ScatterLayout.DIAGONAL, 3, new double[] {3, 1}, new double[] {0.5, 1e100}, new double[] {0.1, 0});
        return new MixtureStatistics(List.of(moments), 0, 4, 3, Double.NaN, 0);
    }

    static MixtureStatistics none() {
        Moments moments =
                Moments.of(ScatterLayout.NONE, 1, new double[] {1, 0, 1}, new double[] {7, 0, -7}, new double[0]);
        return new MixtureStatistics(List.of(moments), 0, 1, 1, -0.0, 0);
    }

    static PaneStatistics fullPane() {
        return new PaneStatistics(978307260, 2, full(), 978307260999L, 1, sample());
    }

    static PaneStatistics diagonalPane() {
        return new PaneStatistics(-1, -2, diagonal(), Long.MIN_VALUE, 0, new PointSample(PointSample.FOLD_CAPACITY));
    }

    static PaneStatistics nonePane() {
        return new PaneStatistics(0, 0, none(), 0, 0, new PointSample(PointSample.FOLD_CAPACITY));
    }

    static PointSample sample() {
        return PointSample.of(
                PointSample.FOLD_CAPACITY,
                0.375,
                new double[] {1e-9, 0.25},
                List.of(Point.of(1.5, -2), new Point(new double[] {Double.NaN, 3}, 0.25, Point.NO_TIMESTAMP)));
    }

    static TaskReport.RawPoints rawPoints() {
        return new TaskReport.RawPoints(
                1,
                TaskReport.RawPoints.Kind.RELEASED,
                List.of(Point.of(1.5, -2), new Point(new double[] {Double.NaN, 3}, 0.25, NEW_YEAR)));
    }

    static TaskReport.Progress progress() {
        return new TaskReport.Progress(2, NEW_YEAR, TaskReport.Activity.IDLE);
    }

    static TaskReport.Progress holding() {
        return new TaskReport.Progress(2, TaskReport.NONE, TaskReport.Activity.ENDED, true);
    }

    static Model model() {
        AnyFamily family = new AnyFamily("any:2");
        Mixture mixture = new Mixture(
                family,
                new double[] {0.5, 0.25},
                List.of(
                        new AnyFamily.Kept(
                                List.of(
                                        Parameter.vector("mean", new double[] {0.1, -1e-5}),
                                        Parameter.matrix("covariance", new double[] {2, 0.5, 0.5, 1}),
                                        Parameter.scalar("freedom", 4)),
                                2),
                        new AnyFamily.Kept(List.of(Parameter.vector("mean", new double[] {1e10, 2})), 2)),
                new long[] {7, 12},
                new Noise(0.25, new double[] {40, 1e-5}));
        return new Model(
                "flights",
                42,
                41,
                3,
                new Features(List.of("délai", "/geo/lat")),
                mixture,
                List.of(new Model.Cluster(1, 1234.5), new Model.Cluster(40, 0)),
                60000,
                1999.9,
                "points:2000",
                Double.NaN,
                -8.6796,
                NEW_YEAR);
    }

    static Counters counters() {
        return new Counters(1, 2, 3, 4, 5, 6, -7, 8.5, 9.5, 10.5, -11.5, 12.5, 13);
    }

    static Prior prior() {
        return new Prior(Prior.Kind.MAP, new double[] {0.5, -0.5}, new double[] {1e-12, 4});
    }

    /** A state with one block of every kind. */
    static LearnerState state() {
        LearnerState state = new LearnerState();
        state.counters(counters());
        state.model(model());
        state.prior(prior());
        state.track(0, new Track(full(), 700.5, 650.25, -0.125));
        state.track(1, new Track());
        state.checks(new CheckSchedule(12000.5, 16000, 2, 99.5, 5, -1));
        state.detector(new PageHinkley(51, -3.5, 0.25, 20.5, 11.75));
        state.pin(new Pin(41, "anna@desk", "7f1c", 12000, -54321.5, 11999.5));
        state.origin(40);
        state.obeyed(17);
        state.addReservoir(256, rawPoints().points());
        state.keepReservoir(256, 1);
        state.addAfterAlarm(257, rawPoints().points());
        state.addNewest(258, rawPoints().points());
        state.progress(new TaskReport.Progress(3, TaskReport.NONE, TaskReport.Activity.ACTIVE));
        state.addOpen(fullPane());
        state.addWindow(17, diagonalPane());
        state.addRaw(255, rawPoints());
        return state;
    }

    static HeldRecord heldRecord() {
        return new HeldRecord(
                ascii("\0key"),
                ascii("[1.5,2.0]"),
                120431,
                NEW_YEAR,
                List.of(new HeldRecord.Header("traceparent", ascii("00-1")), new HeldRecord.Header("é", null)));
    }

    static HeldRecord emptyHeldRecord() {
        return new HeldRecord(null, null, 0, -1, List.of());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The same in every field, every number to the last bit. */
    static void assertSame(Object actual, Object expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(expected);
    }
}
