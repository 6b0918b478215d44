/**
 * A running processor: Kafka Streams with the topology, started, watched and closed.
 *
 * <p>Promise: a fault that may pass is tried again, within a limit; any other ends the processor with its cause. It knows
 * nothing of command lines.
 */
@NullMarked
package io.emstream.app.processing;

import org.jspecify.annotations.NullMarked;
