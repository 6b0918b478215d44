/**
 * The topics as they should be, as they are, and what to do about the difference.
 *
 * <p>Promise: what is wrong is told with the command that mends it. It reads and writes no records.
 */
@NullMarked
package io.emstream.app.topics;

import org.jspecify.annotations.NullMarked;
