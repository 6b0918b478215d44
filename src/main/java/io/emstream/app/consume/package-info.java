/**
 * Reads labels and dead letters as lines: tables, comma-separated values, JSON.
 *
 * <p>Promise: what is read is committed, and what is not understood is told, never passed over. It must not know of the
 * command line.
 */
@NullMarked
package io.emstream.app.consume;

import org.jspecify.annotations.NullMarked;
