package io.emstream.app.plot;

import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The mean log-likelihood from version to version, with the number of clusters. */
public final class History {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;

    private History() {}

    /**
     * The picture.
     *
     * @param versions in order, two or more
     */
    public static Picture of(List<Model> versions, String title) {
        Box box = new Box(0, 0, WIDTH, HEIGHT).within(64, 58, 20, 54);
        double[] likelihoods = DoubleStream.concat(
                        values(versions, Model::foldMeanLogLikelihood),
                        values(versions, Model::prequentialMeanLogLikelihood))
                .toArray();
        Range x = new Range(
                versions.get(0).version(),
                Math.max(
                        versions.get(versions.size() - 1).version(),
                        versions.get(0).version() + 1));
        Axes axes = new Axes(box, x, Range.of(likelihoods, DoubleStream.empty()));
        List<Shape> shapes = new ArrayList<>();
        shapes.add(
                new Shape.Text(new Shape.Place(20, 24), title, 15, Shape.Anchor.START, Paint.INK, true, false, false));
        shapes.addAll(legend());
        shapes.addAll(axes.shapes("version of the model", "mean log-likelihood of a point"));
        List<Shape> inside = new ArrayList<>(changes(versions, axes));
        inside.addAll(lines(versions, Model::foldMeanLogLikelihood, axes, Paint.ACCENT.at(0.45), 1.2));
        inside.addAll(lines(versions, Model::prequentialMeanLogLikelihood, axes, Paint.INK, 2));
        shapes.add(new Shape.Clipped(axes.box(), inside));
        return new Picture(WIDTH, HEIGHT, title, shapes);
    }

    private static DoubleStream values(List<Model> versions, ToDoubleFunction<Model> value) {
        return versions.stream().mapToDouble(value).filter(Double::isFinite);
    }

    private static List<Shape> legend() {
        return List.of(
                Shape.line(20, 40, 44, 40, Paint.ACCENT.at(0.45), 1.2),
                Shape.Text.of(50, 44, "of each fold, under the model before", 12, Shape.Anchor.START, Paint.SOFT),
                Shape.line(280, 40, 304, 40, Paint.INK, 2),
                Shape.Text.of(310, 44, "of all points so far", 12, Shape.Anchor.START, Paint.SOFT));
    }

    /** Lines between versions that have the value. */
    private static List<Shape> lines(
            List<Model> versions, ToDoubleFunction<Model> value, Axes axes, Paint stroke, double width) {
        List<Shape.Place> places = new ArrayList<>();
        for (Model model : versions) {
            double likelihood = value.applyAsDouble(model);
            if (Double.isFinite(likelihood)) {
                places.add(axes.at((double) model.version(), likelihood));
            }
        }
        return places.size() < 2 ? List.of() : List.of(new Shape.Line(places, stroke, width));
    }

    /** Where the number of clusters becomes another. */
    private static List<Shape> changes(List<Model> versions, Axes axes) {
        List<Shape> shapes = new ArrayList<>();
        int before = 0;
        for (Model model : versions) {
            int clusters = model.mixture().size();
            if (clusters != before) {
                double left = axes.at((double) model.version(), axes.y().low()).x();
                shapes.add(Shape.line(left, axes.box().top(), left, axes.box().bottom(), Paint.FAINT, 1));
                shapes.add(new Shape.Text(
                        new Shape.Place(left + 4, axes.box().top() + 12),
                        clusters + (clusters == 1 ? " cluster" : " clusters"),
                        11,
                        Shape.Anchor.START,
                        Paint.SOFT,
                        false,
                        true,
                        false));
                before = clusters;
            }
        }
        return shapes;
    }
}
