/**
 * The configuration: its keys, where their values come from, what is wrong with them, and the properties of Kafka's
 * clients that follow.
 *
 * <p>Promise: whoever holds a {@link io.emstream.app.settings.Settings} need not check a value again, and no secret is
 * printed. It knows nothing of command lines and opens no connection.
 */
@NullMarked
package io.emstream.app.settings;

import org.jspecify.annotations.NullMarked;
