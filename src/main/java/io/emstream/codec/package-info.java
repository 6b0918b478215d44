/**
 * Bytes in and out: points, assignments, models, statistics and the state of the learner.
 *
 * <p>Promise: every binary layout is drawn in its class and starts with a format byte; a bad record is a
 * {@link io.emstream.point.RejectedPointException}, never another exception. It knows nothing of Kafka.
 */
@NullMarked
package io.emstream.codec;

import org.jspecify.annotations.NullMarked;
