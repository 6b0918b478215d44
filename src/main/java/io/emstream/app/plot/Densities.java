package io.emstream.app.plot;

import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One feature: a histogram of the points, the weighted density of each component over it, and their sum. */
final class Densities implements Panel {
    private static final int CURVE = 240;
    private static final int MOST_BINS = 60;

    private final Model model;
    private final double[] values;
    private final Plane plane;

    Densities(Model model, LabelledPoints points) {
        this.model = model;
        this.values = points.feature(0);
        this.plane = Plane.ofFeatures(model, 0, 0);
    }

    @Override
    public Range x() {
        return Range.of(
                values,
                model.mixture().components().stream()
                        .flatMapToDouble(component -> Ellipses.reach(component, plane, 0)));
    }

    @Override
    public Range y() {
        Range x = x();
        double highest = Math.max(
                Arrays.stream(heights(x)).max().orElse(0),
                curve(x).map(this::sum).max().orElse(0));
        return new Range(0, highest > 0 ? 1.15 * highest : 1);
    }

    @Override
    public List<Shape> shapes(Box box, Range sharedX, Range sharedY) {
        Mixture mixture = model.mixture();
        Axes axes = new Axes(box.within(58, 0, 8, 46), sharedX, sharedY);
        List<Shape> shapes = new ArrayList<>(axes.shapes(plane.names().get(0), "density"));
        List<Shape> inside = new ArrayList<>(bars(axes));
        if (mixture.component(0).variance(0) > 0) {
            inside.add(new Shape.Line(
                    curve(sharedX).mapToObj(x -> axes.at(x, sum(x))).toList(), Paint.SOFT.at(0.6), 4));
        }
        for (int k = 0; k < mixture.size(); k++) {
            int component = k;
            Paint colour = Paint.ofCluster(mixture.cluster(k));
            List<Shape.Place> curve = curve(sharedX)
                    .mapToObj(x -> axes.at(x, density(component, x)))
                    .toList();
            List<Shape.Place> area = new ArrayList<>(curve);
            area.add(axes.at(sharedX.high(), 0));
            area.add(axes.at(sharedX.low(), 0));
            inside.add(new Shape.Area(area, colour.at(0.14), Paint.NONE, 0));
            inside.add(new Shape.Line(curve, colour, 2));
        }
        for (int k = 0; k < mixture.size(); k++) {
            double mean = mixture.component(k).mean(0);
            Shape.Place top = axes.at(mean, density(k, mean));
            inside.add(new Shape.Text(
                    new Shape.Place(top.x(), Math.max(axes.box().top() + 14, top.y() - 8)),
                    Panel.name(mixture, k),
                    Axes.LETTERS + 1,
                    Shape.Anchor.MIDDLE,
                    Paint.INK,
                    true,
                    true,
                    false));
        }
        shapes.add(new Shape.Clipped(axes.box(), inside));
        return shapes;
    }

    private List<Shape> bars(Axes axes) {
        double[] heights = heights(axes.x());
        double width = (axes.x().high() - axes.x().low()) / heights.length;
        List<Shape> bars = new ArrayList<>();
        for (int bin = 0; bin < heights.length; bin++) {
            if (heights[bin] > 0) {
                Shape.Place top = axes.at(axes.x().low() + bin * width, heights[bin]);
                Shape.Place end = axes.at(axes.x().low() + (bin + 1) * width, 0);
                bars.add(Shape.box(
                        top.x() + 0.5, top.y(), Math.max(0.5, end.x() - top.x() - 1), end.y() - top.y(), Paint.FAINT));
            }
        }
        return bars;
    }

    /** The density of the points in each bin: Rice's rule, 2 ∛n bins. */
    private double[] heights(Range x) {
        int bins = (int) Math.max(1, Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt(values.length))));
        double[] heights = new double[bins];
        double width = (x.high() - x.low()) / bins;
        for (double value : values) {
            int bin = (int) Math.floor(bins * x.part(value));
            if (bin >= 0 && bin < bins) {
                heights[bin] += 1 / (values.length * width);
            }
        }
        return heights;
    }

    private static DoubleStream curve(Range x) {
        return IntStream.rangeClosed(0, CURVE).mapToDouble(i -> x.low() + (x.high() - x.low()) * i / CURVE);
    }

    private double sum(double x) {
        return IntStream.range(0, model.mixture().size())
                .mapToDouble(k -> density(k, x))
                .sum();
    }

    /** Weight times density; 0 for families without a density. */
    private double density(int k, double x) {
        Component component = model.mixture().component(k);
        double variance = component.variance(0);
        if (!(variance > 0)) {
            return 0;
        }
        double distance = x - component.mean(0);
        return model.mixture().weight(k)
                * Math.exp(-0.5 * distance * distance / variance)
                / Math.sqrt(2 * Math.PI * variance);
    }
}
