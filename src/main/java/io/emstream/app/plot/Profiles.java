package io.emstream.app.plot;

import io.emstream.family.Component;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The probabilities of components, heaviest first: of a square number of features as pictures, of others as bars. Counts are
 * shown as parts of their largest number.
 */
final class Profiles implements Panel {
    private static final int SMALLEST_PICTURE = 9;
    private static final double CAPTION = 20;
    private static final double GAP = 14;
    private static final double ROOM_FOR_NUMBERS = 30;
    private static final double ROOM_FOR_NAMES = 40;

    private final Model model;
    private final Range whole = new Range(0, 1);

    Profiles(Model model) {
        this.model = model;
    }

    @Override
    public Range x() {
        return whole;
    }

    @Override
    public Range y() {
        return whole;
    }

    @Override
    public List<Shape> shapes(Box box, Range sharedX, Range sharedY) {
        Mixture mixture = model.mixture();
        int d = mixture.dimension();
        int side = (int) Math.round(Math.sqrt(d));
        boolean isPicture = side * side == d && d >= SMALLEST_PICTURE;
        int columns = columns(mixture.size(), box, isPicture ? 1 : 1.6);
        int rows = (mixture.size() + columns - 1) / columns;
        double width = box.width() / columns;
        double height = box.height() / rows;
        int[] order = IntStream.range(0, mixture.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -mixture.weight(k)))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            Box cell = new Box(
                            box.left() + i % columns * width,
                            box.top() + Math.floorDiv(i, columns) * height,
                            width,
                            height)
                    .within(GAP / 2, CAPTION, GAP / 2, GAP / 2);
            shapes.addAll(isPicture ? picture(order[i], side, cell) : bars(order[i], cell));
        }
        return shapes;
    }

    /** As many columns as make cells whose proportion is nearest to this. */
    private static int columns(int cells, Box box, double proportion) {
        return IntStream.rangeClosed(1, cells)
                .boxed()
                .min(Comparator.comparingDouble(columns -> {
                    int rows = (cells + columns - 1) / columns;
                    return Math.abs(Math.log(box.width() / columns / (box.height() / rows) / proportion));
                }))
                .orElse(1);
    }

    private List<Shape> picture(int k, int side, Box cell) {
        // Whole pixels, also of an image of twice as many: otherwise the page would shine through between them.
        double each = Math.max(0.5, Math.floor(2 * Math.min(cell.width(), cell.height()) / side) / 2);
        double size = each * side;
        double left = Math.rint(cell.left() + (cell.width() - size) / 2);
        double top = Math.rint(cell.top());
        Paint colour = Paint.ofCluster(model.mixture().cluster(k));
        List<Shape> shapes = new ArrayList<>(caption(k, left + size / 2, top));
        shapes.add(Shape.box(left, top, size, size, colour.at(0.04)));
        for (int j = 0; j < side * side; j++) {
            double probability = probability(k, j);
            if (probability > 0.01) {
                shapes.add(Shape.box(
                        left + j % side * each,
                        top + Math.floorDiv(j, side) * each,
                        each,
                        each,
                        colour.at(probability)));
            }
        }
        return shapes;
    }

    private List<Shape> bars(int k, Box whole) {
        int d = model.features().dimension();
        double each = whole.width() / d;
        boolean hasNames = each >= ROOM_FOR_NAMES;
        Box cell = whole.within(0, 0, 0, hasNames ? CAPTION : 0);
        Paint colour = Paint.ofCluster(model.mixture().cluster(k));
        List<Shape> shapes = new ArrayList<>(caption(k, cell.left() + cell.width() / 2, cell.top()));
        shapes.add(Shape.box(cell.left(), cell.top(), cell.width(), cell.height(), Paint.GRID.at(0.5)));
        double gap = each > 6 ? 3 : 0.5;
        for (int j = 0; j < d; j++) {
            double height = probability(k, j) * cell.height();
            double left = cell.left() + j * each;
            shapes.add(Shape.box(left + gap / 2, cell.bottom() - height, each - gap, height, colour));
            if (each >= ROOM_FOR_NUMBERS) {
                boolean fitsAbove = cell.height() - height > CAPTION;
                shapes.add(Shape.Text.of(
                        left + each / 2,
                        cell.bottom() - height + (fitsAbove ? -5 : 15),
                        String.format(Locale.ROOT, "%.2f", probability(k, j)),
                        Axes.LETTERS - 1,
                        Shape.Anchor.MIDDLE,
                        fitsAbove ? Paint.INK : Paint.PAGE));
            }
            if (hasNames) {
                shapes.add(Shape.Text.of(
                        left + each / 2,
                        cell.bottom() + 14,
                        cut(model.features().names().get(j), each),
                        Axes.LETTERS - 1,
                        Shape.Anchor.MIDDLE,
                        Paint.SOFT));
            }
        }
        shapes.add(Shape.line(cell.left(), cell.bottom(), cell.right(), cell.bottom(), Paint.FAINT, 1));
        return shapes;
    }

    private List<Shape> caption(int k, double middle, double top) {
        return List.of(new Shape.Text(
                new Shape.Place(middle, top - 6),
                Panel.name(model.mixture(), k),
                Axes.LETTERS + 1,
                Shape.Anchor.MIDDLE,
                Paint.INK,
                true,
                false,
                false));
    }

    private static String cut(String name, double width) {
        int letters = (int) (width / 6.5);
        return name.length() <= letters ? name : name.substring(0, Math.max(1, letters - 1)) + "…";
    }

    /** The mean of a count as a part of its largest number, which its variance tells: n p (1 − p). */
    private double probability(int k, int j) {
        Component component = model.mixture().component(k);
        double mean = component.mean(j);
        return mean > 0 ? Math.min(1, Math.max(0, 1 - component.variance(j) / mean)) : 0;
    }
}
