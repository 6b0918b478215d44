/**
 * The Kafka Streams topology: thin processors around the core, their stores, sources and sinks.
 *
 * <p>Promise: every point leaves exactly one assignment or one dead letter, and is learned from once, whatever crashes.
 * It knows nothing of command lines and configuration files.
 */
@NullMarked
package io.emstream.streams;

import org.jspecify.annotations.NullMarked;
