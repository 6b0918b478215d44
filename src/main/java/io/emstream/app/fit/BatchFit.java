package io.emstream.app.fit;

import io.emstream.app.Failure;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.Fit;
import io.emstream.em.Schedule;
import io.emstream.learn.Initialisation;
import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/** Batch EM over a whole file: the best that can be known of it afterwards. */
public final class BatchFit {
    /** With fewer points a criterion tells nothing: each may be a cluster of its own. */
    private static final int FEWEST_TO_COUNT = 10;

    private BatchFit() {}

    /**
     * Fits a mixture, and labels every row by it.
     *
     * @param settings shape, prior and seed; the rules of online learning do not matter
     * @throws Failure if there are too few points
     */
    public static Outcome of(
            FileRows rows, LearnerSettings settings, Scaling scaling, ResponsibilityDetail detail, LabelSink labels) {
        int clusters = settings.clusters().fewest();
        FileRows scaled = rows.in(scaling);
        List<Point> sample = scaled.learnable();
        if (sample.isEmpty()) {
            throw new Failure("No row of " + rows.name()
                    + " has a value to learn from. Look at the first ones, and choose" + " columns with --columns.");
        }
        if (sample.size() < clusters) {
            throw new Failure(
                    rows.name() + " has " + sample.size() + " rows to learn from, but " + clusters
                            + " clusters need one each at the least. Ask for fewer clusters, or look at the rows that were refused.");
        }
        if (!settings.clusters().isFixed() && sample.size() < FEWEST_TO_COUNT) {
            throw new Failure(rows.name() + " has " + sample.size()
                    + " rows to learn from, but to find the number of clusters takes "
                    + FEWEST_TO_COUNT + " at the least. Give the number with --clusters, or look at the rows that"
                    + " were refused.");
        }
        Fit fit = Initialisation.of(
                        settings,
                        sample,
                        Schedule.THOROUGH,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed()))
                .fit();
        Model model = model(settings, scaling.unscaled(fit.mixture()), sample);
        return Scoring.of(scaled, model, fit.mixture(), scaling, detail, labels);
    }

    private static Model model(LearnerSettings settings, Mixture mixture, List<Point> sample) {
        double weight = sample.stream().mapToDouble(Point::weight).sum();
        double squares = sample.stream()
                .mapToDouble(point -> point.weight() * point.weight())
                .sum();
        double effective = weight * weight / squares;
        List<Model.Cluster> clusters = new ArrayList<>();
        for (int k = 0; k < mixture.size(); k++) {
            clusters.add(new Model.Cluster(1, mixture.weight(k) * effective));
        }
        long latest = sample.stream().mapToLong(Point::timestamp).max().orElse(Point.NO_TIMESTAMP);
        return new Model(
                settings.name(),
                1,
                0,
                1,
                settings.features(),
                mixture,
                clusters,
                sample.size(),
                effective,
                settings.forgetting().toString(),
                Double.NaN,
                Double.NaN,
                latest);
    }
}
