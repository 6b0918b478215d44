package io.emstream.app.plot;

import java.util.List;

/** A part of a picture. Coordinates are pixels from the upper left corner. */
sealed interface Shape {
    /** A place. */
    record Place(double x, double y) {}

    /** Lines from place to place. */
    record Line(List<Place> places, Paint stroke, double width) implements Shape {
        public Line {
            places = List.copyOf(places);
        }
    }

    /** An area, with or without its edge. */
    record Area(List<Place> places, Paint fill, Paint stroke, double width) implements Shape {
        public Area {
            places = List.copyOf(places);
        }
    }

    /** Dots of one colour, which is no denser where they overlap. */
    record Dots(List<Place> places, double radius, Paint fill) implements Shape {
        public Dots {
            places = List.copyOf(places);
        }
    }

    /** Where a text stands about its place. */
    enum Anchor {
        /** It begins there. */
        START,
        /** It is there. */
        MIDDLE,
        /** It ends there. */
        END
    }

    /**
     * A text in one line.
     *
     * @param at the left end, middle or right end of its base line
     * @param size of the letters
     * @param hasHalo whether it keeps what is behind it at a distance
     * @param isUpward whether it runs from the bottom to the top
     */
    record Text(
            Place at,
            String words,
            double size,
            Anchor anchor,
            Paint fill,
            boolean isBold,
            boolean hasHalo,
            boolean isUpward)
            implements Shape {
        /** A text from left to right. */
        static Text of(double x, double y, String words, double size, Anchor anchor, Paint fill) {
            return new Text(new Place(x, y), words, size, anchor, fill, false, false, false);
        }
    }

    /** Shapes of which only what is within a box is seen. */
    record Clipped(Box box, List<Shape> shapes) implements Shape {
        public Clipped {
            shapes = List.copyOf(shapes);
        }
    }

    /** An area with sides along the axes. */
    static Area box(double left, double top, double width, double height, Paint fill) {
        return new Area(
                List.of(
                        new Place(left, top),
                        new Place(left + width, top),
                        new Place(left + width, top + height),
                        new Place(left, top + height)),
                fill,
                Paint.NONE,
                0);
    }

    /** A line between two places. */
    static Line line(double x1, double y1, double x2, double y2, Paint stroke, double width) {
        return new Line(List.of(new Place(x1, y1), new Place(x2, y2)), stroke, width);
    }
}
