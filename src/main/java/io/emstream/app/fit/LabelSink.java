package io.emstream.app.fit;

import io.emstream.codec.Assignment;

/** Where labels go. */
public interface LabelSink {
    /** Nowhere. */
    LabelSink NONE = new LabelSink() {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public void accept(Assignment label) {}
    };

    /** Whether anybody looks; if not, no labels need be made. */
    default boolean isOpen() {
        return true;
    }

    /** Takes the label of a row, whose number is the offset of the assignment; rows come in order. */
    void accept(Assignment label);
}
