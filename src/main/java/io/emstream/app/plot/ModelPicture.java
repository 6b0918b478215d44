package io.emstream.app.plot;

import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.List;

/** A model, or two side by side on the same axes. */
public final class ModelPicture {
    private static final int PANEL_WIDTH = 560;
    private static final int PANEL_HEIGHT = 440;
    private static final double TITLE = 44;

    private ModelPicture() {}

    /**
     * One of the models of a picture.
     *
     * @param title above it
     * @param points none if there are none
     */
    public record Part(String title, Model model, LabelledPoints points) {}

    /**
     * The picture.
     *
     * @param parts from left to right
     * @param plane what is seen of models of two features or more
     */
    public static Picture of(List<Part> parts, Plane plane) {
        List<Panel> panels = parts.stream()
                .map(part -> Panel.of(part.model(), part.points(), plane))
                .toList();
        Range x = panels.stream().map(Panel::x).reduce(Range::with).orElseThrow();
        Range y = panels.stream().map(Panel::y).reduce(Range::with).orElseThrow();
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Box box = new Box((double) i * PANEL_WIDTH, 0, PANEL_WIDTH, PANEL_HEIGHT);
            shapes.add(new Shape.Text(
                    new Shape.Place(box.left() + 20, 26),
                    parts.get(i).title(),
                    15,
                    Shape.Anchor.START,
                    Paint.INK,
                    true,
                    false,
                    false));
            shapes.addAll(panels.get(i).shapes(box.within(12, TITLE, 12, 8), x, y));
        }
        String title = String.join("; ", parts.stream().map(Part::title).toList());
        return new Picture(PANEL_WIDTH * parts.size(), PANEL_HEIGHT, title, shapes);
    }
}
