package io.emstream.app.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Two axes with their ticks and names, and the pixels of what lies between them.
 *
 * @param box between the axes
 * @param x from left to right
 * @param y from bottom to top
 */
record Axes(Box box, Range x, Range y) {
    static final double LETTERS = 12;
    private static final double TICK = 4;
    private static final double PIXELS_PER_TICK = 70;

    /** The pixel of a value. */
    Shape.Place at(double valueX, double valueY) {
        return new Shape.Place(box.left() + box.width() * x.part(valueX), box.bottom() - box.height() * y.part(valueY));
    }

    /** What lies behind everything: the grid, ticks, and names. */
    List<Shape> shapes(String nameX, String nameY) {
        List<Shape> shapes = new ArrayList<>(bottom(nameX));
        Ticks ticks = Ticks.of(y.low(), y.high(), (int) Math.max(2, box.height() / PIXELS_PER_TICK));
        for (double value : ticks.values()) {
            double top = at(x.low(), value).y();
            shapes.add(Shape.line(box.left(), top, box.right(), top, Paint.GRID, 1));
            shapes.add(
                    Shape.Text.of(box.left() - 8, top + 4, ticks.text(value), LETTERS, Shape.Anchor.END, Paint.SOFT));
        }
        shapes.add(Shape.line(box.left(), box.top(), box.left(), box.bottom(), Paint.FAINT, 1));
        shapes.add(new Shape.Text(
                new Shape.Place(box.left() - 44, box.top() + box.height() / 2),
                nameY,
                LETTERS + 1,
                Shape.Anchor.MIDDLE,
                Paint.INK,
                false,
                false,
                true));
        return shapes;
    }

    /** The axis below alone. */
    List<Shape> bottom(String nameX) {
        List<Shape> shapes = new ArrayList<>();
        Ticks ticks = Ticks.of(x.low(), x.high(), (int) Math.max(2, box.width() / PIXELS_PER_TICK));
        for (double value : ticks.values()) {
            double left = at(value, y.low()).x();
            shapes.add(Shape.line(left, box.top(), left, box.bottom(), Paint.GRID, 1));
            shapes.add(Shape.line(left, box.bottom(), left, box.bottom() + TICK, Paint.FAINT, 1));
            shapes.add(Shape.Text.of(
                    left, box.bottom() + 18, ticks.text(value), LETTERS, Shape.Anchor.MIDDLE, Paint.SOFT));
        }
        shapes.add(Shape.line(box.left(), box.bottom(), box.right(), box.bottom(), Paint.FAINT, 1));
        shapes.add(Shape.Text.of(
                box.left() + box.width() / 2, box.bottom() + 38, nameX, LETTERS + 1, Shape.Anchor.MIDDLE, Paint.INK));
        return shapes;
    }
}
