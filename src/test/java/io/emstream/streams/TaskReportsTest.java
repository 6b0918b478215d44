package io.emstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.TaskReportCodec;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.PointBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a task keeps in memory for the learner is bounded, however many records come between two commits. */
class TaskReportsTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(6);

    @Test
    void thePanesInMemoryAreBoundedAlsoBetweenCommits() {
        settings.openPanes = 10;
        settings.paneLength = 1;
        CountedHooks hooks = new CountedHooks();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            feed(driven, 100);
            driven.reports();
            hooks.silence();
            feed(driven, 2 * PointBlock.CAPACITY);
            // No commit has happened, yet nearly all panes have left, in the transaction of their points.
            assertThat(panes(driven.reports()))
                    .isBetween(2L * PointBlock.CAPACITY - settings.openPanes, 2L * PointBlock.CAPACITY);
        }
    }

    @Test
    void heldPointsOfManyPanesLeaveInPiecesToo() {
        settings.openPanes = 10;
        settings.paneLength = 1;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 99);
            driven.reports();
            feed(driven, 1);
            driven.end();
            assertThat(panes(driven.reports())).isEqualTo(100);
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(100);
        }
    }

    @Test
    void rawPointsLeaveInPiecesThatFitIntoARecordAlsoBetweenCommits() {
        settings.warmup = StreamSettings.Warmup.PASS;
        settings.features = Features.ofDimension(1);
        settings.warmupPoints = 1_000_000;
        CountedHooks hooks = new CountedHooks();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            hooks.silence();
            for (int i = 0; i < 50_000; i++) {
                driven.feed("[1]");
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

    private void feed(Driven driven, int number) {
        for (int i = 0; i < number; i++) {
            driven.feed(blobs.next());
        }
    }
}
