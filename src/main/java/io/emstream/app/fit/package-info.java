/**
 * The learning core over a file, without Kafka: fitted as a whole or in one pass, and scored.
 *
 * <p>Promise: the same seed gives the same numbers, and no row is labelled by a model that has learned from it, unless the
 * fit is of the whole file. It knows nothing of options.
 */
@NullMarked
package io.emstream.app.fit;

import org.jspecify.annotations.NullMarked;
