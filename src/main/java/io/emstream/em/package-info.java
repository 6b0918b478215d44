/**
 * Expectation maximisation: the E-step, the M-step, their iteration over a sample, and starting points.
 *
 * <p>Promise: pure functions; chance comes in as a generator. It knows nothing of time or streams.
 */
@NullMarked
package io.emstream.em;

import org.jspecify.annotations.NullMarked;
