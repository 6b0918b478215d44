/**
 * What is measured of an instance, in Prometheus' text format.
 *
 * <p>Promise: the number of series is bounded by the number of partitions' threads and of living clusters, not by time. It only
 * reads what others count.
 */
@NullMarked
package io.emstream.app.metrics;

import org.jspecify.annotations.NullMarked;
