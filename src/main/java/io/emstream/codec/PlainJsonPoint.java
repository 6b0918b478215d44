package io.emstream.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the points that most producers write, without a parser's tokens and without allocating: a vector, alone or in the
 * field {@code x} of an object with nothing else, or an object with a number or {@code null} for each feature and nothing else. Whatever is
 * anything more, or wrong, is left to {@link JsonPointDecoder}, which also has the words for it.
 */
final class PlainJsonPoint {
    private static final byte[] VECTOR = {'x'};

    private final PlainJson text;
    private final boolean takesVector;
    private final boolean takesFields;
    private final byte[][] names;
    private final boolean[] seen;

    PlainJsonPoint(PointBorder border, FieldTree tree) {
        this.text = new PlainJson(border);
        FieldTree vector = tree.field("x");
        this.takesVector = vector == null || vector.isFeature();
        this.names = border.features().names().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.takesFields = border.features().names().stream().allMatch(PlainJsonPoint::isPlain);
        this.seen = new boolean[names.length];
    }

    /** Neither a pointer nor anything that JSON escapes. */
    private static boolean isPlain(String name) {
        return !name.startsWith("/") && name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
    }

    /**
     * Reads a point.
     *
     * @param values one per feature; meaningless if it was none
     * @return whether it was such a point
     */
    boolean read(byte[] json, double[] values) {
        text.begin(json);
        boolean isRead = text.next('[') ? text.elements(values) : text.next('{') && object(values);
        return isRead && text.isAtEnd();
    }

    private boolean object(double[] values) {
        text.skipSpace();
        int back = text.at();
        if (takesVector && text.nextName(VECTOR)) {
            if (text.next(':') && text.next('[')) {
                return text.elements(values) && text.next('}');
            }
            text.moveTo(back);
        }
        return takesFields && fields(values);
    }

    /** All features, in any order; that of the features is the fastest. */
    private boolean fields(double[] values) {
        Arrays.fill(seen, false);
        int feature = -1;
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && !text.next(',')) {
                return false;
            }
            text.skipSpace();
            feature = feature(feature + 1);
            if (feature < 0 || seen[feature]) {
                return false;
            }
            seen[feature] = true;
            if (!text.next(':') || !text.value(values, feature)) {
                return false;
            }
        }
        return text.next('}');
    }

    /** The feature whose name stands here, which is skipped; -1 if there is none. */
    private int feature(int guess) {
        for (int i = 0; i < names.length; i++) {
            int feature = (guess + i) % names.length;
            if (text.nextName(names[feature])) {
                return feature;
            }
        }
        return -1;
    }
}
