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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the statistics of a pane a task sends a sample of the very points that they are of. */
class SampledPanesTest {
    private final TestSettings settings = new TestSettings();

    @ParameterizedTest
    @EnumSource
    void ofFewPointsAllAreSampledUnderPrioritiesOfTheirPlaces(Shape shape) {
        settings.format = shape.format();
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 2);
            points.feed(250);
            int row = 0;
            for (int i = 0; i < 250; i++) {
                long offset = points.offsets().get(i);
                row = i > 0 && points.offsets().get(i - 1) == offset ? row + 1 : 0;
                expected.add(
                        shape == Shape.POINTS
                                ? PointSample.priority(1, 0, offset)
                                : PointSample.priority(1, 0, offset, row));
            }
            for (PaneStatistics pane : panes(driven)) {
                assertThat(pane.sample().threshold()).isEqualTo(1);
                assertThat(pane.sample().size()).isEqualTo(pane.statistics().points());
                DoubleStream.of(pane.sample().priorities()).forEach(actual::add);
            }
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadAgainIsSampledAgain(Shape shape) {
        settings.format = shape.format();
        assertThat(samplesOfOneRun(shape)).isEqualTo(samplesOfOneRun(shape)).hasSize(250);
    }

    @ParameterizedTest
    @EnumSource
    void ofManyPointsTheLearnersShareIsSampled(Shape shape) {
        settings.format = shape.format();
        CountedHooks hooks = new CountedHooks();
        settings.paneLength = 1_000_000;
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding points = new Feeding(driven, shape, 2);
            points.feed(100);
            driven.reports();
            hooks.silence();
            points.feed(4900);
            hooks.speak();
            points.feed(1);
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
            new Feeding(driven, Shape.POINTS, 2).feed(100);
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

    private List<String> samplesOfOneRun(Shape shape) {
        List<String> samples = new ArrayList<>();
        try (Driven driven = new Driven(settings)) {
            new Feeding(driven, shape, 2).feed(250);
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
}
