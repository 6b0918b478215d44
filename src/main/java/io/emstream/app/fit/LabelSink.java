package io.emstream.app.fit;

import io.emstream.codec.Assignment;

/** Where labels go. */
public interface LabelSink {
    /** Nowhere. */
    LabelSink NONE = label -> {};

    /** Takes the label of a row, whose number is the offset of the assignment; rows come in order. */
    void accept(Assignment label);
}
