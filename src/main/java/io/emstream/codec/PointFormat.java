package io.emstream.codec;

/** How the values of records spell points. */
public enum PointFormat {
    /** {@code {"x":[1.5,2.0]}}, {@code [1.5,2.0]}, or an object with a field for each feature. */
    JSON,
    /** {@code 1.5,2.0}: one line, one cell for each feature. */
    CSV,
    /** Eight bytes for each feature, little-endian. */
    FLOAT64,
    /** Four bytes for each feature, little-endian. */
    FLOAT32
}
