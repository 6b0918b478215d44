package io.emstream.app.consume;

import java.util.List;

/**
 * A record for its reader.
 *
 * @param cells one text for each column
 * @param json all of it as an object of JSON, in one line
 */
public record Line(List<String> cells, String json) {
    /** Copies the list. */
    public Line {
        cells = List.copyOf(cells);
    }
}
