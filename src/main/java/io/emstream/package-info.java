/**
 * emstream clusters a stream of events, softly and continuously, inside Kafka. This page is the map.
 *
 * <pre>{@code
 * points (N)                                                                           assignments (N)
 *   bytes -codec-> Point -Expectation-> Responsibilities ------------------------------> Assignment -codec-> bytes
 *                    ^                       |                                          dead-letters
 *                    |                       v per task, in memory, by pane and epoch
 *              Mixture (version v)     PaneStatistics --at commit--> statistics (internal, 1 partition)
 *                    ^                                                     |
 *     model-broadcast (N, compacted)                     commands (1) -->  v merged by pane in the learner's state
 *                    ^                                                 OnlineLearner: fold, M-step
 *                    |                                                     |
 *                    +---------------- Model (version v+1) <---------------+--> models, events (public)
 * }</pre>
 *
 * Data goes one way through the packages; each may import only those above it:
 *
 * <ul>
 *   <li>{@code point}: one vector of observed values, and the reasons for which a record is none;
 *   <li>{@code statistics}: what a set of points leaves behind: weight, mean, scatter; observe, merge, scale;
 *   <li>{@code family}: the densities that a component may have, one file each;
 *   <li>{@code mixture}: weighted components, and the published, versioned model;
 *   <li>{@code em}: the E-step, the M-step, batch EM and its starting points;
 *   <li>{@code learn}: the online learner: panes, forgetting, state in blocks;
 *   <li>{@code codec}: bytes in and out; no Kafka up to here;
 *   <li>{@code streams}: the Kafka Streams topology and its processors;
 *   <li>{@code app}: the command line, configuration, embedded broker, topics, HTTP, metrics.
 * </ul>
 */
@NullMarked
package io.emstream;

import org.jspecify.annotations.NullMarked;
