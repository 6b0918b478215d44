package io.emstream.app.plot;

import io.emstream.em.Responsibilities;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Points with the component of a model that each belongs to most. */
public final class LabelledPoints {
    private final List<Labelled> points;

    /**
     * A point and what is said of it.
     *
     * @param point with a value for each feature, {@code NaN} where missing
     * @param component the index of its component
     * @param responsibility how much it belongs to that, from 0 to 1
     */
    record Labelled(Point point, int component, double responsibility) {}

    private LabelledPoints(List<Labelled> points) {
        this.points = List.copyOf(points);
    }

    /**
     * Labels points.
     *
     * @param mixture in the units in which distances are measured
     * @param inUnits brings points into these units
     */
    public static LabelledPoints of(List<Point> points, Mixture mixture, UnaryOperator<Point> inUnits) {
        Responsibilities responsibilities = new Responsibilities(new CompiledMixture(mixture));
        List<Labelled> labelled = new ArrayList<>();
        for (Point point : points) {
            if (responsibilities.of(inUnits.apply(point))) {
                int component = responsibilities.component();
                labelled.add(new Labelled(point, component, responsibilities.value(component)));
            }
        }
        return new LabelledPoints(labelled);
    }

    /** No points. */
    public static LabelledPoints none() {
        return new LabelledPoints(List.of());
    }

    List<Labelled> points() {
        return points;
    }

    /** All values of one feature that are there. */
    double[] feature(int j) {
        return points.stream()
                .mapToDouble(point -> point.point().values()[j])
                .filter(Double::isFinite)
                .toArray();
    }
}
