package io.emstream.streams;

import io.emstream.codec.PointFormat;

/** How points come: each with a record of its own, or as rows of blocks. */
enum Shape {
    POINTS(PointFormat.JSON),
    BLOCKS(PointFormat.JSON),
    PACKED_BLOCKS(PointFormat.FLOAT32);

    private final PointFormat format;

    Shape(PointFormat format) {
        this.format = format;
    }

    PointFormat format() {
        return format;
    }

    /** About how many records so many points are; 1 or more. */
    int records(int points) {
        return this == POINTS ? points : Math.max(1, 2 * points / Feeding.MOST_ROWS);
    }
}
