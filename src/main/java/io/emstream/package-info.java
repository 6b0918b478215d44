/**
 * Online clustering of event streams with mixture models, inside Kafka.
 *
 * <p>Each package knows only those above it:
 *
 * <pre>
 * point        one vector: finite or missing values, weight
 * statistics   sufficient statistics: observe, merge, scale
 * family       kinds of component: statistics to parameters to log-density
 * mixture      the immutable, versioned model
 * em           expectation and maximization, in batch
 * learn        the same, online: windows, forgetting, drift, identity
 * codec        points, assignments, models and statistics as bytes
 * ----         above: the JDK, EJML and Jackson only
 * streams      the topology and its processors
 * app          the program: commands, settings, embedded broker, dashboard
 * </pre>
 */
@NullMarked
package io.emstream;

import org.jspecify.annotations.NullMarked;
