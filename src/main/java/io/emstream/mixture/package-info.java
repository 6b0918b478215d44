/**
 * Weighted components: the {@link io.emstream.mixture.Mixture} with its stable cluster ids, compiled for scoring, and
 * the published {@link io.emstream.mixture.Model}.
 *
 * <p>Promise: immutable values. It knows nothing of how they are learned.
 */
@NullMarked
package io.emstream.mixture;

import org.jspecify.annotations.NullMarked;
