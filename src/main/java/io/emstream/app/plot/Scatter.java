package io.emstream.app.plot;

import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Points on a plane, in the colours of their clusters and the paler the less they belong there, and ellipses over them. */
final class Scatter implements Panel {
    /** So many steps from pale to full. */
    private static final int SHADES = 4;

    private static final int FEW = 1500;

    private final Model model;
    private final LabelledPoints points;
    private final Plane plane;

    Scatter(Model model, LabelledPoints points, Plane plane) {
        this.model = model;
        this.points = points;
        this.plane = plane;
    }

    @Override
    public Range x() {
        return range(0);
    }

    @Override
    public Range y() {
        return range(1);
    }

    private Range range(int axis) {
        double[] values = points.points().stream()
                .mapToDouble(point -> plane.of(point.point().values())[axis])
                .toArray();
        DoubleStream reaches = model.mixture().components().stream()
                .flatMapToDouble(component -> Ellipses.reach(component, plane, axis));
        return Range.of(values, reaches);
    }

    @Override
    public List<Shape> shapes(Box box, Range sharedX, Range sharedY) {
        Mixture mixture = model.mixture();
        Axes axes = new Axes(box.within(58, 0, 8, 46), sharedX, sharedY);
        List<Shape> inside = new ArrayList<>(dots(axes));
        for (int k = 0; k < mixture.size(); k++) {
            inside.addAll(Ellipses.of(mixture.component(k), plane, axes, colour(k)));
        }
        for (int k = 0; k < mixture.size(); k++) {
            inside.addAll(centre(k, axes));
        }
        List<Shape> shapes =
                new ArrayList<>(axes.shapes(plane.names().get(0), plane.names().get(1)));
        shapes.add(new Shape.Clipped(axes.box(), inside));
        return shapes;
    }

    private List<Shape> dots(Axes axes) {
        double radius = points.points().size() <= FEW ? 2.6 : 1.6;
        List<List<Shape.Place>> groups = IntStream.range(0, model.mixture().size() * SHADES)
                .<List<Shape.Place>>mapToObj(group -> new ArrayList<>())
                .toList();
        for (LabelledPoints.Labelled point : points.points()) {
            double[] place = plane.of(point.point().values());
            int shade = (int) Math.min(SHADES - 1, Math.floor(SHADES * point.responsibility()));
            if (Double.isFinite(place[0]) && Double.isFinite(place[1]) && isInside(place, axes)) {
                groups.get(point.component() * SHADES + shade).add(axes.at(place[0], place[1]));
            }
        }
        List<Shape> dots = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            if (!groups.get(group).isEmpty()) {
                double opacity = 0.15 + 0.5 * (group % SHADES + 1) / SHADES;
                dots.add(new Shape.Dots(
                        groups.get(group), radius, colour(group / SHADES).at(opacity)));
            }
        }
        return dots;
    }

    private static boolean isInside(double[] place, Axes axes) {
        double x = axes.x().part(place[0]);
        double y = axes.y().part(place[1]);
        return x >= 0 && x <= 1 && y >= 0 && y <= 1;
    }

    private List<Shape> centre(int k, Axes axes) {
        double[] centre = plane.centre(model.mixture().component(k));
        Shape.Place at = axes.at(centre[0], centre[1]);
        Paint colour = colour(k);
        return List.of(
                Shape.line(at.x() - 5, at.y(), at.x() + 5, at.y(), colour, 2),
                Shape.line(at.x(), at.y() - 5, at.x(), at.y() + 5, colour, 2),
                new Shape.Text(
                        new Shape.Place(at.x() + 7, at.y() - 7),
                        Panel.name(model.mixture(), k),
                        Axes.LETTERS + 1,
                        Shape.Anchor.START,
                        Paint.INK,
                        true,
                        true,
                        false));
    }

    private Paint colour(int k) {
        return Paint.ofCluster(model.mixture().cluster(k));
    }
}
