package io.emstream.app.fit;

import io.emstream.codec.Assignment;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.Optional;

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
        Labeller labeller = new Labeller(model.version(), mixture, detail, scaling);
        Tally tally = new Tally();
        long notFinite = 0;
        for (FileRows.Row row : scaled.rows()) {
            Optional<Assignment> label = labeller.label(row.number(), row.point());
            if (label.isPresent()) {
                tally.add(label.get(), row.point());
                labels.accept(label.get());
            } else {
                notFinite++;
            }
        }
        return new Outcome(
                scaled.count(),
                tally.labelled(),
                scaled.refused() + notFinite,
                model,
                tally.total(),
                tally.mean(),
                Double.NaN);
    }
}
