package io.emstream.app.replay;

import io.emstream.codec.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * What the processor said of a row: a label, or why there is none.
 *
 * @param label the assignment; {@code null} for a dead letter
 * @param reason of the dead letter; {@code null} for a label
 */
public record Answer(@Nullable Assignment label, @Nullable String reason) {}
