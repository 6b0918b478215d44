/**
 * Learning from a stream: panes of statistics go in, models and events come out.
 *
 * <p>Promise: {@code OnlineLearner} is a plain object whose whole memory is a
 * {@link io.emstream.learn.LearnerState}; time and chance come in from outside. It knows nothing of bytes or Kafka.
 */
@NullMarked
package io.emstream.learn;

import org.jspecify.annotations.NullMarked;
