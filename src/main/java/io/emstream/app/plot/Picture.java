package io.emstream.app.plot;

import java.util.List;

/**
 * All shapes of a picture, the hindmost first.
 *
 * @param width in pixels
 * @param height in pixels
 * @param title what it shows, for those who do not see it
 */
public record Picture(int width, int height, String title, List<Shape> shapes) {
    /** Copies the list. */
    public Picture {
        shapes = List.copyOf(shapes);
    }
}
