package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.TaskReportCodec;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.PointBlock;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task keeps in memory for the learner is bounded, however many records come between two commits. */
class TaskReportsTest {
    private final TestSettings settings = new TestSettings();

    @ParameterizedTest
    @EnumSource
    void thePanesInMemoryAreBoundedAlsoBetweenCommits(Shape shape) {
        settings.format = shape.format();
        settings.openPanes = 10;
        settings.paneLength = 1;
        CountedHooks hooks = new CountedHooks();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(100);
            driven.reports();
            hooks.silence();
            int fed = 8 * PointBlock.CAPACITY;
            points.feed(fed);
            // No commit has happened, yet nearly all panes have left, in the transaction of their points.
            long mostInAPane = shape == Shape.POINTS ? 1 : Feeding.MOST_ROWS;
            assertThat(panes(driven.reports())).isBetween(fed - settings.openPanes * mostInAPane, (long) fed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void heldPointsOfManyPanesLeaveInPiecesToo(Shape shape) {
        settings.format = shape.format();
        settings.openPanes = 2;
        settings.paneLength = 1;
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(99);
            driven.reports();
            points.feed(1);
            driven.end();
            assertThat(panes(driven.reports())).isEqualTo(100);
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PACKED_BLOCKS", mode = EnumSource.Mode.EXCLUDE)
    void rawPointsLeaveInPiecesThatFitIntoARecordAlsoBetweenCommits(Shape shape) {
        settings.format = shape.format();
        settings.warmup = StreamSettings.Warmup.PASS;
        settings.features = Features.ofDimension(1);
        settings.warmupPoints = 1_000_000;
        CountedHooks hooks = new CountedHooks();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            hooks.silence();
            Feeding points = new Feeding(driven, shape, 6);
            for (int i = 0; i < 50_000; i += Feeding.MOST_ROWS) {
                points.feedRows(Collections.nCopies(Feeding.MOST_ROWS, "[1]"));
            }
            var reports = driven.output(Driven.STATISTICS).readValuesToList();
            assertThat(reports)
                    .isNotEmpty()
                    .allSatisfy(bytes -> assertThat(bytes.length).isLessThan(700_000));
            long told = reports.stream()
                    .map(bytes -> (TaskReport.RawPoints) TaskReportCodec.decode(bytes))
                    .mapToLong(raw -> raw.points().size())
                    .sum();
            assertThat(told).isGreaterThan(20_000);
        }
    }

    private static long panes(List<TaskReport> reports) {
        return reports.stream()
                .filter(TaskReport.Pane.class::isInstance)
                .map(report -> ((TaskReport.Pane) report).statistics())
                .mapToLong(pane -> pane.statistics().points())
                .sum();
    }
}
