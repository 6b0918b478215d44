/**
 * Bytes in and out: points, assignments, models, statistics and the state of the learner.
 *
 * <ul>
 *   <li>What strangers send, points in {@link io.emstream.codec.PointFormat four formats} and files of them: whatever is
 *       not a point is a {@link io.emstream.point.RejectedPointException}, never another exception.
 *   <li>What strangers read, assignments, models and events: one line of JSON each, to which fields may be added. A bad
 *       document is an {@link java.lang.IllegalArgumentException} that names the field.
 *   <li>What only emstream reads, reports of tasks, broadcast models, the learner's state and held records: binary, the
 *       layout drawn in its codec and headed by a letter and a version; bad bytes are a
 *       {@link io.emstream.codec.MalformedBytesException}.
 * </ul>
 *
 * <p>It knows nothing of Kafka.
 */
@NullMarked
package io.emstream.codec;

import org.jspecify.annotations.NullMarked;
