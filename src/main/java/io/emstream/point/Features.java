package io.emstream.point;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The names of the features of a point, in order; their number is the dimension.
 *
 * @param names one per feature, distinct and not blank
 */
public record Features(List<String> names) {

    /** Checks and copies the names. */
    public Features {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("features: there must be at least one");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("features: a name is blank in " + names);
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("features: " + name + " is named twice");
            }
        }
    }

    /** Features named {@code x0, x1, …}. */
    public static Features ofDimension(int dimension) {
        return new Features(
                IntStream.range(0, dimension).mapToObj(feature -> "x" + feature).toList());
    }

    /** The number of features. */
    public int dimension() {
        return names.size();
    }
}
