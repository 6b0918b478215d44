package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.learn.PaneStatistics;
import io.emstream.learn.PointSample;
import io.emstream.learn.TaskReport;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** With the statistics of a pane a task sends a sample of the very points that they are of. */
class SampledPanesTest {
    private final TestSettings settings = new TestSettings();

    @Test
    void ofFewPointsAllAreSampledUnderPrioritiesOfTheirOffsets() {
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        try (Driven driven = new Driven(settings)) {
            feed(driven, 0, 250);
            for (long offset = 0; offset < 250; offset++) {
                expected.add(PointSample.priority(1, 0, offset));
            }
            for (PaneStatistics pane : panes(driven)) {
                assertThat(pane.sample().threshold()).isEqualTo(1);
                assertThat(pane.sample().size()).isEqualTo(pane.statistics().points());
                DoubleStream.of(pane.sample().priorities()).forEach(actual::add);
            }
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatIsReadAgainIsSampledAgain() {
        assertThat(samplesOfOneRun()).isEqualTo(samplesOfOneRun()).hasSize(250);
    }

    @Test
    void ofManyPointsTheLearnersShareIsSampled() {
        CountedHooks hooks = new CountedHooks();
        settings.paneLength = 1_000_000;
        try (Driven driven = new Driven(settings, hooks::builder)) {
            feed(driven, 0, 100);
            driven.reports();
            hooks.silence();
            feed(driven, 100, 5000);
            hooks.speak();
            feed(driven, 5000, 5001);
            PaneStatistics pane = panes(driven).get(0);
            assertThat(pane.statistics().points()).isEqualTo(4901);
            assertThat(pane.sample().size()).isEqualTo(PointSample.FOLD_CAPACITY);
            assertThat(pane.sample().threshold()).isBetween(0.8, 0.88);
        }
    }

    @Test
    void onlyWhatIsLearnedIsSampledAndLatePointsAreToo() {
        settings.clock = StreamSettings.Clock.EVENT_TIME;
        settings.paneLength = 1000;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 0, 100);
            driven.reports();
            driven.feed("{\"x\":[4,1],\"weight\":0}");
            driven.feed("[null,null]");
            driven.feed("[1e300,-1e300]");
            driven.feed(null, "[-4,null]".getBytes(UTF_8), new RecordHeaders(), Driven.START.minusSeconds(60));
            driven.feed("{\"x\":[4,2],\"weight\":3}");
            List<PaneStatistics> panes = panes(driven);
            List<Point> sampled = panes.stream()
                    .flatMap(pane -> pane.sample().points().stream())
                    .toList();
            assertThat(sampled).extracting(Point::weight).containsExactlyInAnyOrder(1.0, 3.0);
            assertThat(sampled).extracting(point -> point.values()[0]).containsExactlyInAnyOrder(-4.0, 4.0);
            assertThat(panes).extracting(PaneStatistics::late).containsOnlyOnce(1L);
        }
    }

    private List<String> samplesOfOneRun() {
        List<String> samples = new ArrayList<>();
        try (Driven driven = new Driven(settings)) {
            feed(driven, 0, 250);
            for (PaneStatistics pane : panes(driven)) {
                double[] priorities = pane.sample().priorities();
                List<Point> points = pane.sample().points();
                for (int i = 0; i < priorities.length; i++) {
                    samples.add(pane.pane() + " " + priorities[i] + " "
                            + Arrays.toString(points.get(i).values()));
                }
            }
        }
        return samples;
    }

    private static List<PaneStatistics> panes(Driven driven) {
        return driven.reports().stream()
                .filter(TaskReport.Pane.class::isInstance)
                .map(report -> ((TaskReport.Pane) report).statistics())
                .toList();
    }

    /** Feeds the points with these numbers, which depend on nothing else. */
    private static void feed(Driven driven, int from, int to) {
        for (int i = from; i < to; i++) {
            driven.feed(
                    "[" + (i % 2 == 0 ? -4 : 4) + "." + (i * 7919L) % 1000 + "," + (i * 104729L) % 997 / 500.0 + "]");
        }
    }
}
