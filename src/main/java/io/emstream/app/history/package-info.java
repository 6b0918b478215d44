/**
 * The latest models and events, as every instance reads them from their topics, so that each has the same answers.
 *
 * <p>Promise: bounded memory, committed records only. It knows nothing of who asks.
 */
@NullMarked
package io.emstream.app.history;

import org.jspecify.annotations.NullMarked;
