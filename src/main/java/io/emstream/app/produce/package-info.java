/**
 * Writes the rows of a file to the points topic, at a rate, and so that it can be continued where it was interrupted.
 *
 * <p>Promise: rows are written in windows, the next after all of the one before is acknowledged; each record says in a header
 * which row it is, so that what is missing can be found out from the end of the topic. It must not know of the command line.
 */
@NullMarked
package io.emstream.app.produce;

import org.jspecify.annotations.NullMarked;
