package io.emstream.app.fit;

import io.emstream.codec.ResponsibilityDetail;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.PointBlock;

/** Labels a file by a given model. */
public final class Scoring {
    private Scoring() {}

    /** Labels every row by the model of a file. */
    public static Outcome of(FileRows rows, ModelFile.Content file, ResponsibilityDetail detail, LabelSink labels) {
        Scaling scaling = file.scaling();
        Mixture mixture = file.model().mixture();
        return of(
                rows.in(scaling),
                file.model(),
                scaling.isNone() ? mixture : scaling.scaled(mixture),
                scaling,
                detail,
                labels);
    }

    /**
     * Labels every row.
     *
     * @param scaled the rows in the units of the scaling
     * @param mixture that of the model in the units of the scaling
     */
    static Outcome of(
            FileRows scaled,
            Model model,
            Mixture mixture,
            Scaling scaling,
            ResponsibilityDetail detail,
            LabelSink labels) {
        RowLabels answers = new RowLabels(model.version(), mixture, detail, scaling, scaled.rows());
        Tally tally = new Tally();
        for (int from = 0; from < scaled.rows().size(); from += PointBlock.CAPACITY) {
            int to = Math.min(from + PointBlock.CAPACITY, scaled.rows().size());
            answers.add(from, to);
            answers.answer();
            tally.add(answers);
            answers.tell(labels);
            answers.clear();
        }
        return new Outcome(
                scaled.count(),
                tally.labelled(),
                scaled.refused() + tally.notFinite(),
                model,
                tally.total(),
                tally.mean(),
                Double.NaN);
    }
}
