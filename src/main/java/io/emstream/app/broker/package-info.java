/**
 * A Kafka broker inside this JVM, so that a first try, a demonstration or a replayed file needs nothing else running.
 *
 * <p>The one package that knows Kafka's server classes, which are not public API and may change with every release of
 * Kafka. It knows nothing of mixtures, topologies or the command line.
 */
@NullMarked
package io.emstream.app.broker;

import org.jspecify.annotations.NullMarked;
