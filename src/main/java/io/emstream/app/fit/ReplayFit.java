package io.emstream.app.fit;

import io.emstream.app.Failure;
import io.emstream.app.replay.Answer;
import io.emstream.app.replay.Replay;
import io.emstream.app.replay.ReplayRow;
import io.emstream.codec.Assignment;
import io.emstream.codec.PointFile;
import io.emstream.codec.PointRow;
import io.emstream.codec.PointRows;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of a file that went through the pipeline. */
public final class ReplayFit {
    private ReplayFit() {}

    /**
     * The rows of a file as they are fed: points in the units of the scaling, and what is no point as it stands there.
     *
     * @throws IOException if the file cannot be read
     */
    public static List<ReplayRow> rows(PointFile file, Scaling scaling) throws IOException {
        List<ReplayRow> fed = new ArrayList<>();
        try (PointRows rows = file.rows()) {
            while (rows.hasNext()) {
                PointRow row = rows.next();
                fed.add(row(row, scaling));
            }
        }
        return fed;
    }

    private static ReplayRow row(PointRow row, Scaling scaling) {
        try {
            return ReplayRow.of(scaling.scaled(row.point()));
        } catch (RejectedPointException refused) {
            return ReplayRow.refused(row.bytes());
        }
    }

    /** How many rows each reason kept from being labelled. */
    public static Map<String, Integer> reasons(Replay.Outcome replayed) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (Answer answer : replayed.answers()) {
            if (answer.reason() != null) {
                reasons.merge(answer.reason(), 1, Integer::sum);
            }
        }
        return reasons;
    }

    /**
     * Adds up what came back.
     *
     * @param rows in the file's own units
     * @param settings those of the learner
     * @param scaling the units in which the rows were fed
     * @param labels takes the label of each row that has one
     * @throws Failure if there never was a model
     */
    public static Outcome of(
            FileRows rows,
            Replay.Outcome replayed,
            LearnerSettings settings,
            Scaling scaling,
            ResponsibilityDetail detail,
            LabelSink labels) {
        if (replayed.versions().isEmpty()) {
            throw OnlineFit.tooFewPoints(rows, settings);
        }
        Model last = replayed.versions().get(replayed.versions().size() - 1);
        FileRows scaled = rows.in(scaling);
        Tally labelled = new Tally();
        Tally prequential = new Tally();
        int warmUp = 0;
        for (FileRows.Row row : scaled.rows()) {
            Point point = row.point();
            boolean isWarmUp = warmUp < settings.warmupPoints();
            warmUp += isWarmUp && point.isLearnable() ? 1 : 0;
            Assignment given = replayed.answers().get((int) row.number()).label();
            if (given == null) {
                continue;
            }
            Assignment label = new Assignment(
                    row.number(),
                    given.model(),
                    given.cluster(),
                    given.responsibilities(),
                    given.outlier(),
                    given.logDensity() + scaling.logJacobian(settings.family(), point),
                    given.tail(),
                    given.status());
            labelled.add(label.status(), label.logDensity(), point);
            if (!isWarmUp) {
                prequential.add(label.status(), label.logDensity(), point);
            }
            labels.accept(label);
        }
        Model own = OnlineFit.in(last, scaling);
        Outcome all = Scoring.of(scaled, own, last.mixture(), scaling, detail, LabelSink.NONE);
        long deadLetters =
                reasons(replayed).values().stream().mapToInt(Integer::intValue).sum();
        return new Outcome(
                replayed.answers().size(),
                labelled.labelled(),
                deadLetters,
                own,
                all.totalLogLikelihood(),
                all.meanLogLikelihood(),
                prequential.mean());
    }
}
