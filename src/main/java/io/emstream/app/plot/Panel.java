package io.emstream.app.plot;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.List;
import java.util.Locale;

/** A model and its points in a part of a picture. */
interface Panel {
    /** What must be seen from left to right; the same for both models of a pair. */
    Range x();

    /** What must be seen from bottom to top. */
    Range y();

    /** The shapes within this box, with axes of these ranges. */
    List<Shape> shapes(Box box, Range sharedX, Range sharedY);

    /** A cluster as pictures name it. */
    static String name(Mixture mixture, int k) {
        return mixture.cluster(k) + " · " + percent(mixture.weight(k));
    }

    /** A share in words. */
    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.095 ? "%.1f%%" : "%.0f%%", 100 * share);
    }

    /** The panel that suits a model. */
    static Panel of(Model model, LabelledPoints points, Plane plane) {
        String family = model.mixture().family().name();
        if (family.startsWith("bernoulli") || family.startsWith("binomial")) {
            return new Profiles(model);
        }
        return model.features().dimension() == 1 ? new Densities(model, points) : new Scatter(model, points, plane);
    }
}
