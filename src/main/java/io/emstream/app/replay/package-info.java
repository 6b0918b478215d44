/**
 * A file through the whole pipeline: fed to a broker row by row, labelled and learned by the processor, read back.
 *
 * <p>Promise: what comes out went through the broker, and every row has an answer. It knows nothing of command lines.
 */
@NullMarked
package io.emstream.app.replay;

import org.jspecify.annotations.NullMarked;
