/**
 * Streams to watch: scenarios that make points, by chance from a known truth or from real data, and the table that shows what
 * the processor learns of them.
 *
 * <p>Promise: the points go through the broker like anybody's, and what was learned is stated against the truth.
 */
@NullMarked
package io.emstream.app.demo;

import org.jspecify.annotations.NullMarked;
