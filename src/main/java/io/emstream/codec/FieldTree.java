package io.emstream.codec;

import com.fasterxml.jackson.core.JsonPointer;
import io.emstream.point.Features;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the features stand in a JSON object: a node for every field or element on the way to one. A feature is a field of
 * the object itself, or, if its name begins with a slash, what that JSON pointer points to.
 */
final class FieldTree {
    private static final int NONE = -1;

    private final Map<String, FieldTree> fields = new HashMap<>();
    private final Map<Integer, FieldTree> elements = new HashMap<>();
    private int feature = NONE;

    private FieldTree() {}

    /**
     * The tree of these features.
     *
     * @throws IllegalArgumentException if two of them stand in the same place, or one within another
     */
    static FieldTree of(Features features) {
        FieldTree root = new FieldTree();
        for (int feature = 0; feature < features.dimension(); feature++) {
            String name = features.names().get(feature);
            FieldTree node = root;
            if (name.startsWith("/")) {
                for (JsonPointer rest = JsonPointer.compile(name); !rest.matches(); rest = rest.tail()) {
                    node = node.child(rest);
                    node.checkFree(node.feature, name, features);
                }
            } else {
                node = root.fields.computeIfAbsent(name, any -> new FieldTree());
            }
            node.checkFree(node.anyFeature(), name, features);
            node.feature = feature;
        }
        return root;
    }

    /** The node of a field; {@code null} if no feature is there. */
    @Nullable
    FieldTree field(String name) {
        return fields.get(name);
    }

    /** The node of an element; {@code null} if no feature is there. */
    @Nullable
    FieldTree element(int index) {
        return elements.get(index);
    }

    /** Whether this is a feature rather than a place on the way to some. */
    boolean isFeature() {
        return feature != NONE;
    }

    /** The number of the feature here. */
    int feature() {
        return feature;
    }

    /** The node that a pointer goes to first: a field, and an element too if it is a number. */
    private FieldTree child(JsonPointer pointer) {
        FieldTree child = fields.computeIfAbsent(pointer.getMatchingProperty(), any -> new FieldTree());
        if (pointer.mayMatchElement()) {
            elements.put(pointer.getMatchingIndex(), child);
        }
        return child;
    }

    /** Some feature here or further in, or {@link #NONE}. */
    private int anyFeature() {
        if (isFeature()) {
            return feature;
        }
        for (FieldTree field : fields.values()) {
            int found = field.anyFeature();
            if (found != NONE) {
                return found;
            }
        }
        return NONE;
    }

    private void checkFree(int taken, String name, Features features) {
        if (taken != NONE) {
            throw new IllegalArgumentException("features: " + name + " and "
                    + features.names().get(taken) + " cannot both be numbers of one object");
        }
    }
}
