/**
 * Measures the pipeline on this machine: a pass-through topology, emstream, and a plain loop take turns over the same records,
 * each in a JVM of its own beside a broker in another, so that the CPU time of each is its own.
 *
 * <p>Promise: all of them read the same bytes with the same settings of Kafka's clients; what is compared is measured in turns,
 * within seconds of each other. It writes to topics of its own broker only.
 */
@NullMarked
package io.emstream.app.bench;

import org.jspecify.annotations.NullMarked;
